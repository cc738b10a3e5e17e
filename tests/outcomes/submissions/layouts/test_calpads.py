"""CALPADS: the state's own files, without a header, their fields parted by carets."""

from datetime import date

import pytest

from outcomes.measures.student_year import rebuild_stale
from outcomes.models import AttendanceMonth, StudentYear
from outcomes.submissions.accept import accept
from outcomes.submissions.withdraw import withdraw


def stas(student, *days, exempt="N", school="0100001"):
    """A row of STAS. days: expected, attended, out, in, excused, unexcused, independent study without credit."""
    fields = ["STAS", "R", f"r{student}", "9910001", school, "2024-2025", f"90000000{student}", student]
    fields += ["Nemo", "Nobody", "20130405", "X", "", exempt, *days, *[""] * (24 - 14 - len(days))]
    return "^".join(fields)


def test_the_summary_of_a_year(hand_in, told):
    content = "\n".join(
        [
            stas("11", "180", "170", "1", "0", "4", "5", "0"),
            stas("12", "100", "95", "0", "2", "2", "1", "2"),
            stas("13", exempt="Y"),
        ]
    )
    submission = hand_in("student_absence_summary", "", content.encode(), name="STAS.txt")
    found = told(submission)
    assert submission.recognized["layout"]["key"] == "calpads_stas"
    assert found["exempt", "left_out"] == [3], "rows are numbered from the first, as there is no header"
    assert not [each for each in found if each[1] == "error"]
    days = AttendanceMonth.objects.values_list(
        "expected", "excused", "unexcused", "suspended_out", "suspended_in"
    )
    assert sorted(days) == [(10_000, 400, 100, 0, 200), (18_000, 400, 500, 100, 0)]
    assert [claim.period for claim in submission.claims.all()] == ["2024-25"]


def test_the_certified_year_takes_the_place_of_the_months_and_gives_it_back(world, hand_in, accepted):
    """Slowly: 20 + 20 days expected and 3 absent by the months, 180 and 10 by the summary."""
    accepted(
        "student_attendance",
        "school,student_id,month,expected,excused,unexcused",
        ["0100001,11,2024-09,20,1,0", "0100001,11,2024-10,20,0,2"],
    )
    rebuild_stale()
    assert StudentYear.objects.values_list("expected", "absent").get() == (4_000, 300)
    summary = hand_in(
        "student_absence_summary", "", stas("11", "180", "170", "1", "0", "4", "5", "0").encode()
    )
    accept(summary, by=summary.created_by)
    rebuild_stale()
    assert StudentYear.objects.values_list("expected", "absent").get() == (18_000, 1_000)

    withdraw(summary, by=summary.created_by, why="a test")
    rebuild_stale()
    assert StudentYear.objects.values_list("expected", "absent").get() == (4_000, 300)


@pytest.mark.parametrize("grade_first", [True, False])
def test_enrollment_in_both_editions(hand_in, told, enrolled, grade_first):
    def senr(student, status, grade, exit_date, reason):
        fields = ["SENR", "A", "", "9910001", "0100001", "", "2024-2025", "9000000001", student]
        fields += [""] * 12 + ["20240814", status]
        fields += [grade, exit_date] if grade_first else [exit_date, grade]
        return "^".join([*fields, reason, *[""] * 9])

    rows = [
        senr("1", "10", "06", "20250110", "T160"),
        senr("2", "10", "KN", "", ""),
        senr("3", "10", "06", "20240814", "N470"),
        senr("4", "40", "06", "", ""),
    ]
    found = told(hand_in("student_enrollment", "", "\n".join(rows).encode(), name="SENR.txt"))
    assert found == {("no_show", "left_out"): [3], ("not_enrolled_here", "left_out"): [4]}
    day = date(2024, 8, 14)
    assert enrolled() == [(day, None, "KN", ""), (day, date(2025, 1, 10), "06", "T160")]


def test_incident_results_tell_no_day(hand_in):
    row = "^".join(
        [
            "SIRS",
            "R",
            "",
            "9910001",
            "0100001",
            "2024-2025",
            "9000000001",
            "1",
            "",
            "",
            "",
            "",
            "7",
            "100",
            "",
            "2",
        ]
    )
    submission = hand_in("student_discipline", "", f"{row}\n{row}".encode(), period="2024-25")
    assert submission.state == "refused" and "not its day" in submission.refusal
