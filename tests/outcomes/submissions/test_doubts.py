"""What looks wrong about a file though every cell can be read: each doubt with rows that one can check by eye."""

from datetime import date
from types import SimpleNamespace

import pytest

from outcomes.models import AttendanceMonth
from outcomes.submissions.presenter import as_json
from partnership.actions.place_history import close_place

ATTENDANCE = "school_code,student_id,month,days_expected,days_excused,days_unexcused"
ENROLLMENT = "school,student_id,school_year,entry_date,exit_date"
DISCIPLINE = "school,student_id,date,action,days"
TOTALS = (
    "AcademicYear,CountyCode,DistrictCode,SchoolCode,ReportingCategory_Description,"
    "CumulativeEnrollment,Total Suspensions,Unduplicated Count of Students Suspended (Total)"
)


def month(students, of="2024-09", school="0100001", days="20,1,0"):
    """Attendance rows; ids far from 1, 2, 3."""
    return [f"{school},{student},{of},{days}" for student in students]


def enrolled(students, school="0100001", entry="2024-08-15", leaves=""):
    return [f"{school},{student},2024-25,{entry},{leaves}" for student in students]


@pytest.fixture
def found(hand_in):
    """found(dataset, header, rows): {reason: (severity, row numbers)} of the reasons tested here."""

    def found(*args, **kwargs):
        submission = hand_in(*args, **kwargs)
        assert submission.state == "staged", submission.refusal
        return {
            problem.reason: (problem.severity, problem.rows)
            for problem in submission.problems.exclude(reason__in=["enrollment_missing", "none_of_kind"])
        }

    return found


# --- Time ------------------------------------------------------------------------------------------------------


def test_a_period_that_has_not_begun_cannot_be_reported(found):
    rows = month([501]) + month([501], of="2099-01")
    assert found("student_attendance", ATTENDANCE, rows)["future_period"] == ("error", [[3, 3]])


def test_an_event_that_has_not_happened_is_an_error_and_an_enrollment_ahead_a_warning(found, monkeypatch):
    today = SimpleNamespace(localdate=lambda: date(2024, 10, 15))
    monkeypatch.setattr("outcomes.submissions.check.timezone", today)
    events = ["0100001,501,2024-10-15,OSS,1", "0100001,501,2024-10-16,OSS,1"]
    told = found("student_discipline", DISCIPLINE, events, period="2024-25")
    assert told["future_day"] == ("error", [[3, 3]])
    told = found("student_enrollment", ENROLLMENT, enrolled([501], entry="2024-11-04"))
    assert told["future_day"] == ("warning", [[2, 2]])


def test_events_on_a_weekend(found):
    events = [f"0100001,501,2024-10-{day},OSS,1" for day in (11, 12, 13, 14)]
    told = found("student_discipline", DISCIPLINE, events, period="2024-25")
    assert told["weekend"] == ("warning", [[3, 4]])


def test_an_action_entered_twice_is_counted_once(found):
    events = ["0100001,501,2024-10-11,OSS,1", "0100001,501,2024-10-11,ISS,1", "0100001,501,2024-10-11,OSS,1"]
    told = found("student_discipline", DISCIPLINE, events, period="2024-25")
    assert told["repeated_action"] == ("left_out", [[4, 4]])


# --- Days ------------------------------------------------------------------------------------------------------


def test_more_days_than_the_month_has_weekdays(found):
    """September 2024 has 21 of them."""
    rows = month([501], days="21,1,0") + month([503], days="21.5,1,0") + month([505], days="31,1,0")
    assert found("student_attendance", ATTENDANCE, rows)["over_weekdays"] == ("warning", [[3, 4]])


def test_no_rate_without_any_day_expected(found):
    """The absences are kept; that nothing can be said of a rate is told with the rows."""
    header = ATTENDANCE.replace("days_expected,", "")
    told = found("student_attendance", header, ["0100001,501,2024-09,1,0", "0100001,503,2024-09,0,2"])
    assert told["no_rate"] == ("warning", [[2, 3]])
    assert "no_rate" not in found("student_attendance", ATTENDANCE, month([501, 503]))


