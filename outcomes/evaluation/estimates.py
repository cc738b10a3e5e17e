"""What a design hands back: numbers only; the words are made in `findings`."""

import dataclasses
import math
from dataclasses import dataclass, field

import numpy as np

from . import effect_sizes, floors, power
from .regression import interval, p_value

POINTS, RATIO, COUNT = "points", "ratio", "count"

# Why a p-value is not printed.
DESCRIPTIVE = "descriptive"
FEW_SCHOOLS = "few_schools"
FEW_STUDENTS = "few_students"
ONE_BASELINE = "one_baseline"
EARLIER_DIFFER = "earlier_periods_differ"
NO_VARIANCE = "no_variance"


@dataclass(frozen=True)
class Estimate:
    """One effect. All of it is plain numbers and words, so that a release can freeze it.

    design: name in `designs`; label: which of its numbers (a group, a period, an aggregate).
    scale: "points" (percentage points), "count" (events) or "ratio" (1 = no difference).
    value, low, high: None where the floors forbid an estimate. se and df are of the log for a ratio.
    withheld: why there is no p. convention: how the standard error was calculated.
    standardized: Hedges g or Cox index; detectable: smallest difference that would have been seen with a
    probability of 80 %, in the estimate's scale (a ratio above 1 for ratios).
    left_out: {school: value without it}.
    """

    design: str
    scale: str
    value: float | None
    low: float | None = None
    high: float | None = None
    se: float | None = None
    df: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    participants: int = 0
    comparison: int = 0
    schools_participants: int = 0
    schools_comparison: int = 0
    sets: int | None = None
    withheld: tuple = ()
    convention: str = ""
    standardized: float | None = None
    standardized_kind: str | None = None
    detectable: float | None = None
    label: str = ""
    left_out: dict = field(default_factory=dict, repr=False)
    details: dict = field(default_factory=dict, repr=False)

    @property
    def is_effect(self):
        return self.value is not None and DESCRIPTIVE not in self.withheld

    @property
    def nothing(self):
        """The value that means no difference."""
        return 1.0 if self.scale == RATIO else 0.0

    def without_p(self, reason):
        return dataclasses.replace(self, p=None, p_adjusted=None, withheld=(*self.withheld, reason))

    def with_(self, **changes):
        return dataclasses.replace(self, **changes)

    def as_dict(self):
        return dataclasses.asdict(self)


def of_students(
    design,
    scale,
    *,
    participants,
    comparison,
    schools,
    convention,
    baselines=2,
    value=None,
    se=None,
    df=0,
    **more,
):
    """An estimate that keeps the floors: what may not be said is not in it.

    value, se: on the log scale for a ratio; without them the data allowed no estimate at all.
    schools: (with participants, with comparison students). baselines: how many earlier periods are known;
    with one, a bad spell cannot be told from habit, and a null program is rejected far too often.
    """
    counts = {
        "participants": int(participants),
        "comparison": int(comparison),
        "schools_participants": int(schools[0]),
        "schools_comparison": int(schools[1]),
    }
    if floors.too_few_students(participants, comparison):
        return Estimate(design, scale, None, withheld=(FEW_STUDENTS,), convention=convention, **counts)
    withheld = (FEW_SCHOOLS,) if floors.too_few_schools(*schools) else ()
    withheld += (ONE_BASELINE,) if baselines < 2 else ()
    if se is None or not se > 0 or df < 1:
        return Estimate(
            design, scale, None, withheld=withheld or (NO_VARIANCE,), convention=convention, **counts
        )
    low, high = interval(value, se, df)
    detectable = power.detectable_from(se, df)
    p = None if withheld else p_value(value, se, df)
    left_out = more.pop("left_out", {})
    if scale == RATIO:
        value, low, high, detectable = (math.exp(v) for v in (value, low, high, detectable))
        left_out = {school: math.exp(v) for school, v in left_out.items()}
    return Estimate(
        design,
        scale,
        float(value),
        low,
        high,
        se,
        df,
        p,
        withheld=withheld,
        convention=convention,
        detectable=detectable,
        left_out=left_out,
        **counts,
        **more,
    )


def standardized(kind, difference, outcomes1, outcomes0):
    """(value, "hedges_g" or "cox_index") of an adjusted difference; outcomes of both sides after."""
    n1, n0 = len(outcomes1), len(outcomes0)
    if kind == "yes_no":
        share = float(np.mean(outcomes1)) / 100
        return effect_sizes.cox_index(share, share - difference / 100), "cox_index"
    sd = effect_sizes.pooled_sd(np.std(outcomes1, ddof=1), n1, np.std(outcomes0, ddof=1), n0)
    return effect_sizes.adjusted_g(difference, sd, n1 + n0), "hedges_g"
