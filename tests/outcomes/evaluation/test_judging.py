"""Balance, attrition, power, multiplicity, bounds: what judges an estimate."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from outcomes.evaluation import attrition, balance, bounds, effect_sizes, intervals, power
from outcomes.evaluation.multiplicity import benjamini_hochberg, holm


@pytest.mark.parametrize(
    ("difference", "verdict"),
    [
        (0.0, "satisfied"),
        (-0.05, "satisfied"),
        (0.0501, "needs_adjustment"),
        (0.25, "needs_adjustment"),
        (-0.2501, "not_satisfied"),
        (None, "not_satisfied"),
        (math.nan, "not_satisfied"),
    ],
)
def test_the_boundaries_belong_to_their_better_side(difference, verdict):
    assert balance.verdict(difference) == verdict


def test_a_difference_of_0_05_by_additions_is_0_05():
    assert balance.verdict(0.1 + 0.2 - 0.25) == "satisfied"


def sides(ours, theirs, name="x"):
    return pd.DataFrame({name: [*ours, *theirs], "participant": [1] * len(ours) + [0] * len(theirs)})


def test_shares_are_compared_by_the_cox_index():
    frame = sides([1] * 8 + [0] * 2, [1] * 5 + [0] * 5)
    row = balance.balance(frame, ["x"])[0]
    assert row.difference == pytest.approx(effect_sizes.cox_index(0.8, 0.5))


def test_a_share_of_all_against_some_cannot_be_called_alike():
    row = balance.balance(sides([1] * 10, [1] * 9 + [0]), ["x"])[0]
    assert row.difference is None and row.verdict == "not_satisfied"
    assert balance.balance(sides([0] * 10, [0] * 10), ["x"])[0].verdict == "satisfied"


def test_a_label_is_never_upgraded():
    alike = balance.balance(sides([1, 2, 3, 4.0], [1, 2, 3, 4.0]), ["x"])
    apart = balance.balance(sides([5, 6, 7, 8.0], [1, 2, 3, 4.0]), ["x"], adjusted=["x"])
    between = balance.balance(sides([1.2, 2.2, 3.2, 4.2], [1, 2, 3, 4.0]), ["x"])
    assert balance.rating("matched", alike) == "meets_with_reservations"
    assert balance.rating("matched", apart) == "does_not_meet"
    assert between[0].verdict == "needs_adjustment"
    assert balance.rating("matched", between) == "does_not_meet"
    assert balance.rating("descriptive", alike) == "does_not_meet"


def test_words_are_compared_value_by_value():
    frame = sides(["a", "b", "b"], ["a", "a", "c"])
    assert [row.variable for row in balance.balance(frame, ["x"])] == ["x: a", "x: b", "x: c"]


def test_matched_partners_count_by_their_weight():
    frame = sides([2.0, 4.0], [1.0, 3.0, 4.0])
    row = balance.balance(frame, ["x"], weights=[1, 1, 0.5, 0.5, 1])[0]
    assert row.mean_comparison == pytest.approx((0.5 * 1 + 0.5 * 3 + 4) / 2)


@pytest.mark.parametrize(
    ("lost", "lost_there", "verdict"),
    [(10, 10, "low"), (10, 18, "low_if_unrelated"), (5, 25, "high"), (70, 70, "high")],
)
def test_attrition_by_the_clearinghouse_boundary(lost, lost_there, verdict):
    found = attrition.attrition(100, lost, 100, lost_there)
    assert found.verdict == verdict
    assert found.overall == (lost + lost_there) / 200


def test_the_smallest_difference_by_the_formula_and_by_what_was_found_agree():
    """Twenty schools of fifty, half of each side whole schools: the same design effect both ways."""
    n, m, icc, r2, df = 500, 50, 0.1, 0.4, 18
    planned = power.minimum_detectable_effect(n, n, df=df, r2=r2, cluster_size=m, icc=icc)
    se = math.sqrt((1 + 49 * icc) * (1 - r2) * 2 / n)
    assert planned == pytest.approx(power.detectable_from(se, df))
    assert power.multiplier(math.inf) == pytest.approx(2.802, abs=1e-3)


def test_adjusted_p_values_as_statsmodels_has_them():
    ps = np.random.default_rng(1).uniform(size=12).round(2).tolist()
    assert holm(ps) == pytest.approx(multipletests(ps, method="holm")[1])
    assert benjamini_hochberg(ps) == pytest.approx(multipletests(ps, method="fdr_bh")[1])


def test_a_withheld_p_stays_withheld_and_does_not_count_as_a_test():
    assert holm([0.02, None, 0.04]) == [pytest.approx(0.04), None, pytest.approx(0.04)]


def test_the_cox_index_is_undefined_at_none_and_all():
    assert effect_sizes.cox_index(0.0, 0.5) is None
    assert effect_sizes.cox_index(0.5, 1.0) is None


def test_a_difference_of_averages_that_do_not_vary_has_no_size():
    assert effect_sizes.hedges_g(3, 0, 10, 2, 0, 10) is None


def test_rate_ratios_without_events_are_none_and_not_infinite():
    assert intervals.rate_ratio(0, 100, 3, 100).value is None
    exact = intervals.rate_ratio_exact(3, 100, 0, 100)
    assert exact.value is None and exact.high is None and exact.low > 0


def test_mcnemar_exact_is_the_binomial_test():
    assert intervals.mcnemar(12, 2).p == pytest.approx(stats.binomtest(2, 14).pvalue)
    assert intervals.mcnemar(0, 0).p == 1.0


def test_newcombe_holds_the_difference_and_turns_with_its_sign():
    one, other = intervals.newcombe(9, 20, 15, 30), intervals.newcombe(15, 30, 9, 20)
    assert one.low < one.value < one.high
    assert (one.low, one.high) == (pytest.approx(-other.high), pytest.approx(-other.low))


def test_rosenbaum_without_hidden_bias_is_the_signed_rank_test():
    differences = np.random.default_rng(2).normal(0.4, 1, 60)
    plain = stats.wilcoxon(differences, alternative="greater", method="approx", correction=False).pvalue
    assert bounds.rosenbaum_p(differences, 1.0) == pytest.approx(plain, rel=1e-6)


def test_rosenbaum_bounds_the_exact_distribution():
    """Small enough to go through all signs: odds of three to one for every pair."""
    differences = np.array([5, 4, 3.5, 3, 2.5, 2, 1.5, 1.2, 1, -0.5, 0.8, 0.6])
    ranks = stats.rankdata(np.abs(differences))
    observed, share, exact = ranks[differences > 0].sum(), 0.75, 0.0
    for signs in itertools.product([0, 1], repeat=len(ranks)):
        signs = np.array(signs)
        if signs @ ranks >= observed:
            exact += share ** signs.sum() * (1 - share) ** (1 - signs).sum()
    assert bounds.rosenbaum_p(differences, 3.0) == pytest.approx(exact, abs=0.02)


def test_a_result_that_is_none_already_needs_no_hidden_bias():
    assert bounds.rosenbaum_gamma(np.random.default_rng(3).normal(0, 1, 40)) is None
    assert bounds.e_value_of_interval(0.9, 1.4) == 1.0
    assert bounds.robustness_value(0.5, 200, alpha=0.05) == 0.0
