"""Made-up panels whose truth is known: a planted effect (or none), and how children were chosen."""

from functools import cache

import numpy as np
import pandas as pd
from scipy.stats import binom


def world(
    seed,
    *,
    students=2000,
    schools=20,
    periods=4,
    effect=0.0,
    effect_spread=0.0,
    chosen="bad_years",
    entries=None,
    share=0.15,
    shock=0.4,
    ability_sd=4.0,
    noise_sd=3.0,
    unequal=0.0,
):
    """A panel of attendance in percent (see outcomes.evaluation.rows).

    chosen: "bad_years" by the two last baselines (noise included: regression to the mean), "bad_year" by the
    last alone, "hidden" by ability that no baseline shows fully, "lottery", "schools" (everyone of every
    second school), "yearly" (each entry period by the year before it).
    entries: first served periods drawn from these; by default the last period.
    effect: points added from entry on; effect_spread: SD of the effect between schools (mean is `effect`).
    unequal: SD of the log of school size.
    """
    rng = np.random.default_rng(seed)
    entries = entries or [periods - 1]
    sizes = np.exp(rng.normal(0, unequal, schools))
    school = np.sort(rng.choice(schools, students, p=sizes / sizes.sum()))
    grade = rng.integers(4, 9, students)
    ability = rng.normal(91, ability_sd, students) + rng.normal(0, 1.5, schools)[school] - 0.3 * (grade - 6)
    y = ability[:, None] + rng.normal(0, noise_sd, (students, periods))
    y += rng.normal(0, shock, (schools, periods))[school]
    entry = _choose(rng, chosen, y, ability, school, min(entries), entries, share)
    gain = effect + rng.normal(0, effect_spread, schools)[school]
    served = np.arange(periods)[None, :] >= entry[:, None]
    y = np.where(served, y + gain[:, None], y)
    return pd.DataFrame(
        {
            "student": np.repeat(np.arange(students), periods),
            "school": np.repeat(school, periods),
            "grade": np.repeat(grade, periods),
            "period": np.tile(np.arange(periods), students),
            "participant": np.repeat(np.isfinite(entry).astype(int), periods),
            "entry": np.repeat(np.where(np.isfinite(entry), entry, np.nan), periods),
            "y": y.ravel(),
            "days": 175.0,
        }
    )


def _choose(rng, chosen, y, ability, school, first, entries, share):
    entry = np.full(len(y), np.inf)
    if chosen == "yearly":
        for period in entries:
            free = np.isinf(entry)
            entry[free & _likely(rng, y[:, period - 1], share)] = period
        return entry
    if chosen == "schools":
        taken = school % 2 == 0
    elif chosen == "lottery":
        taken = rng.random(len(y)) < share
    else:
        reason = {
            "bad_years": y[:, first - 1] + y[:, first - 2],
            "bad_year": y[:, first - 1],
            "hidden": ability + rng.normal(0, 1, len(y)),
        }[chosen]
        taken = _likely(rng, reason, share)
    entry[taken] = rng.choice(entries, taken.sum())
    return entry


def _likely(rng, reason, share):
    """Chosen more often the worse the reason: about `share` of all, none of it certain."""
    standing = (reason - reason.mean()) / reason.std()
    return rng.random(len(reason)) < np.clip(share * np.exp(-1.3 * standing - 0.75), 0, 0.7)


def skewed(seed, *, students=2500, schools=10, effect=0.0, share=0.07, sharpness=1.1):
    """A panel of four terms of whole days missed, skewed as real attendance is; served in the last two.

    Children are chosen by the days missed in the first two terms, `sharpness` 0 by lot, 3 nearly the worst.
    effect: points taken off the chance of missing a day.
    """
    rng = np.random.default_rng(seed)
    school = np.sort(rng.integers(0, schools, students))
    lasting = -3.3 + rng.normal(0, 0.2, schools)[school] + rng.normal(0, 0.62, students)
    of_year = np.repeat(rng.normal(0, 0.42, (students, 2)), 2, axis=1)
    chance = 1 / (1 + np.exp(-(lasting[:, None] + of_year + rng.normal(0, 0.38, (students, 4)))))
    days = np.array([75, 105, 75, 105])
    missed = rng.binomial(days, chance)
    before = missed[:, :2].sum(axis=1)
    score = sharpness * (before - before.mean()) / before.std() + rng.gumbel(size=students)
    taken = np.zeros(students, bool)
    taken[np.argsort(-score)[: round(share * students)]] = True
    if effect:
        helped = np.where(taken[:, None], np.maximum(chance - effect / 100, 0.003), chance)
        missed[:, 2:] = rng.binomial(days, helped)[:, 2:]
    return pd.DataFrame(
        {
            "student": np.repeat(np.arange(students), 4),
            "school": np.repeat(school, 4),
            "grade": np.repeat(rng.integers(6, 9, students), 4),
            "period": np.tile(np.arange(4), students),
            "participant": np.repeat(taken.astype(int), 4),
            "entry": np.repeat(np.where(taken, 2.0, np.nan), 4),
            "y": (100 * (1 - missed / days)).ravel(),
            "days": np.tile(days, students).astype(float),
            "lasting": np.repeat(lasting, 4),
        }
    )


