"""What a study could have seen: printed beside every result that shows no difference, and when planning."""

import math

from scipy import stats

ALPHA, POWER = 0.05, 0.80


def multiplier(df, alpha=ALPHA, power=POWER):
    """t_(1 - alpha/2) + t_power: how many standard errors a difference must measure (Bloom 1995)."""
    if df is None or math.isinf(df):
        return float(stats.norm.ppf(1 - alpha / 2) + stats.norm.ppf(power))
    return float(stats.t.ppf(1 - alpha / 2, df) + stats.t.ppf(power, df))


def design_effect(cluster_size, icc):
    """DEFF = 1 + (m - 1) ICC; m students per school who got the same (all of them, or none)."""
    return 1 + (cluster_size - 1) * icc


def minimum_detectable_effect(n1, n0, *, df, r2=0.0, cluster_size=1.0, icc=0.0, alpha=ALPHA, power=POWER):
    """In standard deviations, before there are data: n1 and n0 students, r2 explained by the baselines."""
    deff = design_effect(cluster_size, icc)
    return multiplier(df, alpha, power) * math.sqrt(deff * (1 - r2) * (1 / n1 + 1 / n0))


def detectable_from(se, df, alpha=ALPHA, power=POWER):
    """In the estimate's own unit, once there are data: its standard error holds n, R2 and design effect."""
    return multiplier(df, alpha, power) * se
