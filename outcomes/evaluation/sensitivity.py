"""Would another defensible way of looking have said the same? Readings beside the estimate, never instead."""

import dataclasses
from dataclasses import dataclass

from . import bounds
from .designs import ancova, counts, matched, school_level, staggered
from .estimates import RATIO

# A check that is this unlikely where there can be no difference has failed.
PLACEBO_ALPHA = 0.05


@dataclass(frozen=True)
class Reading:
    """name: "placebo", "window", "one_partner", "close_partners", "regression", "straight", "never_enrolled",
    "negative_binomial"; label: which window. "tried": a stronger design (label) that too few students allow.
    """

    name: str
    estimate: object
    label: str = ""


@dataclass(frozen=True)
class LeftOut:
    """Estimate without each school: the least and the greatest, and without which school."""

    low: float
    low_without: object
    high: float
    high_without: object
    changes_sign: bool


@dataclass(frozen=True)
class Bound:
    """What something unmeasured must amount to.

    advantage: in the estimate's unit, what it must be worth by itself to bring the interval to no difference
    (None when the interval holds it anyway). e_value, e_value_interval: see `bounds`. gamma: Rosenbaum's, for
    matched pairs. robustness: Cinelli and Hazlett's, for regressions.
    """

    advantage: float | None
    e_value: float | None
    e_value_interval: float | None
    gamma: float | None = None
    robustness: float | None = None


def rerun(design, rows, prepared=None, **options):
    """The estimate of a design on rows; prepared: pairs to be used again (matched only)."""
    if design == matched.NAME:
        found = matched.match(rows, **options) if prepared is None else prepared
        return matched.difference_in_change(found)
    if design == ancova.NAME:
        return ancova.ancova(rows, **options)
    if design == counts.NAME:
        return counts.rate_ratio(rows, **options)
    if design == school_level.NAME:
        return school_level.school_comparison(rows)
    raise ValueError(f"The design {design!r} is not made of student rows.")


def compared_with(design, comparison):
    """Options of `rerun` for a comparison; totals of schools have only one."""
    return {} if design == school_level.NAME else {"comparison": comparison}


def placebo(design, rows, comparison, prepared=None):
    """The same design on an outcome from before the baselines, which the program cannot have changed.

    None when the rows hold no earlier window. With matched pairs those very pairs are compared.
    """
    if rows.earlier is None:
        return None

    def earlier(of):
        frame = of.frame.assign(post=of.frame["earlier"], post_days=of.frame["earlier_days"])
        return of.replace(frame[frame["earlier"].notna()].reset_index(drop=True))

    if design == matched.NAME and prepared.rows.frame["earlier"].notna().all():
        pairs = dataclasses.replace(prepared, rows=earlier(prepared.rows))
        return Reading("placebo", rerun(design, None, pairs))
    return Reading("placebo", rerun(design, earlier(rows), **compared_with(design, comparison)))


def failed(reading):
    """Whether a placebo shows a difference where there can be none."""
    return reading is not None and reading.estimate.p is not None and reading.estimate.p < PLACEBO_ALPHA


def other_ways(design, rows, comparison):
    """The same question with other technical choices."""
    if design == matched.NAME:
        return [
            Reading("one_partner", rerun(design, rows, comparison=comparison, ratio=1)),
            Reading("close_partners", rerun(design, rows, comparison=comparison, caliper=0.1)),
            Reading("regression", rerun(ancova.NAME, rows, comparison=comparison)),
        ]
    if design == ancova.NAME:
        return [Reading("straight", rerun(design, rows, comparison=comparison, curved=False))]
    if design == counts.NAME:
        other = rerun(design, rows, comparison=comparison, negative_binomial=True)
        return [Reading("negative_binomial", other)]
    return []


def other_ways_staggered(panel, **options):
    """The same for staggered entry: against the never enrolled alone, and with closer partners."""
    return [
        Reading("never_enrolled", staggered.staggered(panel, comparison=staggered.NEVER, **options).estimate),
        Reading("close_partners", staggered.staggered(panel, caliper=0.1, **options).estimate),
    ]


def leave_one_school_out(estimate):
    """From the jackknife that gave the interval; None without it."""
    left = estimate.left_out
    if not left:
        return None
    least, most = min(left, key=left.get), max(left, key=left.get)
    low, high, nothing = left[least], left[most], estimate.nothing
    return LeftOut(low, least, high, most, changes_sign=low < nothing < high)


def bound(estimate, pairs_differences=None, classical=None):
    """pairs_differences: adjusted differences of matched sets; classical: (t, df) of a regression."""
    if estimate.value is None or estimate.low is None:
        return None
    if estimate.scale == RATIO:
        ratio, low, high = estimate.value, estimate.low, estimate.high
    elif estimate.standardized is None or not estimate.value:
        ratio = low = high = None
    else:
        per_unit = estimate.standardized / estimate.value
        ratio, low, high = bounds.ratio_of_difference(estimate.standardized, abs(per_unit) * estimate.se)
    nearer = min((estimate.low, estimate.high), key=lambda limit: abs(limit - estimate.nothing))
    inside = estimate.low <= estimate.nothing <= estimate.high
    return Bound(
        advantage=None if inside else float(abs(nearer - estimate.nothing)),
        # Of whole schools there is no standardized difference, and so none of these.
        e_value=None if ratio is None else bounds.e_value(ratio),
        e_value_interval=None if ratio is None else bounds.e_value_of_interval(low, high),
        gamma=None if pairs_differences is None else bounds.rosenbaum_gamma(pairs_differences),
        robustness=None if classical is None else bounds.robustness_value(*classical, alpha=0.05),
    )
