"""The challenge, computed from what was handed in, and a district's own list handed back with it."""

import csv
import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from outcomes.evaluation.answers.challenge import answers, entrants, months_before, months_between
from outcomes.evaluation.answers.own_file import answer_file
from outcomes.models import (
    AttendanceMonth,
    Claim,
    DisciplineEvent,
    Engagement,
    Enrollment,
    Submission,
)
from outcomes.submissions.identity import LOCAL_ID, student_keys
from outcomes.submissions.reader import read
from partnership.models import AuditEvent, VaultItem
from programs.actions.challenges import add_challenge

from ...factories import attend, claim, discipline, engage, enroll

IDS = {str(number): None for number in range(100, 110)}
PERFECT, BETTER, WORSE, UNEXCUSED, SUSPENDED, NEW, GONE, SAME, ELSEWHERE, ABSENT_ID = IDS


@pytest.fixture
def challenge(world):
    return add_challenge(
        by=None,
        program=world.programs["mentoring"],
        title="Spring challenge",
        starts_on=date(2025, 1, 6),
        ends_on=date(2025, 6, 10),
    )


@pytest.fixture
def key(world):
    issuer = str(world["alder"].pk)
    return student_keys(IDS, issuer=issuer, kind=LOCAL_ID)


@pytest.fixture
def data(world, key):
    """One school of Alder; attendance in the autumn and in two months of the window."""
    school = world.places["alder-1"]
    here = [id for id in IDS if id not in (ELSEWHERE, ABSENT_ID)]
    enroll(world, school, "2024-25", [key[id] for id in here])
    enroll(world, world.places["birch-1"], "2024-25", [key[ELSEWHERE]])
    autumn = {
        PERFECT: (80, 0),
        BETTER: (80, 8),
        WORSE: (80, 4),
        UNEXCUSED: (80, 8),
        SUSPENDED: (80, 8),
        GONE: (80, 8),
        SAME: (80, 8),
    }
    attend(world, school, "2024-10", {key[id]: days for id, days in autumn.items()})
    attend(
        world,
        school,
        "2025-02",
        {
            key[PERFECT]: (20, 0),
            key[BETTER]: (20, 1),
            key[WORSE]: (20, 2),
            key[UNEXCUSED]: (20, 0, 1),
            key[SUSPENDED]: (20, 1),
            key[NEW]: (20, 0),
            key[SAME]: (20, 2),
        },
    )
    discipline(world, school, "2024-25", [])
    event = claim(world, "student_discipline", world.places["alder-2"], "2024-25")
    DisciplineEvent.objects.create(
        student_key=key[SUSPENDED], claim_id=event.pk, date=date(2025, 2, 3), action="in"
    )
    return world


def results(challenge, key):
    found = answers(challenge, set(key.values()))
    return {id: (found[key[id]].result, found[key[id]].reasons) for id in IDS}


def test_the_months_of_a_window_and_before_it():
    assert months_between(date(2024, 11, 30), date(2025, 2, 1)) == [
        "2024-11",
        "2024-12",
        "2025-01",
        "2025-02",
    ]
    assert (
        months_before(date(2025, 1, 6))[:1] == ["2024-07"]
        and months_before(date(2025, 1, 6))[-1] == "2024-12"
    )
    assert months_before(date(2024, 7, 1))[0] == "2023-07" and len(months_before(date(2024, 7, 1))) == 12


def test_each_rule_and_each_reason(data, challenge, key):
    assert results(challenge, key) == {
        PERFECT: ("earned", ()),
        BETTER: ("earned", ()),
        WORSE: ("not_earned", ("not_better",)),
        UNEXCUSED: ("not_earned", ("unexcused",)),
        SUSPENDED: ("not_earned", ("suspended",)),
        NEW: ("not_measurable", ("no_days_before",)),
        GONE: ("not_measurable", ("no_days",)),
        SAME: ("not_earned", ("not_better",)),
        ELSEWHERE: ("not_measurable", ("no_days", "no_days_before", "no_discipline")),
        ABSENT_ID: ("not_measurable", ("no_days", "no_days_before", "no_discipline")),
    }


def test_rules_that_the_challenge_does_not_have_do_not_count(data, challenge, key):
    challenge.better_attendance = challenge.no_suspension = False
    found = results(challenge, key)
    assert found[WORSE] == found[NEW] == found[SUSPENDED] == ("earned", ())
    assert found[UNEXCUSED] == ("not_earned", ("unexcused",))


def test_a_month_that_the_school_did_not_report_is_not_a_perfect_month(data, challenge, key, world):
    attend(world, world.places["birch-1"], "2025-04", {key[ELSEWHERE]: (20, 0)})
    found = results(challenge, key)
    assert found[BETTER] == ("not_measurable", ("months_missing",))
    assert found[UNEXCUSED] == ("not_earned", ("unexcused",))


