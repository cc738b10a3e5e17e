"""Intervals and tests for simple tables: shares, pairs, rates per days. Clustering is left to `designs`.

Each returns a `Compared`: value, low, high (of a difference: shares 0-1; of a ratio: the ratio) and p.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats


@dataclass(frozen=True)
class Compared:
    value: float | None
    low: float | None
    high: float | None
    p: float | None = None
    statistic: float | None = None
    df: float | None = None


def wilson(x, n, level=0.95):
    """Score interval of one share x / n (Wilson 1927), without continuity correction."""
    z = stats.norm.ppf((1 + level) / 2)
    center, half = 2 * x + z**2, z * np.sqrt(z**2 + 4 * x * (n - x) / n)
    return float((center - half) / (2 * (n + z**2))), float((center + half) / (2 * (n + z**2)))


def newcombe(x1, n1, x0, n0, level=0.95):
    """Difference of two independent shares, x1/n1 - x0/n0 (Newcombe 1998, method 10: from Wilson's)."""
    p1, p0 = x1 / n1, x0 / n0
    (l1, u1), (l0, u0) = wilson(x1, n1, level), wilson(x0, n0, level)
    low = p1 - p0 - np.sqrt((p1 - l1) ** 2 + (u0 - p0) ** 2)
    high = p1 - p0 + np.sqrt((u1 - p1) ** 2 + (p0 - l0) ** 2)
    return Compared(p1 - p0, float(low), float(high))


def newcombe_pairs(both, first_only, second_only, neither, level=0.95):
    """Difference of two shares of the same n pairs, first - second (Newcombe 1998, paired method 10)."""
    n = both + first_only + second_only + neither
    p1, p2 = (both + first_only) / n, (both + second_only) / n
    (l1, u1), (l2, u2) = wilson(both + first_only, n, level), wilson(both + second_only, n, level)
    margins = (both + first_only) * (second_only + neither) * (both + second_only) * (first_only + neither)
    phi = 0.0
    if margins > 0:
        product = both * neither - first_only * second_only
        # Continuity correction when the association is positive, as the paper prescribes.
        product = max(product - n / 2, 0) if product > 0 else product
        phi = product / np.sqrt(margins)
    down1, up1, down2, up2 = p1 - l1, u1 - p1, p2 - l2, u2 - p2
    low = p1 - p2 - np.sqrt(max(down1**2 - 2 * phi * down1 * up2 + up2**2, 0))
    high = p1 - p2 + np.sqrt(max(up1**2 - 2 * phi * up1 * down2 + down2**2, 0))
    return Compared(p1 - p2, float(low), float(high))


def mcnemar(first_only, second_only, method="exact"):
    """p of pairs that changed one way against those that changed the other.

    method: "exact" (binomial), "mid" (exact less half the observed point), "chi2", "corrected" (Edwards).
    """
    changed = first_only + second_only
    if changed == 0:
        return Compared(0.0, None, None, p=1.0)
    if method in ("exact", "mid"):
        smaller = min(first_only, second_only)
        p = min(1.0, 2 * stats.binom.cdf(smaller, changed, 0.5))
        if method == "mid":
            p = 1.0 if first_only == second_only else p - stats.binom.pmf(smaller, changed, 0.5)
        return Compared(float(first_only - second_only), None, None, p=float(p))
    apart = abs(first_only - second_only) - (1 if method == "corrected" else 0)
    statistic = max(apart, 0) ** 2 / changed
    return Compared(
        float(first_only - second_only), None, None, float(stats.chi2.sf(statistic, 1)), float(statistic), 1
    )


def rate_ratio(events1, time1, events0, time0, level=0.95):
    """Ratio of two event rates with its log-normal interval (Rothman); None where a side has no event."""
    if events1 == 0 or events0 == 0:
        return Compared(None, None, None)
    ratio, se = (events1 / time1) / (events0 / time0), np.sqrt(1 / events1 + 1 / events0)
    z = stats.norm.ppf((1 + level) / 2)
    return Compared(
        float(ratio),
        float(ratio * np.exp(-z * se)),
        float(ratio * np.exp(z * se)),
        float(2 * stats.norm.sf(abs(np.log(ratio)) / se)),
    )


def rate_ratio_exact(events1, time1, events0, time0, level=0.95):
    """The same from the binomial distribution of events1 given their sum (Clopper-Pearson limits)."""
    total, tail = events1 + events0, (1 - level) / 2
    if total == 0:
        return Compared(None, None, None)
    low = stats.beta.ppf(tail, events1, events0 + 1) if events1 else 0.0
    high = stats.beta.ppf(1 - tail, events1 + 1, events0) if events0 else 1.0
    with np.errstate(divide="ignore"):
        low, high = (np.divide(share, 1 - share) * time0 / time1 for share in (low, high))
    p = stats.binomtest(int(events1), int(total), time1 / (time1 + time0)).pvalue
    value = (events1 / time1) / (events0 / time0) if events0 else None
    return Compared(value, float(low), float(high) if np.isfinite(high) else None, float(p))


def risk_ratio(x1, n1, x0, n0, level=0.95):
    """Ratio of two shares with its log-normal interval (Katz 1978); None where a side has no case."""
    if x1 == 0 or x0 == 0:
        return Compared(None, None, None)
    ratio = (x1 / n1) / (x0 / n0)
    half = stats.norm.ppf((1 + level) / 2) * np.sqrt(1 / x1 - 1 / n1 + 1 / x0 - 1 / n0)
    return Compared(float(ratio), float(ratio * np.exp(-half)), float(ratio * np.exp(half)))


def paired_change(before, after, level=0.95):
    """Mean of after - before with Student's t; complete pairs only."""
    change = np.asarray(after, float) - np.asarray(before, float)
    return _mean_against_zero(change[np.isfinite(change)], level)


def difference_in_change(first, second, level=0.95):
    """Mean of `first` minus mean of `second` (changes of two groups), variances not assumed equal (Welch)."""
    first, second = (np.asarray(v, float)[np.isfinite(np.asarray(v, float))] for v in (first, second))
    v1, v0 = first.var(ddof=1) / len(first), second.var(ddof=1) / len(second)
    se = np.sqrt(v1 + v0)
    df = (v1 + v0) ** 2 / (v1**2 / (len(first) - 1) + v0**2 / (len(second) - 1))
    return _student(first.mean() - second.mean(), se, df, level)


def _mean_against_zero(values, level):
    return _student(values.mean(), values.std(ddof=1) / np.sqrt(len(values)), len(values) - 1, level)


def _student(value, se, df, level):
    half = stats.t.ppf((1 + level) / 2, df) * se
    t = value / se if se > 0 else None
    return Compared(
        float(value),
        float(value - half),
        float(value + half),
        None if t is None else float(2 * stats.t.sf(abs(t), df)),
        None if t is None else float(t),
        float(df),
    )
