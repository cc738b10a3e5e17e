"""How strong something unmeasured would have to be to explain a result away.

E-value (VanderWeele and Ding 2017) for rate ratios and, approximately, for standardized differences;
Rosenbaum's bound (Rosenbaum 2002, signed ranks) for matched pairs; the robustness value (Cinelli and Hazlett
2020) for regressions. Each is a statement about the arithmetic, none about whether such a thing exists.
"""

import numpy as np
from scipy import optimize, stats

# Beyond this no hidden bias is worth naming more exactly.
LARGEST_GAMMA = 20.0


def e_value(ratio):
    """Least ratio by which an unmeasured trait must be tied to both, taking part and the outcome."""
    ratio = max(ratio, 1 / ratio) if ratio > 0 else np.inf
    return float(ratio + np.sqrt(ratio * (ratio - 1)))


def e_value_of_interval(low, high):
    """E-value of the limit nearer to no difference; 1 when the interval holds it."""
    if low <= 1 <= high:
        return 1.0
    return e_value(low if low > 1 else high)


def ratio_of_difference(d, se=0.0):
    """(ratio, low, high) that a standardized difference amounts to, roughly: exp(0.91 d), +- 1.78 se."""
    return tuple(float(np.exp(0.91 * d + shift * se)) for shift in (0, -1.78, 1.78))


def rosenbaum_p(differences, gamma):
    """Largest one-sided p of the signed-rank test if hidden odds of taking part differ up to gamma times.

    differences: one per pair, in the direction that is claimed; normal approximation, zeros left out.
    """
    differences = np.asarray(differences, float)
    differences = differences[differences != 0]
    ranks = stats.rankdata(np.abs(differences))
    share = gamma / (1 + gamma)
    expected, variance = share * ranks.sum(), share * (1 - share) * (ranks**2).sum()
    return float(stats.norm.sf((ranks[differences > 0].sum() - expected) / np.sqrt(variance)))


def rosenbaum_gamma(differences, alpha=0.025):
    """Largest gamma at which the pairs still show a difference (in the sign of most); None if at none."""
    differences = np.asarray(differences, float)
    differences = differences if np.median(differences) >= 0 else -differences
    if not differences.any() or rosenbaum_p(differences, 1.0) > alpha:
        return None
    if rosenbaum_p(differences, LARGEST_GAMMA) <= alpha:
        return LARGEST_GAMMA
    return float(
        optimize.brentq(lambda g: rosenbaum_p(differences, g) - alpha, 1.0, LARGEST_GAMMA, xtol=1e-6)
    )


def partial_r2(t, df):
    """Share of what is left of the outcome that the coefficient explains."""
    return t**2 / (t**2 + df)


def robustness_value(t, df, q=1.0, alpha=None):
    """Share of what is left of both, taking part and the outcome, that something unmeasured must explain to
    take away q of the estimate, or (alpha) to let its interval reach zero. t: classical, not clustered.
    """
    f = q * abs(t) / np.sqrt(df)
    critical = 0.0
    if alpha is not None:
        critical = stats.t.ppf(1 - alpha / 2, df - 1) / np.sqrt(df - 1)
    rest = f - critical
    if rest <= 0:
        return 0.0
    if critical > 0 and f > 1 / critical:
        return float((f**2 - critical**2) / (1 + f**2))
    return float(0.5 * (np.sqrt(rest**4 + 4 * rest**2) - rest**2))