def test_a_school_whose_discipline_was_not_handed_in_makes_nobody_a_winner(data, challenge, key, world):
    Claim.objects.filter(dataset="student_discipline", place=world.places["alder-1"]).update(in_effect=False)
    assert results(challenge, key)[BETTER] == ("not_measurable", ("no_discipline",))


def test_entrants_are_those_on_the_roster_whose_families_did_not_say_no(data, challenge, key, world):
    program = world.programs["mentoring"]
    engage(world, program, "2024-25", {key[PERFECT]: "given", key[BETTER]: "withdrawn", key[WORSE]: "given"})
    Engagement.objects.filter(student_key=key[WORSE]).update(exit_date=date(2024, 12, 20))
    assert entrants(challenge) == {key[PERFECT]}


def ask(world, challenge, content, name="roster.csv", role="data_coordinator", organization=None):
    organization = organization or world["alder"]
    return answer_file(
        by=world.person(role, organization),
        organization=organization,
        challenge=challenge,
        name=name,
        content=content,
    )


ROSTER = "\n".join(
    ["Row,student_id,Seat", f"1,{BETTER},A1", f"2,{WORSE},=B2", f"3,{ELSEWHERE},A3", "4,,A4", "5,1.2E+09,A5"]
)


def test_the_same_rows_come_back_in_their_order_with_answers(data, challenge, world):
    answered = ask(world, challenge, ROSTER.encode())
    rows = list(csv.reader(io.StringIO(answered.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Row", "student_id", "Seat"] and len(rows[0]) == 8
    assert rows[1] == ["1", BETTER, "A1", "earned", "", "90.0", "95.0", "5.0"]
    assert rows[2][3:] == ["not earned", "attendance was not better than before", "95.0", "90.0", "−5.0"]
    assert rows[2][2] == "'=B2"
    assert rows[3][3:5] == ["", "no student with this id is enrolled in the district"]
    assert rows[4][4] == "the row holds no student id"
    assert "rounded this id" in rows[5][4]
    assert (answered.name, answered.students) == ("roster-results.csv", 2)


def test_a_workbook_comes_back_as_a_workbook(data, challenge, world):
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Team")
    for place, row in enumerate([["SSID of nobody", "Student Number"], ["x", BETTER], ["=1+1", WORSE]]):
        for column, text in enumerate(row):
            sheet.write_string(place, column, text)
    book.close()
    answered = ask(world, challenge, out.getvalue(), name="team.xlsx")
    with read(answered.content, answered.name) as reading:
        (table,) = [(t.sheet, t.header, [b.columns for b in t.batches()]) for t in reading.tables()]
    assert table[0] == "Team" and table[2][0][2] == ["earned", "not earned"]


def test_nothing_is_kept_and_the_reading_is_logged_without_an_id(data, challenge, world):
    counted = (VaultItem, Submission, Claim, Enrollment, AttendanceMonth)
    before = [model.objects.count() for model in counted]
    ask(world, challenge, ROSTER.encode())
    assert [model.objects.count() for model in counted] == before
    event = AuditEvent.objects.get(verb="answers.given")
    assert event.organization_id == world["alder"].pk and event.detail == {"rows": 5, "students": 2}


def test_another_district_learns_nothing_of_these_students(data, challenge, world):
    answered = ask(world, challenge, ROSTER.encode(), organization=world["birch"])
    assert answered.students == 0
    assert b"earned" not in answered.content


@pytest.mark.parametrize("role", ["data_steward", "organization_administrator", "release_signer"])
def test_only_who_reads_student_rows_may_ask(data, challenge, world, role):
    with pytest.raises(PermissionDenied):
        ask(world, challenge, ROSTER.encode(), role=role)
    with pytest.raises(Http404):
        answer_file(
            by=world.person("data_coordinator"),
            organization=world["birch"],
            challenge=challenge,
            name="x.csv",
            content=ROSTER.encode(),
        )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"name,seat\nx,1\n", "No column of the file is known as the student's id"),
        (b"student_id,Gang\n100,x\n", "gang"),
        (b"", "empty"),
        (b"PK\x03\x04 not a zip", "."),
    ],
)
def test_a_file_that_cannot_be_answered_is_refused_with_a_sentence(data, challenge, world, content, sentence):
    with pytest.raises(ValidationError, match=sentence):
        ask(world, challenge, content, name="x.xlsx" if content[:2] == b"PK" else "x.csv")


def test_without_an_agreement_the_rows_are_closed(data, challenge, world):
    world["alder"].agreements.update(ends_on=date(2024, 1, 1))
    with pytest.raises(ValidationError, match="closed"):
        ask(world, challenge, ROSTER.encode())


def test_a_nonprofit_has_no_students_of_its_own(data, challenge, world):
    with pytest.raises(ValidationError, match="answers for no school"):
        ask(world, challenge, ROSTER.encode(), organization=world["open-door"])
