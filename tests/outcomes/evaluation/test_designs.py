"""Each design on small panels: floors, conventions, what it leaves out."""

import numpy as np
import pandas as pd
import pytest

from outcomes.evaluation.designs import (
    ancova,
    assumptions,
    counts,
    descriptive,
    matched,
    school_level,
    staggered,
)
from outcomes.evaluation.designs.sample import columns, compared
from outcomes.evaluation.designs.staying import staying_weights
from outcomes.evaluation.estimates import FEW_SCHOOLS, FEW_STUDENTS, ONE_BASELINE
from outcomes.evaluation.rows import student_rows

from .worlds import school_totals, suspensions, world

WINDOWS = {"outcome": 3, "baselines": (2, 1)}


def rows_of(**options):
    return student_rows(world(7, **options), **WINDOWS)


def test_the_same_panel_gives_the_same_numbers_twice():
    one, other = (ancova.ancova(rows_of(students=1000, schools=8)) for _ in range(2))
    assert one == other and one.left_out == other.left_out


@pytest.mark.parametrize(
    "design", [ancova.ancova, lambda rows: matched.difference_in_change(matched.match(rows))]
)
def test_four_schools_give_an_interval_and_no_p(design):
    estimate = design(rows_of(students=2000, schools=4))
    assert estimate.low < estimate.value < estimate.high
    assert estimate.p is None and estimate.withheld == (FEW_SCHOOLS,)


@pytest.mark.parametrize(
    "design", [ancova.ancova, lambda rows: matched.difference_in_change(matched.match(rows))]
)
def test_twenty_participants_give_no_estimate_at_all(design):
    rows = rows_of(students=1500, schools=8)
    few = np.flatnonzero(rows.participant)[20:]
    rows = rows.only(~np.isin(np.arange(len(rows.frame)), few))
    estimate = design(rows)
    assert estimate.value is None and estimate.low is None and estimate.withheld == (FEW_STUDENTS,)


def test_five_schools_are_enough_for_a_p():
    assert ancova.ancova(rows_of(students=2000, schools=5)).p is not None


def test_participants_are_compared_in_their_own_school_and_grade_only():
    rows = rows_of(students=1000, schools=8)
    frame = compared(rows, "same_schools").frame
    both = frame.groupby(["school", "grade"])["participant"].nunique()
    assert (both == 2).all()


def test_other_schools_are_those_without_any_participant():
    rows = rows_of(students=1500, schools=12, chosen="schools")
    frame = compared(rows, "other_schools").frame
    assert set(frame.loc[frame["participant"] == 1, "school"]) == {0, 2, 4, 6, 8, 10}
    assert set(frame.loc[frame["participant"] == 0, "school"]) == {1, 3, 5, 7, 9, 11}


def test_leaving_a_school_out_is_what_the_jackknife_says():
    rows = rows_of(students=1500, schools=8)
    whole = ancova.ancova(rows)
    for school in (0, 5):
        part = ancova.ancova(rows.only((rows.frame["school"] != school).to_numpy()), curved=False)
        straight = ancova.ancova(rows, curved=False)
        assert straight.left_out[school] == pytest.approx(part.value, abs=1e-6)
    assert whole.se == pytest.approx(np.sqrt(sum((v - whole.value) ** 2 for v in whole.left_out.values())))


def test_a_planted_effect_on_yes_or_no_is_in_points_and_by_the_cox_index():
    panel = world(3, students=4000, schools=10, chosen="lottery", share=0.3)
    panel["y"] = (panel["y"] < 90).astype(float)
    gone = np.random.default_rng(1).random(len(panel)) < 0.4
    helped = (panel["participant"] == 1) & (panel["period"] == 3) & gone
    panel.loc[helped, "y"] = 0.0
    rows = student_rows(panel, kind="yes_no", **WINDOWS)
    estimate = matched.difference_in_change(matched.match(rows))
    assert estimate.standardized_kind == "cox_index" and estimate.standardized < 0
    assert estimate.low < -100 * 0.4 * panel.loc[panel["period"] == 2, "y"].mean() < estimate.high
    pairs = estimate.details["pairs"]
    assert (
        pairs["both"] + pairs["participant_only"] + pairs["partner_only"] + pairs["neither"] == estimate.sets
    )


def test_before_and_after_has_neither_interval_nor_p():
    described = descriptive.pre_post(rows_of(students=800, schools=6))
    assert (described.low, described.p, described.is_effect) == (None, None, False)


def test_dosage_is_described_by_thirds():
    rows = rows_of(students=1500, schools=6)
    rows = rows.replace(rows.frame.assign(hours=np.arange(len(rows.frame)) % 30))
    parts = descriptive.by_dosage(rows, "hours")
    assert sum(part[2] for part in parts) == rows.participant.sum()
    assert [part[0] for part in parts] == sorted(part[0] for part in parts)


def test_few_events_give_no_ratio():
    panel = suspensions(2, students=600, schools=8)
    panel["y"] = np.where(panel["participant"] == 1, 0.0, panel["y"])
    estimate = counts.rate_ratio(student_rows(panel, outcome=2, baselines=(1, 0), kind="count"))
    assert estimate.value is None and "few_events" in estimate.withheld


