"""Marks of days become months: each day counts once, and a file that is no register tells no days expected."""

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest

from outcomes.measures.student_year import rebuild_stale
from outcomes.models import AttendanceMonth, StudentYear

HEADER = "school,student_id,attendance date,attendance code,portion absent,minutes late"


def facts():
    return list(
        AttendanceMonth.objects.order_by("pk").values_list(
            "expected", "excused", "unexcused", "suspended_out", "suspended_in", "tardies_over_30"
        )
    )


def told(submission):
    assert submission.state == "staged", submission.refusal
    return {
        (each.reason, each.severity): [n for first, last in each.rows for n in range(first, last + 1)]
        for each in submission.problems.exclude(reason__in=["enrollment_missing", "blank_count"])
    }


def day(*marks, date="2024-09-03"):
    """Rows of one student's day; a mark is "word", "word,portion" or "word,portion,minutes"."""
    return [f"0100001,1,{date},{mark}{',' * (2 - mark.count(','))}" for mark in marks]


@pytest.mark.parametrize(
    "marks, sums, warned",
    [
        # Excused before unexcused, whatever stands first in the file; the day is one day.
        (["Unexcused Absence", "Excused Absence"], (None, 100, 0, 0, 0, 0), [2]),
        (["Excused Absence", "Suspended"], (None, 0, 0, 100, 0, 0), [2]),
        # Two halves of a day are a day of two kinds; the unexcused half is an occasion.
        (["Excused,0.5", "Unexcused,0.5"], (None, 50, 50, 0, 0, 1), None),
        (["Excused,0.5", "Unexcused,1"], (None, 50, 50, 0, 0, 1), [3]),
        # Who is away all day was neither late nor present.
        (["Tardy,,45", "Unexcused"], (None, 0, 100, 0, 0, 0), [2]),
        (["Present", "Excused"], (None, 100, 0, 0, 0, 0), [2]),
        # 30 minutes are not more than 30; an excused lateness is no occasion.
        (["Tardy,,30"], (None, 0, 0, 0, 0, 0), None),
        (["Tardy,,31"], (None, 0, 0, 0, 0, 1), None),
        (["Tardy excused,,90"], (None, 0, 0, 0, 0, 0), None),
        (["In-School Suspension"], (None, 0, 0, 0, 100, 0), None),
    ],
)
def test_a_day_counts_once(hand_in, marks, sums, warned):
    submission = hand_in("student_attendance", HEADER, day(*marks))
    found = told(submission)
    assert [(None, *row[1:]) for row in facts()] == [sums]
    assert found.get(("several_marks", "warning")) == warned


def test_the_same_mark_twice_counts_once(hand_in):
    submission = hand_in("student_attendance", HEADER, day("Unexcused", "Unexcused"))
    assert told(submission)["repeated_mark", "left_out"] == [3]
    assert facts() == [(None, 0, 100, 0, 0, 0)]


def test_what_cannot_be_a_mark_of_a_day_is_an_error(hand_in):
    rows = [*day("Unexcused,3"), *day("Zzz", date="2024-09-04"), *day("", date="2024-09-05")]
    found = told(hand_in("student_attendance", HEADER, rows))
    assert found["more_than_a_day", "error"] == [2]
    assert found["not_understood", "error"] == [3]
    assert found["blank", "error"] == [4]
    assert facts() == []


def test_weekends_are_told_and_kept(hand_in):
    submission = hand_in("student_attendance", HEADER, day("Unexcused", date="2024-09-07"))
    assert told(submission)["weekend", "warning"] == [2]
    assert facts() == [(None, 0, 100, 0, 0, 0)]


def test_sums_without_days_expected_go_in_and_give_no_rate(accepted):
    """September tells the days expected, October does not: the rate is of September alone, the absences of both."""
    accepted(
        "student_attendance",
        "school,student_id,month,expected,excused,unexcused",
        ["0100001,1,2024-09,20,1,2"],
    )
    submission = accepted(
        "student_attendance", "school,student_id,month,excused,unexcused", ["0100001,1,2024-10,3,4"]
    )
    problem = submission.problems.get(reason="no_rate")
    assert problem.rows == [[2, 2]] and "No rate can be computed" in problem.message
    rebuild_stale()
    year = StudentYear.objects.get()
    assert (year.expected, year.absent, year.excused, year.unexcused) == (2_000, 300, 400, 600)


def test_a_student_of_whom_only_absences_are_known_has_no_rate(accepted):
    accepted("student_attendance", HEADER, day("Unexcused"))
    rebuild_stale()
    year = StudentYear.objects.get()
    assert (year.expected, year.absent, year.unexcused) == (None, None, 100)


def test_a_register_against_a_slow_count(hand_in):
    """Two schools, two months, one student's day after the other; the second school hands in absences only."""
    chance, rows, expected = random.Random(5), [], defaultdict(lambda: [0, 0, 0, 0])
    words = ["Present"] * 8 + ["Excused", "Unexcused", "Suspended"]
    for school in ("0100001", "0100002"):
        for student in range(1, 9):
            for offset in range(50):
                when = date(2024, 9, 2) + timedelta(days=offset)
                word = chance.choice(words)
                if when.weekday() >= 5 or (school == "0100002" and word == "Present"):
                    continue
                rows.append(f"{school},{student},{when:%m/%d/%Y},{word},,")
                sums = expected[school, student, when.month]
                sums[0] += 100
                sums[["Present", "Excused", "Unexcused", "Suspended"].index(word)] += 100 * (
                    word != "Present"
                )
    chance.shuffle(rows)
    submission = hand_in("student_attendance", HEADER, rows)
    found = told(submission)
    assert found["no_rate", "warning"] == [
        number for number, row in enumerate(rows, 2) if row.startswith("0100002")
    ]
    wanted = sorted(
        (str(None if school == "0100002" else days), excused, unexcused, out, 0, 0)
        for (school, _student, _month), (days, excused, unexcused, out) in expected.items()
    )
    assert sorted((str(row[0]), *row[1:]) for row in facts()) == wanted
    assert submission.claims.count() == 4
