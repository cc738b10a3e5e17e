"""Many made-up worlds, one design: how often it cries wolf, how far off it is, how often its interval holds.

Used by the tests with some two hundred runs and by tests/benchmarks/bench_evaluation.py with thousands.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from outcomes.evaluation.designs import ancova, counts, matched, school_level, staggered
from outcomes.evaluation.rows import student_rows

from .worlds import chronic, school_totals, skewed, suspensions, world


@dataclass(frozen=True)
class Case:
    """make(seed) a panel, design(panel) an estimate; truth in the estimate's scale; few: it has 8 schools.

    expected: the bias is told from make(seed, expected=True), the same worlds without the noise of what came
    after; where that noise alone would make the mean of 2,000 estimates uncertain by more than is asked.
    """

    make: Callable
    design: Callable
    truth: float
    few: bool = False
    expected: bool = False

    def estimate(self, seed):
        """(estimate, the one whose mean tells the bias)."""
        found = self.design(self.make(seed))
        return found, self.design(self.make(seed, expected=True)) if self.expected else found


@dataclass(frozen=True)
class Outcome:
    """runs: with an estimate; tested: share of runs with a p-value; rejected: of those, below 5 %.

    uncertain: standard error of the bias. sd, se: of the estimates, and as they told it themselves.
    """

    runs: int
    tested: float
    rejected: float
    covered: float
    bias: float
    uncertain: float
    sd: float
    se: float


def simulate(case, runs, first=0):
    return summary([case.estimate(seed) for seed in range(first, first + runs)], case.truth)


def summary(estimates, truth):
    """estimates: pairs as `Case.estimate` gives them."""
    biased = np.array([e.value for _, e in estimates if e.low is not None])
    estimates = [e for e, _ in estimates]
    found = [e for e in estimates if e.low is not None]
    tested = [e for e in found if e.p is not None]
    return Outcome(
        runs=len(found),
        tested=len(tested) / len(estimates),
        rejected=float(np.mean([e.p < 0.05 for e in tested])) if tested else np.nan,
        covered=float(np.mean([e.low <= truth <= e.high for e in found])),
        bias=float(biased.mean() - truth),
        uncertain=float(biased.std() / np.sqrt(len(biased))),
        sd=float(np.std([e.value for e in found])),
        se=float(np.mean([e.se for e in found])),
    )


def _ancova(panel, outcome=3, baselines=(2, 1), kind="rate", behind=None, **options):
    rows = student_rows(panel, outcome=outcome, baselines=baselines, kind=kind, behind=behind)
    return ancova.ancova(rows, **options)


def _matched(panel, outcome=3, baselines=(2, 1), kind="rate", behind=None, **options):
    rows = student_rows(panel, outcome=outcome, baselines=baselines, kind=kind, behind=behind)
    return matched.difference_in_change(matched.match(rows, **options))


def _staggered(panel, **options):
    return staggered.staggered(panel, **options).estimate


def _counts(panel):
    return counts.rate_ratio(student_rows(panel, outcome=2, baselines=(1, 0), kind="count"))


def _schools(panel):
    return school_level.school_comparison(student_rows(panel, outcome=2, baselines=(1, 0)))


YEARS = {"outcome": (2, 3), "baselines": (1, 0)}
EIGHT = {"students": 2000, "schools": 8, "effect_spread": 0.6}
TEN = {"students": 2000, "schools": 10}
STEPS = {"periods": 5, "entries": [3, 4], "chosen": "yearly", "share": 0.1}
SIX_AND_SIX = {"students": 1800, "schools": 12, "chosen": "schools", "shock": 0.8}

CASES = {
    "regression on baselines": Case(partial(world, **TEN), _ancova, 0.0),
    "regression on baselines, +1": Case(partial(world, effect=1.0, **TEN), _ancova, 1.0),
    "regression on baselines, 8 schools": Case(partial(world, **EIGHT), _ancova, 0.0, few=True),
    "regression on baselines, 8 unequal schools": Case(
        partial(world, students=2000, schools=8, unequal=0.6), _ancova, 0.0, few=True
    ),
    "regression on baselines, skewed": Case(skewed, partial(_ancova, **YEARS), 0.0),
    "regression on baselines, yes or no": Case(
        chronic, partial(_ancova, kind="yes_no", behind="rate", **YEARS), 0.0, expected=True
    ),
    "regression on baselines, other schools": Case(
        partial(world, **SIX_AND_SIX), partial(_ancova, comparison="other_schools"), 0.0
    ),
    "matched": Case(partial(world, **TEN), _matched, 0.0),
    "matched, +1": Case(partial(world, effect=1.0, **TEN), _matched, 1.0),
    "matched, 8 schools": Case(partial(world, **EIGHT), _matched, 0.0, few=True),
    "matched, skewed": Case(skewed, partial(_matched, **YEARS), 0.0),
    "matched, other schools": Case(
        partial(world, **SIX_AND_SIX), partial(_matched, comparison="other_schools"), 0.0
    ),
    "matched, yes or no": Case(
        partial(chronic, students=4000),
        partial(_matched, kind="yes_no", behind="rate", **YEARS),
        0.0,
        expected=True,
    ),
    "staggered, chosen yearly": Case(partial(world, **TEN, **STEPS), _staggered, 0.0),
    "staggered, chosen yearly, +1": Case(partial(world, effect=1.0, **TEN, **STEPS), _staggered, 1.0),
    "staggered, chosen once": Case(
        partial(world, periods=5, entries=[2, 3, 4], **TEN), partial(_staggered, baselines=(1, 0)), 0.0
    ),
    "staggered, 8 schools": Case(partial(world, **EIGHT, **STEPS), _staggered, 0.0, few=True),
    "suspensions": Case(partial(suspensions, schools=10), _counts, 1.0),
    "suspensions, ratio 0.7": Case(partial(suspensions, schools=10, ratio=0.7), _counts, 0.7),
    "suspensions, 8 schools": Case(partial(suspensions, schools=8), _counts, 1.0, few=True),
    "schools as units": Case(school_totals, _schools, 0.0),
    "schools as units, +1": Case(partial(school_totals, effect=1.0), _schools, 1.0),
}