def test_days_attended_in_place_of_days_absent(found):
    rows = month(range(501, 541, 2), days="20,19,0")
    assert found("student_attendance", ATTENDANCE, rows)["mostly_absent"] == ("warning", [[2, 21]])
    # 15 of 20 are three quarters: some of them may be truants.
    rows = month(range(501, 531, 2), days="20,19,0") + month(range(601, 611, 2))
    assert "mostly_absent" not in found("student_attendance", ATTENDANCE, rows)


def test_absences_that_are_all_even(found):
    rows = month(range(501, 541, 2), days="19,2,0")
    assert found("student_attendance", ATTENDANCE, rows)["all_even"] == ("warning", [])
    assert "all_even" not in found(
        "student_attendance", ATTENDANCE, [*rows[1:], *month([501], days="19,3,0")]
    )
    assert "all_even" not in found("student_attendance", ATTENDANCE, rows[:10]), "ten happen by chance"


# --- Ids -------------------------------------------------------------------------------------------------------


def test_ids_that_count_the_rows(found):
    assert found("student_attendance", ATTENDANCE, month(range(1, 21)))["ids_count_rows"] == ("warning", [])
    for rows in (month(range(1, 20)), month([*range(1, 20), 77]), month(range(501, 531))):
        assert "ids_count_rows" not in found("student_attendance", ATTENDANCE, rows)


def test_ids_that_many_rows_share(found):
    """A grade where the id should be: 64 rows, two different values."""
    days = [f"2024-{8 + n // 28:02d}-{1 + n % 28:02d}" for n in range(70)]
    rows = [f"0100001,{6 + n % 2},2024-25,{day}," for n, day in enumerate(days)]
    assert found("student_enrollment", ENROLLMENT, rows)["ids_repeat"] == ("warning", [])
    rows = [f"0100001,{601 + n % 3},2024-25,{day}," for n, day in enumerate(days)]
    assert "ids_repeat" not in found("student_enrollment", ENROLLMENT, rows)


# --- Enrollment ------------------------------------------------------------------------------------------------


def test_enrolled_here_elsewhere_not_then_or_nowhere(accepted, hand_in, found):
    accepted(
        "student_enrollment",
        ENROLLMENT,
        enrolled([501, 503])
        + enrolled([505], leaves="2024-10-31")
        + enrolled([507], entry="2024-12-02")
        + enrolled([509], school="0100002"),
    )
    rows = month([501, 503, 505, 507, 509, 511], of="2024-11")
    submission = hand_in("student_attendance", ATTENDANCE, rows)
    told = {p.reason: (p.severity, p.rows) for p in submission.problems.exclude(reason="none_of_kind")}
    assert told == {
        "not_enrolled_then": ("warning", [[4, 5]]),
        "enrolled_elsewhere": ("warning", [[6, 6]]),
        "not_enrolled": ("warning", [[7, 7]]),
    }
    assert as_json(submission)["link_rate"] == {"known": 5, "students": 6}


def test_the_first_and_last_month_of_an_enrollment_count(accepted, found):
    accepted("student_enrollment", ENROLLMENT, enrolled([501], entry="2024-09-30", leaves="2024-11-01"))
    rows = [
        row for of in ("2024-08", "2024-09", "2024-10", "2024-11", "2024-12") for row in month([501], of=of)
    ]
    assert found("student_attendance", ATTENDANCE, rows)["not_enrolled_then"] == (
        "warning",
        [[2, 2], [6, 6]],
    )


def test_an_event_before_the_enrollment(accepted, found):
    accepted("student_enrollment", ENROLLMENT, enrolled([501], entry="2024-09-30"))
    events = ["0100001,501,2024-09-27,OSS,1", "0100001,501,2024-09-30,OSS,1"]
    told = found("student_discipline", DISCIPLINE, events, period="2024-25")
    assert told["not_enrolled_then"] == ("warning", [[2, 2]])


def test_all_known_is_told_as_well_and_without_enrollment_nothing_is(accepted, hand_in):
    before = hand_in("student_attendance", ATTENDANCE, month([501, 503]))
    assert as_json(before)["link_rate"] is None
    accepted("student_enrollment", ENROLLMENT, enrolled([501, 503]))
    after = hand_in("student_attendance", ATTENDANCE, month([501, 503]))
    assert as_json(after)["link_rate"] == {"known": 2, "students": 2}


# --- The period before -------------------------------------------------------------------------------------------


