"""Analysis of covariance on the baselines: participants against what their own past and school foretell.

    post = school + b * participant + g1 * pre + g2 * pre2 + curves + grade + covariates

The curves are squares of the baselines, bent anew at the participants' own thirds. Attendance is skewed,
participants stand at its low end, and a straight line that fits everybody else misses there by 0.2 to 0.3 points
in their favor, of chronic absence by 1.6. Squares and cubes without the bends, which the many students far above
decide, still miss by 0.15 there. `curved=False` leaves the straight line.

Convention: b with the cluster jackknife by school (CR3, see `cluster`) and t(G - 1), G the schools compared.
Against other schools there is no school level to take out (a school is on one side).
"""

import numpy as np

from ..estimates import of_students, standardized
from ..regression import least_squares
from .sample import OTHER_SCHOOLS, SAME_SCHOOLS, columns, compared, grades, scale_of, schools_a_side

NAME = "ancova"
CONVENTION = "cluster jackknife by school (CR3), t"
THIRDS = (1 / 3, 2 / 3)


def ancova(rows, *, comparison=SAME_SCHOOLS, curved=True):
    """The effect in points (or events)."""
    rows = compared(rows, comparison)
    frame, ours = rows.frame, rows.participant
    schools = schools_a_side(frame)
    known = {
        "participants": ours.sum(),
        "comparison": (~ours).sum(),
        "schools": schools,
        "convention": CONVENTION,
        "baselines": len(rows.baselines),
    }
    if min(schools) < 2 or min(ours.sum(), (~ours).sum()) < 2:
        return of_students(NAME, scale_of(rows.kind), **known)
    fit = _fit(rows, comparison, curved)
    effect = fit["participant"]
    size, size_kind = standardized(
        rows.kind, effect, frame["post"][ours].to_numpy(), frame["post"][~ours].to_numpy()
    )
    return of_students(
        NAME,
        scale_of(rows.kind),
        value=effect,
        se=fit.se("participant"),
        df=fit.df,
        standardized=size,
        standardized_kind=size_kind,
        left_out=fit.left_out("participant"),
        details={"r_squared": fit.r_squared, "dropped": fit.dropped, "curved": curved},
        **known,
    )


def classical_t(rows, *, comparison=SAME_SCHOOLS):
    """(t, df) of the effect without clustering: how much of what is left it explains (see `bounds`)."""
    fit = _fit(compared(rows, comparison), comparison, curved=True, kind="classical")
    return fit["participant"] / fit.se("participant"), fit.df


def _fit(rows, comparison, curved, kind="CR3"):
    frame = rows.frame
    described, names = columns(frame, rows.adjusted_for)
    grade, grade_names = grades(frame)
    parts = [rows.participant[:, None].astype(float), described, grade]
    names = ["participant", *names, *grade_names]
    if curved:
        curves, curve_names = _curves(frame, rows.baselines, rows.participant)
        parts.append(curves)
        names += curve_names
    if comparison == OTHER_SCHOOLS:
        parts.append(np.ones((len(frame), 1)))
        names.append("constant")
    school, X = frame["school"].to_numpy(), np.hstack(parts)
    absorb = None if comparison == OTHER_SCHOOLS else school
    return least_squares(frame["post"], X, names=names, kind=kind, clusters=school, absorb=absorb)


def _curves(frame, baselines, ours):
    """(n x 3 per baseline, names): the square, and the squares of what lies below each third of participants."""
    columns, names = [], []
    for name in baselines:
        value = frame[name].to_numpy(float)
        columns.append((value - value.mean()) ** 2)
        columns += [np.minimum(value - third, 0) ** 2 for third in np.quantile(value[ours], THIRDS)]
        names += [f"{name} squared", f"{name} below a third", f"{name} below two thirds"]
    return np.column_stack(columns), names
