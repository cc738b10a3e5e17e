"""Matched pairs: every participant beside similar students, then the difference in change.

Exact on school and grade, nearest on the baselines within 0.25 SD, one to three partners, nobody twice. Per
set the participant's change minus the average change of its partners; over the sets that difference is
regressed on what is left of the baseline differences, and the constant is the effect.

Students who are equal in all of this stand for each other (see `matching`), so that no lot decides.
Convention: cluster jackknife by school (CR3) and t(G - 1); sets lie within schools. Against other
schools (same grade) the rows of both sides are regressed with weights 1 and 1 / partners.
"""

import dataclasses

import numpy as np

from .. import matching
from ..estimates import of_students, standardized
from ..intervals import mcnemar, newcombe_pairs
from ..regression import least_squares
from .sample import SAME_SCHOOLS, cells, columns, compared, scale_of, schools_a_side

NAME = "matched"
CONVENTION = "matched sets, cluster jackknife by school (CR3), t"


@dataclasses.dataclass(frozen=True)
class Matched:
    """rows: those that could be compared; pairs: positions in them; weights: per row, 0 for the unmatched.

    measured: participants of the rows before those without any peer were left out.
    """

    rows: object
    pairs: matching.Pairs
    comparison: str
    measured: int

    @property
    def weights(self):
        return self.pairs.weights()

    @property
    def frame(self):
        return self.rows.frame

    @property
    def share(self):
        """Participants with a partner, of all measurable ones (those without any peer included)."""
        return len(self.pairs.matched) / max(self.measured, 1)

    @property
    def unmatched(self):
        return self.measured - len(self.pairs.matched)


def match(rows, *, comparison=SAME_SCHOOLS, ratio=3, caliper=matching.CALIPER):
    """Pair the participants of the rows with similar students."""
    measured = int(rows.participant.sum())
    rows = compared(rows, comparison)
    ours = rows.participant
    if ours.sum() < 2 or (~ours).sum() < 2:
        nobody = np.array([], int)
        pairs = matching.Pairs(nobody, nobody, nobody.astype(float), len(ours))
        return Matched(rows, pairs, comparison, measured)
    pairs = matching.nearest(
        matching.scaled(rows.frame, rows.baselines),
        ours,
        exact=cells(rows, comparison),
        caliper=caliper,
        ratio=ratio,
    )
    return Matched(rows, pairs, comparison, measured)


def difference_in_change(matched):
    """The effect among the matched participants, in points (or events)."""
    rows, pairs, frame = matched.rows, matched.pairs, matched.frame
    used = frame[matched.weights > 0]
    known = {
        "participants": len(pairs.matched),
        "comparison": len(np.unique(pairs.comparison)),
        "schools": schools_a_side(used),
        "convention": CONVENTION,
        "baselines": len(rows.baselines),
        "sets": len(pairs.matched),
    }
    if min(known["schools"]) < 2:
        return of_students(NAME, scale_of(rows.kind), **known)
    name, fit = _by_sets(matched) if matched.comparison == SAME_SCHOOLS else _by_rows(matched)
    effect, ours = fit[name], (used["participant"] == 1).to_numpy()
    size, size_kind = standardized(
        rows.kind, effect, used["post"][ours].to_numpy(), used["post"][~ours].to_numpy()
    )
    change = (frame["post"] - frame["before"]).to_numpy()
    details = {
        "unmatched": matched.unmatched,
        "partners": len(pairs.participant) / len(pairs.matched),
        "unadjusted": float(pairs.differences(change).mean()),
        "change_participants": float(np.average(change, weights=matched.weights * rows.participant)),
        "change_comparison": float(np.average(change, weights=matched.weights * ~rows.participant)),
    }
    if rows.kind == "yes_no":
        details["pairs"] = _yes_no_pairs(matched)
    return of_students(
        NAME,
        scale_of(rows.kind),
        value=effect,
        se=fit.se(name),
        df=fit.df,
        standardized=size,
        standardized_kind=size_kind,
        left_out=fit.left_out(name),
        details=details,
        **known,
    )


def _by_sets(matched):
    frame, pairs = matched.frame, matched.pairs
    change = (frame["post"] - frame["before"]).to_numpy()
    described, names = columns(frame, matched.rows.adjusted_for)
    X = np.column_stack([np.ones(len(pairs.matched)), pairs.differences(described)])
    schools = frame["school"].to_numpy()[pairs.matched]
    fit = least_squares(pairs.differences(change), X, names=["effect", *names], kind="CR3", clusters=schools)
    return "effect", fit


def _by_rows(matched):
    weights = matched.weights
    frame, weights = matched.frame[weights > 0], weights[weights > 0]
    described, names = columns(frame, matched.rows.adjusted_for)
    X = np.column_stack([(frame["participant"] == 1).to_numpy(float), described, np.ones(len(frame))])
    schools = frame["school"].to_numpy()
    fit = least_squares(
        frame["post"] - frame["before"],
        X,
        names=["participant", *names, "constant"],
        kind="CR3",
        clusters=schools,
        weights=weights,
    )
    return "participant", fit


def _yes_no_pairs(matched):
    """Participant and nearest partner, yes or no after: McNemar's p, Newcombe's interval, not clustered.

    Among students who are alike the expected number of such pairs, to the next whole one.
    """
    pairs = matched.pairs
    yes = pairs.averaged(matched.frame["post"].to_numpy() > 0)
    order = np.lexsort((pairs.distance, pairs.participant))
    first = np.unique(pairs.participant[order], return_index=True)[1]
    a, b = yes[pairs.participant[order][first]], yes[pairs.comparison[order][first]]
    both, ours, theirs = (round(float(v.sum())) for v in (a * b, a * (1 - b), (1 - a) * b))
    neither = max(len(first) - both - ours - theirs, 0)
    apart = newcombe_pairs(both, ours, theirs, neither)
    return {
        "both": both,
        "participant_only": ours,
        "partner_only": theirs,
        "neither": neither,
        "p_mcnemar": mcnemar(ours, theirs).p,
        "low": 100 * apart.low,
        "high": 100 * apart.high,
    }
