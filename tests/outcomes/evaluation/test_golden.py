"""Published numbers, within the digits they were printed with."""

import numpy as np
import pytest

from outcomes.evaluation import attrition, balance, bounds, effect_sizes, intervals, matching
from outcomes.evaluation.designs.group_time import group_time
from outcomes.evaluation.multiplicity import benjamini_hochberg, holm
from outcomes.evaluation.regression import least_squares

STUDENT_1908 = (
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
)


def printed(value, digits):
    return pytest.approx(value, abs=0.5 * 10**-digits + 1e-12)


def test_golden_card_krueger(golden):
    """Card and Krueger 1994, table 3: employment in New Jersey and Pennsylvania."""
    stores = golden("card_krueger_njmin3.csv")
    mean = stores.groupby(["nj", "d"])["fte"].mean()
    assert (mean[1, 1] - mean[1, 0]) - (mean[0, 1] - mean[0, 0]) == printed(2.7536, 4)
    change = stores[(stores["d"] == 1) & stores["demp"].notna()]
    balanced = intervals.difference_in_change(
        change.loc[change["nj"] == 1, "demp"], change.loc[change["nj"] == 0, "demp"]
    )
    assert balanced.value == printed(2.75, 2)
    assert balanced.value / balanced.statistic == printed(1.34, 2)


@pytest.fixture
def petersen(golden):
    firms = golden("petersen.csv")
    X = np.column_stack([np.ones(len(firms)), firms["x"]])

    def fit(kind, **by):
        by = {name: firms[column] for name, column in by.items()}
        return least_squares(firms["y"], X, names=("constant", "x"), kind=kind, **by)

    return fit


@pytest.mark.parametrize(
    ("kind", "by", "se"),
    [
        ("classical", {}, 0.0286),
        ("HC1", {}, 0.0284),
        ("CR1", {"clusters": "firm"}, 0.0506),
        ("CR1", {"clusters": "year"}, 0.0334),
        ("two-way", {"clusters": "firm", "second": "year"}, 0.0536),
    ],
)
def test_golden_petersen(petersen, kind, by, se):
    """Petersen 2009, the author's test data."""
    fit = petersen(kind, **by)
    assert fit["x"] == printed(1.0348, 4)
    assert fit.se("x") == printed(se, 4)


MPDTA = {"unit": "countyreal", "period": "year", "entry": "first.treat", "y": "lemp"}
MPDTA_EFFECTS = {
    2004: [-0.0105, -0.0704, -0.1373, -0.1008],
    2006: [0.0065, -0.0028, -0.0046, -0.0412],
    2007: [0.0305, -0.0027, -0.0311, -0.0261],
}


def test_golden_group_time_effects(golden):
    """Callaway and Sant'Anna 2021, teen employment: twelve effects against the never treated."""
    cells = group_time(golden("mpdta.csv"), **MPDTA).cells
    assert len(cells) == 12
    for group, effects in MPDTA_EFFECTS.items():
        ours = cells[cells["group"] == group].sort_values("period")["effect"].tolist()
        assert ours == [printed(effect, 4) for effect in effects]


def test_golden_group_time_aggregates(golden):
    result = group_time(golden("mpdta.csv"), **MPDTA)
    assert result.simple().value == printed(-0.0400, 4)
    overall, by_time = result.dynamic()
    assert overall.value == printed(-0.0772, 4)
    since_entry = [0.0305, -0.0006, -0.0245, -0.0199, -0.0510, -0.1373, -0.1008]
    assert [each.value for each in by_time] == [printed(value, 4) for value in since_entry]
    overall, groups = result.by_group()
    assert overall.value == printed(-0.0310, 4)
    assert [each.value for each in groups] == [printed(value, 4) for value in (-0.0797, -0.0229, -0.0261)]


def test_golden_group_time_standard_errors_and_check(golden):
    """Standard errors by influence functions; p of effects before entry, as the authors' package prints."""
    result = group_time(golden("mpdta.csv"), **MPDTA)
    assert result.simple().se == printed(0.0120, 4)
    assert result.cells["se"].iloc[0] == printed(0.0233, 4)
    assert result.before_entry() == printed(0.16812, 5)
    with_population = group_time(golden("mpdta.csv"), covariates=["lpop"], **MPDTA)
    assert with_population.before_entry() == printed(0.23267, 5)


