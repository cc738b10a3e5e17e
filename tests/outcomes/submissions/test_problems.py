"""All problems at once, grouped by reason, with the spreadsheet's own row numbers."""

import pytest
from django.core.exceptions import ValidationError

from outcomes.models import AttendanceMonth, Problem, SchoolTotal
from outcomes.submissions.accept import accept, leave_out
from outcomes.submissions.presenter import as_json, runs_in_words
from outcomes.submissions.stage import runs

ATTENDANCE = "school_code,student_id,month,days_expected,days_excused,days_unexcused,days_suspended,iss"
TOTALS = (
    "AcademicYear,AggregateLevel,CountyCode,DistrictCode,SchoolCode,SchoolName,CharterYN,ReportingCategory,"
    "ReportingCategory_Description,CumulativeEnrollment,Total Suspensions,"
    "Unduplicated Count of Students Suspended (Total),Suspension Rate (Total)"
)
ALDER = "2023-24,S,99,10001,0100001,Alder School 1,No"


def found(submission):
    return {(p.reason, p.severity): p.rows for p in submission.problems.all()}


def test_everything_wrong_is_told_at_once(hand_in):
    submission = hand_in(
        "student_attendance",
        ATTENDANCE,
        [
            "0100001,1,2024-09,20,1,0,0,0",
            "0100001,2,2024-09,20,15,6,0,0",
            "0100001,3,2024-09,x,1,0,0,0",
            "0100001,4,2024-09,,1,0,0,0",
            "Nowhere Elementary,5,2024-09,20,1,0,0,0",
            "0100001,6,Septembre,20,1,0,0,0",
            "0100001,,2024-09,20,1,0,0,0",
            "0100001,1.23E+09,2024-09,20,1,0,0,0",
            "0100001,9,2024-09,-20,1,0,0,0",
            "0100001,10,2024-09,32,1,0,0,0",
            "0100001,11,2024-09,20,1,0,0,0",
            "0100001,11,2024-09,20,2,0,0,0",
            "0100001,12,2024-09,20,1,0,0,0",
            "0100001,12.0,2024-09,20.00,1,0,0,0",
            "0100001,13,2024-09,20,1,0,0,0,one too many",
            "0100001,14,2024-09,20,1,0,0,-1",
        ],
    )
    problems = {key: rows for key, rows in found(submission).items() if key[1] != "warning"}
    assert problems == {
        ("absent_over_expected", "error"): [[3, 3]],
        ("not_understood", "error"): problems["not_understood", "error"],
        ("missing_number", "error"): [[5, 5]],
        ("unknown_school", "error"): [[6, 6]],
        ("blank", "error"): [[8, 8]],
        ("damaged_id", "error"): [[9, 9]],
        ("too_many_days", "error"): [[11, 11]],
        ("contradicting_rows", "error"): [[12, 13]],
        ("repeated_rows", "left_out"): [[15, 15]],
        ("too_many_fields", "error"): [[16, 16]],
    }
    by_column = {p.column: p.rows for p in submission.problems.filter(reason="not_understood")}
    assert by_column == {"expected": [[4, 4], [10, 10]], "month": [[7, 7]], "suspended_in": [[17, 17]]}
    assert submission.rows == 16
    assert AttendanceMonth.objects.count() == 2, "only the rows without a problem are staged"
    message = submission.problems.get(reason="unknown_school").message
    assert "Nowhere Elementary" in message and "Alder Unified School District" in message


def test_days_finer_than_hundredths_are_rounded_half_up_and_told(hand_in):
    submission = hand_in(
        "student_attendance",
        ATTENDANCE,
        [
            "0100001,1,2024-09,20.125,0.5,0,0,0",
            "0100001,2,2024-09,20.124,.1,0,0,0",
            "0100001,3,2024-09,20.10,0,0,0,0",
        ],
    )
    assert found(submission)["finer_days", "notice"] == [[2, 3]]
    days = AttendanceMonth.objects.values_list("expected", "excused")
    assert set(days) == {(2013, 50), (2012, 10), (2010, 0)}