def chronic(seed, *, expected=False, **options):
    """`skewed` told as yes or no: a tenth of a term's days missed or more.

    expected: instead of the yes or no of the last two terms, the chance of a yes in one of them, for what is
    lasting in the student. Whoever is chosen or matched is so by the two terms before, and each design is a
    weighted sum of what came after: its estimate from the chances is the mean of its estimates over all that
    could have come after. So it has the very same bias, without the noise.
    """
    panel = skewed(seed, **options)
    panel = panel.assign(behind=panel["y"], y=(panel["y"] <= 90).astype(float))
    if expected:
        after = panel["period"] >= 2
        panel.loc[after, "y"] = chance_of_chronic(panel.loc[after, "lasting"].to_numpy())
    return panel


def chance_of_chronic(lasting):
    """The chance of a tenth of the days missed in at least one term of a year, in a world without effect."""
    grid, chances = _chances_of_chronic()
    return np.interp(lasting, grid, chances)


@cache
def _chances_of_chronic():
    """(what is lasting, chances): over the year and the terms as `skewed` draws them, by Gauss-Hermite."""
    grid = np.linspace(-9, 3, 601)
    points, weights = np.polynomial.hermite_e.hermegauss(40)
    weights = weights / weights.sum()
    of_year = grid[:, None] + 0.42 * points
    missing = 1 / (1 + np.exp(-(of_year[..., None] + 0.38 * points)))
    neither = 1.0
    for days in (75, 105):
        neither = neither * (binom.cdf(np.ceil(days / 10) - 1, days, missing) @ weights)
    return grid, 1 - neither @ weights


def suspensions(seed, *, students=4000, schools=20, ratio=1.0, share=0.15, spread=1.0):
    """A panel of suspension counts over three periods; children chosen by their earlier suspensions.

    ratio: true rate ratio of the program in the last period. spread: how unlike children are.
    """
    rng = np.random.default_rng(seed)
    school = np.sort(rng.integers(0, schools, students))
    grade = rng.integers(4, 9, students)
    level = 0.25 * rng.gamma(1 / spread, spread, students) * np.exp(rng.normal(0, 0.3, schools))[school]
    days = rng.integers(120, 181, (students, 3)).astype(float)
    before = rng.poisson(level[:, None] * days[:, :2] / 180)
    taken = rng.random(students) < np.clip(share * (0.4 + 1.3 * before.sum(axis=1)), 0, 0.7)
    after = rng.poisson(level * days[:, 2] / 180 * np.where(taken, ratio, 1.0))
    return pd.DataFrame(
        {
            "student": np.repeat(np.arange(students), 3),
            "school": np.repeat(school, 3),
            "grade": np.repeat(grade, 3),
            "period": np.tile(np.arange(3), students),
            "participant": np.repeat(taken.astype(int), 3),
            "entry": np.repeat(np.where(taken, 2.0, np.nan), 3),
            "y": np.column_stack([before, after]).ravel().astype(float),
            "days": days.ravel(),
        }
    )


def school_totals(seed, *, schools=24, effect=0.0, share=0.4):
    """A panel of attendance by school and year; schools chosen by a bad last year."""
    rng = np.random.default_rng(seed)
    level = rng.normal(92, 2, schools)
    y = level[:, None] + rng.normal(0, 1.0, (schools, 3))
    standing = (y[:, 1] - y[:, 1].mean()) / y[:, 1].std()
    taken = rng.random(schools) < np.clip(share * np.exp(-0.8 * standing), 0.05, 0.9)
    y[taken, 2] += effect
    return pd.DataFrame(
        {
            "student": np.repeat(np.arange(schools), 3),
            "school": np.repeat(np.arange(schools), 3),
            "grade": "all",
            "period": np.tile(np.arange(3), schools),
            "participant": np.repeat(taken.astype(int), 3),
            "entry": np.repeat(np.where(taken, 2.0, np.nan), 3),
            "y": y.ravel(),
            "days": np.repeat(rng.integers(300, 900, schools), 3).astype(float),
        }
    )