def test_a_school_whose_rows_jump(accepted, hand_in, found):
    accepted(
        "student_attendance", ATTENDANCE, month(range(501, 561)) + month(range(701, 711), school="0100002")
    )
    rows = month(range(501, 520), of="2024-10") + month(range(701, 740), of="2024-10", school="0100002")
    told = found("student_attendance", ATTENDANCE, rows)
    # 60 became 19, and 10 became 39: both by more than 20 rows and more than twice.
    assert told["jump"] == ("warning", [[2, 59]])
    steady = month(range(501, 541), of="2024-10") + month(range(701, 731), of="2024-10", school="0100002")
    # 60 and 40, 10 and 30: less than twice, or only 20 rows.
    assert "jump" not in found("student_attendance", ATTENDANCE, steady)


def test_a_jump_within_the_file_names_school_and_month(hand_in):
    rows = month(range(501, 561)) + month(range(501, 521), of="2024-10")
    problem = hand_in("student_attendance", ATTENDANCE, rows).problems.get(reason="jump")
    assert problem.rows == [[62, 81]]
    assert "Alder School 1 2024-10: 60 → 20" in problem.message


def test_july_has_no_school_so_that_august_follows_june(accepted, found):
    accepted("student_attendance", ATTENDANCE, month(range(501, 561), of="2025-06"))
    assert "jump" in found("student_attendance", ATTENDANCE, month(range(501, 511), of="2025-08"))


def test_totals_are_compared_by_enrollment(accepted, found):
    def total(year, enrolled):
        return [f"{year},99,10001,0100001,Total,{enrolled},9,5"]

    accepted("school_totals", TOTALS, total("2022-23", 400))
    assert found("school_totals", TOTALS, total("2023-24", 190))["jump"] == ("warning", [[2, 2]])
    assert "jump" not in found("school_totals", TOTALS, total("2023-24", 200))


def test_a_hidden_total_and_a_file_of_groups_alone_are_no_jump_to_zero(accepted, found):
    def row(year, group, enrolled):
        return f"{year},99,10001,0100001,{group},{enrolled},9,5"

    accepted("school_totals", TOTALS, [row("2022-23", "Total", 400)])
    assert "jump" not in found("school_totals", TOTALS, [row("2023-24", "Total", "*")])
    accepted("school_totals", TOTALS, [row("2023-24", "Female", 190)])
    assert "jump" not in found("school_totals", TOTALS, [row("2024-25", "Total", 400)])


def test_schools_that_reported_before_and_are_missing(accepted, hand_in, world):
    accepted("student_attendance", ATTENDANCE, month([501]) + month([701], school="0100002"))
    submission = hand_in("student_attendance", ATTENDANCE, month([501], of="2024-10"))
    problem = submission.problems.get(reason="missing_places")
    assert (problem.severity, problem.rows) == ("warning", [])
    assert "Alder School 2" in problem.message
    # Handed in by itself before, it is not missing.
    accepted("student_attendance", ATTENDANCE, month([701], of="2024-10", school="0100002"))
    again = hand_in("student_attendance", ATTENDANCE, month([501], of="2024-10"))
    assert not again.problems.filter(reason="missing_places").exists()


def test_a_closed_school_is_not_missing(accepted, hand_in, world):
    accepted("student_attendance", ATTENDANCE, month([501]) + month([701], school="0100002"))
    close_place(world.places["alder-2"], by=None, closed_on=date(2024, 9, 30))
    submission = hand_in("student_attendance", ATTENDANCE, month([501], of="2024-10"))
    assert not submission.problems.filter(reason="missing_places").exists()


def test_a_file_for_a_few_of_many_places_is_meant_so(accepted, hand_in, world):
    codes = ["99,10001,0100001", "99,10001,0100002", "99,10002,0100001"]
    rows = ["{year},{code},Total,50,9,5".format(year="2022-23", code=code) for code in codes]
    accepted("school_totals", TOTALS, rows, organization="county-office")
    one = hand_in(
        "school_totals", TOTALS, [rows[0].replace("2022-23", "2023-24")], organization="county-office"
    )
    assert not one.problems.filter(reason="missing_places").exists()


def test_doubts_never_stand_in_the_way(accepted):
    """All of them at once, and the file goes in."""
    accepted("student_attendance", ATTENDANCE, month(range(1, 61), days="30,28,0"))
    assert AttendanceMonth.objects.count() == 60