def test_errors_block_acceptance_until_they_are_left_out(hand_in):
    submission = hand_in(
        "student_attendance", ATTENDANCE, ["0100001,1,2024-09,20,1,0,0,0", "0100001,2,2024-09,20,15,6,0,0"]
    )
    with pytest.raises(ValidationError) as refusal:
        accept(submission, by=submission.created_by)
    assert refusal.value.code == "errors"
    submission = leave_out(submission, by=submission.created_by, reasons=["absent_over_expected"])
    assert submission.left_out == 1
    assert submission.problems.get(reason="absent_over_expected").severity == "left_out"
    assert accept(submission, by=submission.created_by).state == "accepted"
    assert AttendanceMonth.objects.count() == 1


def test_leaving_out_one_reason_does_not_forgive_another(hand_in):
    submission = hand_in(
        "student_attendance", ATTENDANCE, ["0100009,1,2024-09,20,1,0,0,0", "0100001,2,2024-09,20,15,6,0,0"]
    )
    leave_out(submission, by=submission.created_by, reasons=["absent_over_expected"])
    with pytest.raises(ValidationError):
        accept(submission, by=submission.created_by)


def test_warnings_do_not_block(hand_in):
    submission = hand_in("student_attendance", ATTENDANCE, ["0100001,1,2024-09,0,0,0,0,0"])
    assert ("no_expected_days", "warning") in found(submission)
    assert accept(submission, by=submission.created_by).state == "accepted"


def test_rows_that_stay_out_by_themselves_are_not_errors_as_well(hand_in):
    """A placeholder school with more students suspended than enrolled: out, and nothing to decide."""
    submission = hand_in(
        "school_totals",
        TOTALS,
        [f"{ALDER},TA,Total,50,9,5,10.0", "2023-24,S,99,10001,1,,No,TA,Total,3,9,5,166.7"],
    )
    assert found(submission) == {("no_school", "left_out"): [[3, 3]]}
    assert SchoolTotal.objects.filter(element="enrollment").count() == 1


def test_suppressed_is_never_zero(accepted):
    accepted("school_totals", TOTALS, [f"{ALDER},TA,Total,50,9,5,10.0", f"{ALDER},SH,Homeless,*,*,*,*"])
    homeless = SchoolTotal.objects.filter(group="homeless").values_list("element", "count", "state")
    assert set(homeless) == {
        ("enrollment", None, "suppressed"),
        ("suspensions", None, "suppressed"),
        ("suspended", None, "suppressed"),
    }


def test_kinds_of_missing_stay_apart(accepted):
    rows = [f"{ALDER},TA,Total,50,N/A,5,", f"{ALDER},GF,Female,20,,5,", f"{ALDER},GM,Male,-9999,1,**,"]
    accepted("school_totals", TOTALS, rows)
    states = {(fact.group, fact.element): fact.state for fact in SchoolTotal.objects.filter(count=None)}
    assert states == {
        ("all", "suspensions"): "not_applicable",
        ("female", "suspensions"): "not_reported",
        ("male", "enrollment"): "not_reported",
        ("male", "suspended"): "suppressed",
    }


def test_aggregates_repeated_for_some_schools_stay_out(hand_in):
    """CDE gives a district three times: all schools, charter schools, the others."""
    district = "2023-24,D,99,10001,,,{},TA,Total,{},9,5,"
    submission = hand_in(
        "school_totals",
        TOTALS,
        [district.format("All", 90), district.format("Yes", 40), district.format("No ", 50)],
    )
    assert found(submission) == {("part_of_aggregate", "left_out"): [[3, 4]]}
    assert list(SchoolTotal.objects.filter(element="enrollment").values_list("count", flat=True)) == [90]
    assert submission.claims.first().place.kind == "district"


