"""From a panel to one row per student."""

import numpy as np
import pandas as pd
import pytest

from outcomes.evaluation.rows import student_rows


def panel(*rows):
    names = ["student", "school", "grade", "period", "participant", "entry", "y", "days"]
    return pd.DataFrame(rows, columns=names)


def years(student, *ys, participant=0, entry=np.nan, school="A", first=0):
    return [
        (student, school, 6, first + i, participant, entry, y, 180.0)
        for i, y in enumerate(ys)
        if y is not None
    ]


def test_two_terms_are_pooled_by_days_and_not_by_their_rates():
    rows = student_rows(
        panel(
            ("a", "A", 6, 0, 0, np.nan, 90.0, 180),
            ("a", "A", 6, 1, 0, np.nan, 80.0, 30),
            ("a", "A", 6, 2, 0, np.nan, 95.0, 90),
        ),
        outcome=(1, 2),
        baselines=(0,),
    )
    assert rows.frame["post"].item() == pytest.approx((80 * 30 + 95 * 90) / 120)
    assert rows.frame["post_days"].item() == 120


def test_events_are_added_and_yes_is_yes_in_any_term():
    events = panel(*years("a", 0.0, 1.0, 2.0))
    assert student_rows(events, outcome=(1, 2), baselines=(0,), kind="count").frame["post"].item() == 3
    ever = panel(*years("a", 0.0, 1.0, 0.0))
    assert student_rows(ever, outcome=(1, 2), baselines=(0,), kind="yes_no").frame["post"].item() == 100


def test_the_school_is_that_of_the_last_baseline_where_most_days_were_spent():
    moved = panel(
        ("a", "A", 6, 0, 0, np.nan, 90.0, 60),
        ("a", "B", 6, 0, 0, np.nan, 96.0, 120),
        ("a", "C", 7, 1, 0, np.nan, 95.0, 180),
    )
    row = student_rows(moved, outcome=1, baselines=(0,)).frame.iloc[0]
    assert (row["school"], row["grade"], row["pre"]) == ("B", 6, pytest.approx(94.0))


def test_missing_students_are_counted_by_what_they_miss():
    rows = student_rows(
        panel(
            *years("whole", 90.0, 91.0, 92.0, participant=1, entry=2),
            *years("moved away", 90.0, 91.0, None, participant=1, entry=2),
            *years("new", None, 91.0, 92.0, participant=1, entry=2),
            *years("other", 90.0, 91.0, 92.0),
        ),
        outcome=2,
        baselines=(1, 0),
    )
    assert rows.frame["student"].tolist() == ["other", "whole"]
    assert rows.lost["student"].tolist() == ["moved away"]
    assert rows.participants == 3


def test_served_before_is_on_neither_side_and_served_afterwards_is_not_served_yet():
    rows = student_rows(
        panel(
            *years("before", 90.0, 91.0, 92.0, 93.0, participant=1, entry=1),
            *years("now", 90.0, 91.0, 92.0, 93.0, participant=1, entry=2),
            *years("later", 90.0, 91.0, 92.0, 93.0, participant=1, entry=3),
        ),
        outcome=2,
        baselines=(1, 0),
    )
    assert rows.already_served == 1
    assert dict(zip(rows.frame["student"], rows.frame["participant"], strict=True)) == {"later": 0, "now": 1}


def test_too_few_days_are_not_a_measurement():
    rows = student_rows(
        panel(("a", "A", 6, 0, 0, np.nan, 90.0, 180), ("a", "A", 6, 1, 0, np.nan, 50.0, 12)),
        outcome=1,
        baselines=(0,),
        least_days=30,
    )
    assert rows.frame.empty


def test_an_unknown_kind_of_outcome_is_refused():
    with pytest.raises(ValueError, match="not 'percentage'"):
        student_rows(panel(*years("a", 1.0, 2.0)), outcome=1, baselines=(0,), kind="percentage")
