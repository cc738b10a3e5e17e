"""A family's request: the student is gone everywhere, stays gone, and no log says who it was."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.http import Http404
from django.urls import reverse

from outcomes.datasets import DATASETS
from outcomes.measures.student_year import rebuild_stale
from outcomes.models import AttendanceMonth, Enrollment, ErasedStudent, StudentYear
from outcomes.retention.erase import Erased, erase_student
from outcomes.retention.restored import forget_again
from outcomes.submissions import resource
from outcomes.submissions.accept import accept
from outcomes.submissions.erased import digest_of
from outcomes.submissions.fixit.gate import check_open
from outcomes.submissions.identity import LOCAL_ID, STATE_ID, student_keys
from outcomes.submissions.models import State
from outcomes.submissions.rows import staged_rows
from outcomes.submissions.stage import stage
from outcomes.submissions.withdraw import withdraw
from partnership.models import AuditEvent, VaultItem

ENROLLMENT = "school_code,student_id,school_year,entry_date,exit_date,grade"
BY_STATE = ENROLLMENT.replace("student_id", "SSID")
ATTENDANCE = "school_code,student_id,month,days_expected,days_excused,days_unexcused"
DISCIPLINE = "school_code,student_id,date,action"
ROSTER = "student_id,entry_date"
SCHOOL, BIRCH = "99100010100001", "99100020100001"
CHILD, OTHER = "7700123", "7700124"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def enrolled(*students, school=SCHOOL, year="2024-25"):
    return [f"{school},{student},{year},{year[:4]}-08-15,,06" for student in students]


def everything(world, accepted, hand_in):
    """The child in every student-level table, in effect, replaced and staged; another student beside."""
    accepted("student_enrollment", ENROLLMENT, enrolled(CHILD, OTHER))
    accepted("student_enrollment", ENROLLMENT, enrolled(f"0{CHILD}", OTHER))
    accepted("student_attendance", ATTENDANCE, [f"{SCHOOL},{each},2024-09,20,1,0" for each in (CHILD, OTHER)])
    accepted("student_discipline", DISCIPLINE, [f"{SCHOOL},{CHILD},2024-09-10,out"], period="2024-25")
    accepted(
        "program_roster",
        ROSTER,
        [f"{CHILD},2024-09-10", f"{OTHER},2024-09-10"],
        organization="open-door",
        period="2024-25",
        program=world.programs["mentoring"],
    )
    rebuild_stale()
    return hand_in(
        "student_attendance", ATTENDANCE, [f"{SCHOOL},{each},2024-10,20,1,0" for each in (CHILD, OTHER)]
    )


def rows_of(issuer, student, kind=LOCAL_ID):
    key = student_keys([student], issuer=str(issuer.pk), kind=kind)[student]
    facts = [each.fact for each in DATASETS.values() if each.is_student_level]
    return {
        model.__name__: count
        for model in [*facts, StudentYear]
        if (count := model.objects.filter(student_key=key).count())
    }


def test_every_row_and_derived_value_goes_and_nobody_elses(world, accepted, hand_in):
    everything(world, accepted, hand_in)
    alder = world["alder"]
    before = rows_of(alder, OTHER)
    assert rows_of(alder, CHILD) == {
        "Enrollment": 2,
        "AttendanceMonth": 2,
        "DisciplineEvent": 1,
        "Engagement": 1,
        "StudentYear": 1,
    }
    steward = world.person("data_steward")
    assert erase_student(by=steward, issuer=alder, student_id=f" 0{CHILD} ", kind=LOCAL_ID) == Erased(6, 1, 1)
    assert rows_of(alder, CHILD) == {}
    assert rows_of(alder, OTHER) == before
    rebuild_stale()
    assert rows_of(alder, CHILD) == {}


def test_a_staged_file_is_accepted_without_the_student_and_withdrawal_brings_nothing_back(
    world, accepted, hand_in
):
    staged = everything(world, accepted, hand_in)
    erase_student(by=None, issuer=world["alder"], student_id=CHILD, kind=LOCAL_ID)
    staged = accept(staged, by=staged.created_by)
    withdraw(staged, by=staged.created_by, why="Wrong")
    rebuild_stale()
    assert rows_of(world["alder"], CHILD) == {}


def test_files_that_wait_and_may_name_the_student_are_destroyed(world, accepted, hand_in):
    """One that was read, one that waits for its columns, a roster of a program; not another district's, not totals."""
    staged = everything(world, accepted, hand_in)
    unread = hand_in("student_attendance", "Sch,Pupil,M,Exp", [f"{SCHOOL},{CHILD},2024-11,20"])
    assert unread.state == State.MAPPING
    roster = hand_in(
        "program_roster",
        "Pupil,Since",
        [f"{CHILD},2024-10-01"],
        organization="open-door",
        period="2024-25",
        program=world.programs["mentoring"],
    )
    elsewhere = hand_in(
        "student_attendance", ATTENDANCE, [f"{BIRCH},{OTHER},2024-10,20,1,0"], organization="birch"
    )
    waiting = [staged, unread, roster]
    items = [each.vault_item_id for each in waiting]
    steward = world.person("data_steward")
    erased = erase_student(by=steward, issuer=world["alder"], student_id=CHILD, kind=LOCAL_ID)
    assert erased.files == 3 and not VaultItem.objects.filter(pk__in=items).exists()
    for each in waiting:
        each.refresh_from_db()
        assert each.vault_item is None
    elsewhere.refresh_from_db()
    assert elsewhere.vault_item is not None
    assert staged_rows(staged).count() == 1
    assert accept(staged, by=staged.created_by).state == State.ACCEPTED
    with pytest.raises(ValidationError, match="was erased"):
        check_open(unread)