def test_a_year_is_doubled_only_if_many_counts_are_even_and_none_is_odd(hand_in):
    even = [
        f"{ALDER},TA,Total,{2 * n + 20},{2 * n},{2 * n},".replace("2023-24", f"{2000 + n}-{n + 1:02d}")
        for n in range(1, 12)
    ]
    assert found(hand_in("school_totals", TOTALS, even)) == {}, "three even counts a year happen by chance"
    groups = [
        "GF,Female",
        "GM,Male",
        "GX,Non-Binary Gender",
        "SE,English Learners",
        "SD,Students with Disabilities",
    ]
    groups += ["SS,Socioeconomically Disadvantaged", "SF,Foster", "SH,Homeless", "SM,Migrant", "TA,Total"]
    doubled = [f"{ALDER},{group},{40 + 2 * n},{4 + 2 * n},{2 + 2 * n}," for n, group in enumerate(groups)]
    assert found(hand_in("school_totals", TOTALS, doubled)) == {("doubled_year", "left_out"): [[2, 11]]}
    doubled[3] = f"{ALDER},SE,English Learners,47,10,8,"
    assert found(hand_in("school_totals", TOTALS, doubled)).keys() == {("groups_disagree", "warning")}


def test_counts_that_cannot_be_are_errors(hand_in):
    submission = hand_in(
        "school_totals",
        TOTALS,
        [f"{ALDER},TA,Total,50,90,51,", f"{ALDER},GF,Female,50,4,5,", f"{ALDER},GM,Male,5.5,4,3,"],
    )
    assert found(submission) == {
        ("more_than_enrolled", "error"): [[2, 2]],
        ("more_students_than_events", "error"): [[3, 3]],
        ("not_understood", "error"): [[4, 4]],
    }


def test_events_outside_the_declared_year_are_errors(hand_in):
    submission = hand_in(
        "student_discipline",
        "school,student_id,date,action,days",
        ["0100001,1,2024-06-30,OSS,1", "0100001,1,2024-07-01,OSS,1", "0100001,1,2025-07-01,OSS,1"],
        period="2024-25",
    )
    assert found(submission)["outside_year", "error"] == [[2, 2], [4, 4]]


def test_rows_of_another_period_than_declared_are_errors(hand_in):
    submission = hand_in(
        "student_attendance",
        ATTENDANCE,
        ["0100001,1,2024-06,20,1,0,0,0", "0100001,1,2024-09,20,1,0,0,0"],
        period="2024-25",
    )
    assert found(submission)["outside_period", "error"] == [[2, 2]]


def test_the_link_rate_is_told(accepted, hand_in):
    accepted(
        "student_enrollment",
        "school,student_id,school_year,entry_date",
        [f"0100001,{number},2024-25,2024-08-15" for number in range(1, 11)],
    )
    rows = [f"0100001,{number},2024-09,20,1,0,0,0" for number in range(3, 13)]
    submission = hand_in("student_attendance", ATTENDANCE, rows)
    problem = submission.problems.get(reason="not_enrolled")
    assert (problem.severity, problem.rows) == ("warning", [[10, 11]])
    assert "8 of 10 students" in problem.message


def test_students_without_any_enrollment_yet_are_told_apart(hand_in):
    submission = hand_in("student_attendance", ATTENDANCE, ["0100001,1,2024-09,20,1,0,0,0"])
    assert found(submission) == {("enrollment_missing", "warning"): [[2, 2]]}
    # A reader cannot know what a bare number counts.
    assert "No enrollment of these schools" in submission.problems.get().message


def test_messages_speak_the_readers_language_and_hold_no_value_of_a_personal_column(hand_in):
    submission = hand_in(
        "student_attendance", ATTENDANCE, ["0100001,4711-ÄÖ,2024-09,20,19,2,0,0", "0100001,,x,y,1,0,0,0"]
    )
    text = str(list(Problem.objects.values())) + str(as_json(submission))
    assert "4711" not in text


def test_runs():
    assert runs([4, 5, 6, 7, 8, 9, 12]) == [[4, 9], [12, 12]]
    assert runs([2]) == [[2, 2]]
    assert runs([9, 8, 3]) == [[3, 3], [8, 9]]
    assert runs_in_words([[4, 9], [12, 12]]) == "4–9, 12"
