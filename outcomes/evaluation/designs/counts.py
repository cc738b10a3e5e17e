"""Events (suspensions) per enrolled day: Poisson regression, the effect as a rate ratio.

    log E[events] = log(enrolled days) + school + b * participant + earlier events + grade + covariates

Earlier events enter as categories (none, 1, 2, 3, 4 or 5, more; and those of the last baseline), because what
a bad year foretells is not a straight line. Convention: one-step cluster jackknife by school (CR3), t(G - 1)
of the log ratio; schools without any event tell nothing and are left out. The negative binomial stands
beside it as a sensitivity reading.
"""

import numpy as np

from ..estimates import RATIO, of_students
from ..floors import too_few_events
from ..glm import fit_glm
from .sample import OTHER_SCHOOLS, SAME_SCHOOLS, columns, compared, grades, schools_a_side

NAME = "counts"
CONVENTION = "Poisson, one-step cluster jackknife by school (CR3), t of the log"
FEW_EVENTS = "few_events"
ALL_BASELINES, LAST_BASELINE = (0, 1, 2, 3, 5), (0, 1)


def rate_ratio(rows, *, comparison=SAME_SCHOOLS, negative_binomial=False):
    """Rate of participants over that of similar students; below 1 participants had fewer events."""
    rows = compared(rows, comparison)
    frame, ours = rows.frame, rows.participant
    known = {
        "participants": ours.sum(),
        "comparison": (~ours).sum(),
        "schools": schools_a_side(frame),
        "convention": CONVENTION,
        "baselines": len(rows.baselines),
    }
    events = frame["post"].to_numpy()
    shortfall = too_few_events(events[ours].sum(), events[~ours].sum())
    if shortfall or min(known["schools"]) < 2:
        nothing = of_students(NAME, RATIO, **known)
        return nothing.with_(withheld=(*nothing.withheld, FEW_EVENTS)) if shortfall else nothing
    X, names = _columns(rows)
    school = frame["school"].to_numpy()
    if comparison == OTHER_SCHOOLS:
        X, names = np.column_stack([X, np.ones(len(X))]), [*names, "constant"]
    family = "negative_binomial" if negative_binomial else "poisson"
    fit, kept, alpha = fit_glm(
        events,
        X,
        names=names,
        family=family,
        offset=np.log(frame["post_days"].to_numpy()),
        absorb=school if comparison == SAME_SCHOOLS else None,
        clusters=school,
    )
    known |= {
        "participants": (ours & kept).sum(),
        "comparison": (~ours & kept).sum(),
        "schools": schools_a_side(frame[kept]),
    }
    days = frame["post_days"].to_numpy()
    return of_students(
        NAME,
        RATIO,
        value=fit["participant"],
        se=fit.se("participant"),
        df=fit.df,
        left_out=fit.left_out("participant"),
        details={
            "family": family,
            "dispersion": alpha,
            "events": int(events[ours].sum()),
            "comparison_events": int(events[~ours].sum()),
            "per_100_days": float(100 * events[ours].sum() / days[ours].sum()),
            "comparison_per_100_days": float(100 * events[~ours].sum() / days[~ours].sum()),
        },
        **known,
    )


def _columns(rows):
    frame = rows.frame
    described, described_names = columns(frame, list(rows.covariates))
    grade, grade_names = grades(frame)
    total = frame[list(rows.baselines)].sum(axis=1).to_numpy()
    before, before_names = _categories(total, ALL_BASELINES, "earlier events")
    parts, names = [rows.participant[:, None].astype(float), before], ["participant", *before_names]
    if len(rows.baselines) > 1:
        last, last_names = _categories(frame["pre"].to_numpy(), LAST_BASELINE, "events of the last baseline")
        parts.append(last)
        names += last_names
    return np.hstack([*parts, grade, described]), [*names, *grade_names, *described_names]


def _categories(values, bounds, name):
    """Columns "more than 0 and up to the next bound", ..., "more than the last"; none is the rest."""
    edges = [*bounds, np.inf]
    steps = list(zip(edges, edges[1:], strict=False))
    return (
        np.column_stack([(values > low) & (values <= high) for low, high in steps]).astype(float),
        [f"{name} above {low}" for low, _ in steps],
    )