LALONDE = ["age", "educ", "black", "hispan", "married", "nodegree", "re74", "re75"]


def test_golden_lalonde_balance(golden):
    """MatchIt's lalonde: differences before, and after greedy 1:1 matching on the propensity score."""
    people = golden("matchit_lalonde.tab")
    people = people.assign(
        participant=people["treat"],
        black=(people["race"] == "black").astype(float),
        hispan=(people["race"] == "hispan").astype(float),
    )
    ours = (people["treat"] == 1).to_numpy()
    score = matching.propensity(people, LALONDE)
    pairs = matching.nearest(score, ours, caliper=None, order=matching.LARGEST_FIRST)
    weights = pairs.weights()[~ours]

    def difference(name, weights=None):
        values = people[name].to_numpy(float)
        return balance.standardized_difference(
            values[ours], values[~ours], by="participants", weights=weights
        )

    before = [difference(name) for name in ("age", "educ", "married", "re74")]
    after = [difference(name, weights) for name in ("age", "educ", "married", "re74")]
    assert before == [printed(v, 4) for v in (-0.3094, 0.0550, -0.8263, -0.7211)]
    assert after == [printed(v, 4) for v in (0.0718, -0.1290, -0.0552, -0.0505)]


def test_golden_sleep():
    """Student 1908."""
    change = intervals.paired_change(*STUDENT_1908)
    assert change.statistic == printed(4.0621, 4)
    assert change.p == printed(0.002833, 6)
    assert (change.low, change.high) == (printed(0.7001, 4), printed(2.4599, 4))


def test_golden_newcombe():
    """Newcombe 1998: 56/70 - 48/80."""
    apart = intervals.newcombe(56, 70, 48, 80)
    assert (apart.low, apart.high) == (printed(0.0524, 4), printed(0.3339, 4))


def test_golden_newcombe_pairs():
    """Newcombe 1998, paired: 36, 12, 2, 0."""
    apart = intervals.newcombe_pairs(36, 12, 2, 0)
    assert (apart.low, apart.high) == (printed(0.0569, 4), printed(0.3404, 4))


def test_golden_rothman():
    """Breast cancer and fluoroscopy: 41 in 28,010 against 15 in 19,017 person-years."""
    ratio = intervals.rate_ratio(41, 28_010, 15, 19_017)
    assert ratio.value == printed(1.86, 2)
    assert (ratio.low, ratio.high) == (printed(1.03, 2), printed(3.35, 2))


def test_golden_cox():
    assert effect_sizes.cox_index(0.8, 0.5) == printed(0.84018, 5)


def test_golden_hedges():
    """Borenstein and others 2009, chapter 4: means 103 and 100, SDs 5.5 and 4.5, 50 a side."""
    g = effect_sizes.hedges_g(103, 5.5, 50, 100, 4.5, 50)
    assert g == printed(0.5924, 4)
    assert effect_sizes.hedges_g_variance(g, 50, 50) == printed(0.0411, 4)


def test_golden_attrition_boundary(golden):
    """What Works Clearinghouse, Standards Handbook 4.1, table II.1."""
    table = golden("wwc_attrition_v41_table_II_1.csv")
    assert table["cautious_max_diff_pp"].dropna().tolist() == list(attrition.CAUTIOUS)
    assert table["optimistic_max_diff_pp"].dropna().tolist() == list(attrition.OPTIMISTIC)


def test_golden_e_value():
    """VanderWeele and Ding 2017: 3.9 (1.8 to 8.7)."""
    assert bounds.e_value(3.9) == printed(7.26, 2)
    assert bounds.e_value_of_interval(1.8, 8.7) == printed(3.0, 1)


def test_golden_robustness_value():
    """Cinelli and Hazlett 2020, Darfur: t = 4.18 with 783 degrees of freedom."""
    assert 100 * bounds.partial_r2(4.18, 783) == printed(2.2, 1)
    assert 100 * bounds.robustness_value(4.18, 783) == printed(13.9, 1)
    assert 100 * bounds.robustness_value(4.18, 783, alpha=0.05) == printed(7.6, 1)


def test_golden_benjamini_hochberg():
    """Benjamini and Hochberg 1995, section 3: of fifteen, four are kept at 5 % (three by Holm)."""
    ps = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    ps += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert sum(p <= 0.05 for p in benjamini_hochberg(ps)) == 4
    assert sum(p <= 0.05 for p in holm(ps)) == 3
