"""Public sample files of student systems: each goes in with the right numbers or is refused with the right reason.

Numbers are counted here once more, row by row, in the slow and obvious way.
"""

import csv
from collections import Counter, defaultdict
from datetime import date

import pytest

from outcomes.models import AttendanceMonth, DisciplineEvent, Engagement
from partnership.actions.places import add_place

YEAR = "2021-22"
STUDENT = "StudentReference.StudentIdentity.StudentUniqueId"


@pytest.fixture
def ed_fi_schools(world):
    """The three schools of the sample district belong to Alder."""
    for code in ("255901001", "255901044", "255901107"):
        add_place(by=None, kind="school", code=code, name=f"School {code}", parent=world.places["alder"])


@pytest.fixture
def hand_in_real(hand_in, real_files):
    def hand_in_real(dataset, path, **kwargs):
        file = real_files / path
        return hand_in(dataset, "", file.read_bytes(), name=file.name, **kwargs)

    return hand_in_real


def rows_of(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def problems(submission):
    return {(each.reason, each.severity): each for each in submission.problems.all()}


def numbers(problem):
    return [row for first, last in problem.rows for row in range(first, last + 1)]


def test_ed_fi_attendance_events_become_months(hand_in_real, real_files, ed_fi_schools):
    submission = hand_in_real("student_attendance", "edfi/flat_attendance_event.csv")
    assert submission.state == "staged", submission.refusal
    assert submission.recognized["layout"]["key"] == "ed_fi_attendance"

    months, late = defaultdict(Counter), Counter()
    weekend = []
    for number, row in enumerate(rows_of(real_files / "edfi/flat_attendance_event.csv"), 2):
        day, kind = (
            date.fromisoformat(row["AttendanceEvent.EventDate"]),
            row["AttendanceEvent.AttendanceEventCategory"],
        )
        key = (
            row["SchoolReference.SchoolIdentity.SchoolId"],
            row[STUDENT],
            row["AttendanceEvent.EventDate"][:7],
        )
        months[key][kind] += 1
        late[key] += kind == "Tardy" and int(row["SchoolAttendanceDuration"]) > 30
        if day.weekday() >= 5:
            weekend.append(number)
    expected = sorted(
        (100 * kinds["Excused Absence"], 100 * kinds["Unexcused Absence"], late[key])
        for key, kinds in months.items()
    )
    facts = AttendanceMonth.objects.values_list("excused", "unexcused", "tardies_over_30")
    assert sorted(facts) == expected
    assert sum(excused for excused, _unexcused, _late in facts) == 107_700
    assert sum(unexcused for _excused, unexcused, _late in facts) == 77_300
    assert sum(times for *_days, times in facts) == 10
    assert set(AttendanceMonth.objects.values_list("expected", "suspended_out", "suspended_in")) == {
        (None, 0, 0)
    }

    found = problems(submission)
    assert found["no_rate", "warning"].count == 1917
    assert "No rate can be computed from this file alone" in found["no_rate", "warning"].message
    assert numbers(found["weekend", "warning"]) == weekend and len(weekend) == 3
    # One student-day twice: an excused absence and a part of it; the day counts once.
    assert numbers(found["several_marks", "warning"]) == [5]
    assert not [each for each in found if each[1] == "error"]


def test_ed_fi_schools_that_nobody_knows_are_named(hand_in_real):
    submission = hand_in_real("student_attendance", "edfi/flat_attendance_event.csv")
    problem = problems(submission)["unknown_school", "error"]
    assert problem.count == 1917 and "255901001" in problem.message
    assert not AttendanceMonth.objects.exists()


def test_ed_fi_discipline_actions(hand_in_real, real_files, ed_fi_schools):
    submission = hand_in_real("student_discipline", "edfi/flat_discipline_action.csv", period=YEAR)
    assert submission.state == "staged", submission.refusal
    once = {
        (
            row[STUDENT],
            row["DisciplineDate"],
            row["Discipline"],
            int(row["ActualDisciplineActionLength"]) * 100,
        )
        for row in rows_of(real_files / "edfi/flat_discipline_action.csv")
    }
    expected = Counter(
        (day, "expulsion" if "Exp" in action else "in", days) for _id, day, action, days in once
    )
    facts = DisciplineEvent.objects.values_list("date", "action", "days")
    assert Counter((day.isoformat(), action, days) for day, action, days in facts) == expected
    assert len(facts) == 21
    repeated = problems(submission)["repeated_action", "left_out"]
    assert repeated.count == 4
    assert DisciplineEvent.objects.filter(action="out").count() == 0


@pytest.mark.parametrize(
    "path, layout",
    [
        ("edfi/flat_discipline_incident.csv", "This file tells incidents, not what followed"),
        ("edfi/flat_discipline_behavior_assoc.csv", "This file tells who took part in an incident"),
        ("insights/fake_behavior_export.csv", "no suspension can be counted from it"),
    ],
)
@pytest.mark.parametrize("dataset", ["student_discipline", "student_attendance"])
def test_incidents_are_no_actions(hand_in_real, path, layout, dataset):
    submission = hand_in_real(dataset, path, period=YEAR)
    assert submission.state == "refused" and layout in submission.refusal


def test_ed_fi_students_are_no_enrollment(hand_in_real):
    submission = hand_in_real("student_enrollment", "edfi/flat_student.csv", period=YEAR)
    assert submission.state == "refused"
    assert (
        "not where they are enrolled" in submission.refusal
        and "StudentSchoolAssociation" in submission.refusal
    )


def roster(hand_in, world, rows, name="roster.csv"):
    header = ",".join(rows[0])
    return hand_in(
        "program_roster",
        header,
        [list(row.values()) for row in rows],
        organization="alder",
        program=world.programs["mentoring"],
        period="2021-22" if "BeginDate" in rows[0] else "2020-21",
        name=name,
    )


def test_ed_fi_programs_one_at_a_time(world, hand_in, real_files):
    rows = rows_of(real_files / "edfi/flat_program_assoc.csv")
    submission = roster(hand_in, world, rows)
    assert submission.state == "refused"
    assert "2 programs (Bilingual, Gifted and Talented)" in submission.refusal
    name = "ProgramReference.ProgramIdentity.ProgramName"
    bilingual = [row for row in rows if row[name] == "Bilingual"]
    submission = roster(hand_in, world, bilingual)
    assert submission.state == "staged", submission.refusal
    assert Engagement.objects.count() == len(bilingual) == 40
    assert Counter(Engagement.objects.values_list("exit_reason", flat=True)) == Counter(
        {"": "", "Moved out of state": "moved", "Reached maximum age": "other"}[row["ReasonExited"]]
        for row in bilingual
    )


def test_salesforce_engagements_one_program_at_a_time(world, hand_in, real_files):
    rows = rows_of(real_files / "pmm/programengagement.csv")
    submission = roster(hand_in, world, rows)
    assert submission.state == "refused" and "one program" in submission.refusal
    for program, goes_in in (("6", 14), ("7", 0)):
        of_one = [row for row in rows if row["Program__c"] == program]
        youth = [
            row for row in of_one if row["Role__c"] == "Client" and row["Stage__c"] in ("Active", "Enrolled")
        ]
        submission = roster(hand_in, world, of_one)
        assert submission.state == "staged", submission.refusal
        assert submission.recognized["layout"]["key"] == "salesforce_engagements"
        assert (
            Engagement.objects.filter(claim_id__in=submission.claims.values("pk")).count()
            == len(youth)
            == goes_in
        )


def test_an_aspen_dump_names_nobody_that_other_files_name(hand_in_real):
    submission = hand_in_real("student_attendance", "insights/attendance_dump.csv")
    assert submission.state == "refused" and "STD_ID_LOCAL" in submission.refusal


def test_a_list_of_ids_is_no_roster(world, hand_in_real):
    kwargs = {"program": world.programs["mentoring"], "period": "2017-18"}
    submission = hand_in_real("program_roster", "insights/service_upload_example.csv", **kwargs)
    assert submission.state == "mapping" and "Entry" in submission.refusal
    submission = hand_in_real("program_roster", "insights/team_membership_fixture.csv", **kwargs)
    assert submission.state == "refused" and "not from which day on" in submission.refusal


def test_a_known_export_under_another_name_is_told_apart(hand_in_real):
    submission = hand_in_real("student_enrollment", "edfi/flat_attendance_event.csv", period=YEAR)
    assert submission.state == "refused"
    assert "handed in as “Student attendance”, not as “Student enrollment”" in submission.refusal