def test_a_restored_backup_loses_its_waiting_files_where_somebody_was_erased_since(world, hand_in):
    waiting = hand_in("student_attendance", ATTENDANCE, [f"{SCHOOL},{OTHER},2024-10,20,1,0"])
    forget_again([])
    waiting.refresh_from_db()
    assert waiting.vault_item is not None
    forget_again([digest_of(12345)])
    waiting.refresh_from_db()
    assert waiting.vault_item is None


def test_a_later_file_loses_those_rows_with_a_count_and_no_row_number(world, hand_in):
    erase_student(by=None, issuer=world["alder"], student_id=CHILD, kind=LOCAL_ID)
    rows = [
        f"{SCHOOL},{student},2024-{month},20,1,0"
        for student in (OTHER, f"00{CHILD}")
        for month in ("09", "10")
    ]
    submission = hand_in("student_attendance", ATTENDANCE, rows)
    assert (submission.state, submission.new, submission.left_out) == ("staged", 2, 2)
    assert AttendanceMonth.objects.count() == 2 and rows_of(world["alder"], CHILD) == {}
    (told,) = [each for each in submission.recognized["notices"] if each["code"] == "erased_students"]
    assert told["detail"] == {"rows": 2} and told["rows"] == []
    assert not submission.problems.filter(severity__in=["error", "left_out"]).exists()


def test_the_same_id_of_another_district_is_another_student(world, hand_in):
    erase_student(by=None, issuer=world["alder"], student_id=CHILD, kind=LOCAL_ID)
    submission = hand_in(
        "student_enrollment", ENROLLMENT, enrolled(CHILD, school=BIRCH), organization="birch"
    )
    assert submission.new == 1 and rows_of(world["birch"], CHILD) == {"Enrollment": 1}


def test_a_student_erased_while_the_file_was_being_staged_is_gone_too(world, hand_in, monkeypatch):
    key = student_keys([CHILD], issuer=str(world["alder"].pk), kind=LOCAL_ID)[CHILD]
    late = Enrollment(student_key=key, entry_date="2024-08-15")

    def with_claim(dataset, checked, submission, wrote):
        result = stage(dataset, checked, submission, wrote)
        # Whoever erases had looked for rows before these were written.
        late.claim_id = submission.claims.get().pk
        erase_student(by=None, issuer=world["alder"], student_id=CHILD, kind=LOCAL_ID)
        Enrollment.objects.bulk_create([late])
        return result

    monkeypatch.setattr(resource, "stage", with_claim)
    submission = hand_in("student_enrollment", ENROLLMENT, enrolled(CHILD, OTHER))
    assert submission.state == "staged"
    assert rows_of(world["alder"], CHILD) == {}
    assert rows_of(world["alder"], OTHER) == {"Enrollment": 1}


def test_erased_students_stay_gone_after_the_secret_was_rotated(world, hand_in, settings):
    erase_student(by=None, issuer=world["alder"], student_id=CHILD, kind=LOCAL_ID)
    settings.STUDENT_KEY_SECRETS = ["2:a newer secret", *settings.STUDENT_KEY_SECRETS]
    submission = hand_in("student_enrollment", ENROLLMENT, enrolled(CHILD, OTHER))
    assert submission.new == 1 and rows_of(world["alder"], CHILD) == {}


