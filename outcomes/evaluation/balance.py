"""Were the two sides alike before? Standardized differences and the What Works Clearinghouse's verdicts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .effect_sizes import cox_index, pooled_sd, small_sample

SATISFIED, NEEDS_ADJUSTMENT, NOT_SATISFIED = "satisfied", "needs_adjustment", "not_satisfied"
# Boundaries of the standards; a difference that is exactly on one is on its better side.
ALIKE, ADJUSTABLE = 0.05, 0.25
# Differences in the 12th digit come from the order of additions, not from the students.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Balance:
    """One variable before the program: averages and SDs of both sides, standardized difference, verdict.

    difference: None where it cannot be calculated (a share of 0 or 1 on one side): then not satisfied.
    adjusted: whether the estimate adjusts for this variable.
    """

    variable: str
    mean_participants: float
    mean_comparison: float
    sd_participants: float
    sd_comparison: float
    difference: float | None
    verdict: str
    adjusted: bool = False
    before_matching: float | None = None

    @property
    def holds(self):
        """Whether the standard is met with the adjustment that was made."""
        return self.verdict == SATISFIED or (self.verdict == NEEDS_ADJUSTMENT and self.adjusted)


def verdict(difference):
    """The Clearinghouse's verdict on one standardized difference."""
    if difference is None or not np.isfinite(difference):
        return NOT_SATISFIED
    size = abs(difference) - ROUNDING
    if size <= ALIKE:
        return SATISFIED
    return NEEDS_ADJUSTMENT if size <= ADJUSTABLE else NOT_SATISFIED


def standardized_difference(participants, comparison, *, by="pooled", weights=None, small=False):
    """(mean of participants - mean of comparison) / SD; 0 where nothing varies and nothing differs.

    by: the SD of both sides "pooled" (Clearinghouse), of the "participants" (usual for matching; of a share p
    it is the root of p (1 - p)) or a number.
    weights: of the comparison students. small: times Hedges's w.
    """
    a, b = np.asarray(participants, float), np.asarray(comparison, float)
    gap = a.mean() - np.average(b, weights=weights)
    if by == "pooled":
        sd = pooled_sd(a.std(ddof=1), len(a), _spread(b, weights), len(b))
    elif by == "participants":
        sd = a.std(ddof=0 if _is_share(a, b) else 1)
    else:
        sd = by
    if not sd > 0:
        return 0.0 if gap == 0 else None
    return float(gap / sd * (small_sample(len(a) + len(b)) if small else 1.0))


def balance(frame, variables, *, weights=None, adjusted=()):
    """A `Balance` for each variable of a frame with a column `participant`.

    Students in whom a variable is missing are left out of its row. Two-valued variables are compared by the
    Cox index, others by Hedges g, as the Clearinghouse does.
    weights: one per row (matched comparison students count 1/k). Variables of words: one per value.
    """
    ours = frame["participant"].to_numpy() == 1
    weights = np.ones(len(frame)) if weights is None else np.asarray(weights, float)
    table = []
    for variable in variables:
        for name, values in _numbers(frame[variable], variable):
            known = np.isfinite(values)
            a, b, w = values[ours & known], values[~ours & known], weights[~ours & known]
            if len(a) < 2 or len(b) < 2:
                continue
            share_a, share_b = a.mean(), np.average(b, weights=w)
            if _is_share(a, b):
                difference = 0.0 if share_a == share_b else cox_index(share_a, share_b)
            else:
                difference = standardized_difference(a, b, weights=w, small=True)
            table.append(
                Balance(
                    name,
                    float(share_a),
                    float(share_b),
                    float(a.std(ddof=1)),
                    _spread(b, w),
                    difference,
                    verdict(difference),
                    variable in adjusted,
                )
            )
    return table


def with_before(after, before):
    """The table after matching, with each difference before it beside (for the love plot)."""
    import dataclasses

    known = {row.variable: row.difference for row in before}
    return [dataclasses.replace(row, before_matching=known.get(row.variable)) for row in after]


def rating(design, table):
    """The best label that a design can carry: never more than "with reservations" without a lottery."""
    if design not in ("matched", "staggered", "ancova", "counts", "school_level") or not table:
        return "does_not_meet"
    return "meets_with_reservations" if all(row.holds for row in table) else "does_not_meet"


def _is_share(*columns):
    return all(set(np.unique(values)) <= {0.0, 1.0} for values in columns)


def _numbers(column, name):
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return [(name, column.to_numpy(float, na_value=np.nan))]
    return [
        (f"{name}: {value}", (column == value).to_numpy(float)) for value in sorted(column.dropna().unique())
    ]


def _spread(values, weights):
    """SD with n - 1; weighted as reliability weights (a student's share in several averages)."""
    if weights is None or len(np.unique(weights)) == 1:
        return float(np.std(values, ddof=1))
    mean, total = np.average(values, weights=weights), weights.sum()
    return float(np.sqrt((weights * (values - mean) ** 2).sum() / (total - (weights**2).sum() / total)))
