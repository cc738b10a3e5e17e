"""Differences without units, as the What Works Clearinghouse has them: Hedges g and the Cox index."""

import math


def small_sample(n):
    """w = 1 - 3 / (4N - 9); N students of both sides."""
    return 1 - 3 / (4 * n - 9)


def pooled_sd(sd1, n1, sd0, n0):
    return math.sqrt(((n1 - 1) * sd1**2 + (n0 - 1) * sd0**2) / (n1 + n0 - 2))


def hedges_g(m1, sd1, n1, m0, sd0, n0):
    """Hedges g of two averages; None where nothing varies."""
    return adjusted_g(m1 - m0, pooled_sd(sd1, n1, sd0, n0), n1 + n0)


def adjusted_g(difference, sd, n):
    """Hedges g of an (adjusted) difference in the outcome's own unit, by the unadjusted pooled SD."""
    if not sd > 0:
        return None
    return small_sample(n) * difference / sd


def hedges_g_variance(g, n1, n0):
    """Sampling variance of g, independent students (Hedges 1981, large-sample form)."""
    w = small_sample(n1 + n0)
    d = g / w
    return w**2 * ((n1 + n0) / (n1 * n0) + d**2 / (2 * (n1 + n0)))


def cox_index(p1, p0):
    """(logit p1 - logit p0) / 1.65; None where a share is 0 or 1 (or beyond, after adjustment)."""
    if not (0 < p1 < 1 and 0 < p0 < 1):
        return None
    return (math.log(p1 / (1 - p1)) - math.log(p0 / (1 - p0))) / 1.65


def improvement_index(g):
    """Percentile points by which the average comparison student would move: 100 * (Phi(g) - 0.5)."""
    return 50 * math.erf(g / math.sqrt(2))