def test_a_restored_backup_is_cleaned_by_the_list(world, accepted, capsys):
    accepted("student_enrollment", ENROLLMENT, enrolled(CHILD, OTHER))
    saved = list(Enrollment.objects.all())
    erase_student(by=None, issuer=world["alder"], student_id=CHILD, kind=LOCAL_ID)
    Enrollment.objects.all().delete()
    Enrollment.objects.bulk_create(saved)
    call_command("erase_student", again=True)
    assert "rows removed: 1" in capsys.readouterr().out
    assert rows_of(world["alder"], CHILD) == {} and Enrollment.objects.count() == 1


def test_nothing_stored_tells_the_id_or_the_key(world, accepted, hand_in):
    everything(world, accepted, hand_in)
    key = student_keys([CHILD], issuer=str(world["alder"].pk), kind=LOCAL_ID)[CHILD]
    erase_student(by=world.person("data_steward"), issuer=world["alder"], student_id=CHILD, kind=LOCAL_ID)
    wanted = {CHILD, str(key), key.to_bytes(8, "big", signed=True).hex()}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            text = repr(cursor.fetchall())
            assert not [word for word in wanted if word in text], table
    events = AuditEvent.objects.filter(verb="student.erased").order_by("id")
    # The district, and the non-profit whose roster lost a row.
    assert [event.organization_id for event in events] == [world["alder"].pk, world["open-door"].pk]
    assert events[0].detail == {"rows": 6} and events[1].detail == {}


def test_who_may_erase(world):
    alder, birch, office = world["alder"], world["birch"], world["county-office"]
    steward = world.person("data_steward")
    for person in ("data_coordinator", "organization_administrator", "partnership_administrator"):
        with pytest.raises(PermissionDenied):
            erase_student(by=world.person(person), issuer=alder, student_id=CHILD, kind=LOCAL_ID)
    with pytest.raises(Http404):
        erase_student(by=steward, issuer=birch, student_id=CHILD, kind=LOCAL_ID)
    with pytest.raises(PermissionDenied):
        erase_student(by=steward, issuer=alder, student_id=CHILD, kind=STATE_ID)
    assert not ErasedStudent.objects.exists()
    erase_student(by=world.person("data_steward", office), issuer=office, student_id=CHILD, kind=STATE_ID)
    assert ErasedStudent.objects.count() == 1


def test_a_state_id_is_erased_in_every_district(world, accepted):
    accepted("student_enrollment", BY_STATE, enrolled("1234567890", "1234567891"))
    accepted("student_enrollment", BY_STATE, enrolled("1234567890", school=BIRCH), organization="birch")
    office = world["county-office"]
    erased = erase_student(
        by=world.person("data_steward", office), issuer=office, student_id="1234567890", kind=STATE_ID
    )
    assert erased.rows == 2 and Enrollment.objects.count() == 1


@pytest.mark.parametrize("text", ["", "-", "1.2E+09"])
def test_what_is_no_id_is_refused(world, text):
    with pytest.raises(ValidationError, match="Nothing was erased"):
        erase_student(by=None, issuer=world["alder"], student_id=text, kind=LOCAL_ID)


def test_the_form(world, accepted, client):
    accepted("student_enrollment", ENROLLMENT, enrolled(CHILD, OTHER))
    client.force_login(world.person("data_steward"), backend=BACKEND)
    address = reverse("workspace:erase_student", args=["alder"])
    assert address in client.get(reverse("workspace:home")).content.decode()
    typed = {"student_id": CHILD, "again": CHILD, "certified": "on"}
    for wrong in ({"again": OTHER}, {"certified": ""}):
        page = client.post(address, typed | wrong)
        assert page.status_code == 200 and CHILD not in page.content.decode()
    assert Enrollment.objects.count() == 2
    answer = client.post(address, typed, follow=True)
    assert "1 row is gone" in answer.content.decode() and CHILD not in answer.content.decode()
    assert Enrollment.objects.count() == 1
    client.force_login(world.person("data_coordinator"), backend=BACKEND)
    assert client.post(address, typed).status_code == 403
    client.force_login(world.person("data_steward", world["birch"]), backend=BACKEND)
    assert client.post(address, typed).status_code == 404