def test_the_ratio_does_not_depend_on_who_was_enrolled_longer():
    panel = suspensions(2, students=3000, schools=8)
    rows = student_rows(panel, outcome=2, baselines=(1, 0), kind="count")
    longer = rows.replace(rows.frame.assign(post_days=rows.frame["post_days"] * 7))
    assert counts.rate_ratio(longer).value == pytest.approx(counts.rate_ratio(rows).value)


def test_schools_count_once_whatever_their_size():
    rows = student_rows(school_totals(3), outcome=2, baselines=(1, 0))
    larger = rows.replace(rows.frame.assign(post_days=rows.frame["post_days"] * 3))
    assert school_level.school_comparison(larger).value == school_level.school_comparison(rows).value


def test_school_totals_of_four_schools_get_no_p():
    panel = school_totals(3, schools=9)
    panel["participant"] = (panel["school"] < 4).astype(int)
    panel["entry"] = np.where(panel["participant"] == 1, 2.0, np.nan)
    estimate = school_level.school_comparison(student_rows(panel, outcome=2, baselines=(1, 0)))
    assert estimate.value is not None and estimate.withheld == (FEW_SCHOOLS,)


@pytest.fixture(scope="module")
def steps():
    panel = world(4, students=5000, schools=10, periods=6, entries=[3, 4, 5], chosen="yearly", effect=1.0)
    return panel, staggered.staggered(panel)


def test_every_period_before_entry_has_its_role(steps):
    roles = steps[1].cells.groupby(["group", "since"])["role"].first()
    assert roles[3, -3] == roles[5, -4] == "check"
    assert roles[3, -2] == "baseline" and (3, -1) not in roles
    assert roles[3, 0] == roles[3, 2] == "after"


def test_the_aggregate_is_the_cells_weighted_by_their_participants(steps):
    result = steps[1]
    after = result.cells[result.cells["role"] == "after"]
    assert result.estimate.value == pytest.approx(np.average(after["effect"], weights=after["participants"]))
    first = after[after["since"] == 0]
    assert result.by_period[0].value == pytest.approx(
        np.average(first["effect"], weights=first["participants"])
    )


def test_the_standard_error_of_the_aggregate_is_each_school_left_out(steps):
    """Matching is within schools: running all without one is the jackknife, but for the caliper's SD."""
    panel, result = steps
    without = staggered.staggered(panel[panel["school"] != 3], comparison="never")
    whole = staggered.staggered(panel, comparison="never")
    assert whole.estimate.left_out[3] == pytest.approx(without.estimate.value, abs=0.01)
    assert result.estimate.se == pytest.approx(
        np.sqrt(sum((v - result.estimate.value) ** 2 for v in result.estimate.left_out.values()))
    )


def test_served_before_the_panel_is_on_neither_side():
    panel = world(4, students=2000, schools=8, periods=5, entries=[3, 4], chosen="yearly")
    early = panel["student"] % 50 == 0
    panel.loc[early, ["participant", "entry"]] = [1, -1.0]
    kept = staggered.staggered(panel).estimate
    dropped = staggered.staggered(panel[~early]).estimate
    assert kept.value == pytest.approx(dropped.value)


def test_students_who_stay_speak_for_those_who_enroll_later():
    values = np.array([[0, 10.0], [0, 10.0], [0, 20.0], [0, 20.0], [0, 20.0]])
    entry = np.array([2, np.inf, np.inf, np.inf, np.inf])
    weights = staying_weights(values, entry, np.ones(5, bool), group=1, period=2)
    assert weights.tolist() == [0, 2, 1, 1, 1]


def test_a_panel_too_short_for_two_baselines_gives_nothing():
    panel = world(4, students=500, schools=6, periods=2)
    result = staggered.staggered(panel)
    assert result.estimate.value is None and result.cells.empty


def test_every_design_has_its_words():
    names = {m.NAME for m in (ancova, counts, descriptive, matched, school_level, staggered)}
    assert set(assumptions.WORDS) == names
    for words in assumptions.WORDS.values():
        assert str(words.label) and str(words.assumption).endswith(".") and str(words.limit).endswith(".")


def test_a_frame_without_days_counts_every_period_alike():
    panel = world(4, students=600, schools=6)
    with_days = ancova.ancova(student_rows(panel, **WINDOWS))
    assert ancova.ancova(student_rows(panel.drop(columns="days"), **WINDOWS)).value == with_days.value


@pytest.mark.parametrize(
    "design", [ancova.ancova, lambda rows: matched.difference_in_change(matched.match(rows))]
)
def test_one_baseline_cannot_tell_a_bad_year_from_habit(design):
    """Children chosen by two years, compared on one: an interval that is wrong, so no p."""
    rows = student_rows(world(9, students=4000, schools=8), outcome=3, baselines=(2,))
    estimate = design(rows)
    assert estimate.value is not None and estimate.p is None and estimate.withheld == (ONE_BASELINE,)


def test_what_is_missing_of_a_covariate_is_a_column_of_its_own():
    frame = pd.DataFrame({"age": [10.0, None, 12.0], "sex": ["F", "M", None]})
    values, names = columns(frame, ["age", "sex"])
    assert names == ["age: missing", "age", "sex: missing", "sex: M"]
    assert values[:, 1].tolist() == [10.0, 11.0, 12.0]
