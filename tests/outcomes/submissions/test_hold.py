"""A file that changes much of what counts waits for a second person."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.http import Http404
from django.urls import reverse

from outcomes.datasets import DATASETS
from outcomes.models import AttendanceMonth, Claim, Submission
from outcomes.submissions.accept import accept, approve, decide_contested, reject
from outcomes.submissions.hold import waiting_for
from outcomes.submissions.journey import stage_now
from outcomes.submissions.withdraw import discard, withdraw
from partnership.actions.memberships import end_role, grant_role
from partnership.models import AuditEvent, User
from tests.conftest import PASSWORD
from tests.outcomes.submissions.at_once import at_once, shared_database
from tests.outcomes.submissions.conftest import as_csv

ATTENDANCE = "school_code,student_id,month,days_expected,days_excused,days_unexcused"


def month(students, excused=1):
    return [f"0100001,{student},2024-09,20,{excused},0" for student in students]


def excused():
    """Excused days of the rows that count, once each."""
    in_effect = Claim.objects.filter(in_effect=True).values("pk")
    return set(AttendanceMonth.objects.filter(claim_id__in=in_effect).values_list("excused", flat=True))


@pytest.fixture
def second(world):
    """A second data coordinator of Alder."""
    return colleague(world, "second")


def colleague(world, name, organization="alder"):
    person = User.objects.create_user(f"{name}@{organization}.example.org", PASSWORD, name=name.title())
    grant_role(by=None, user=person, organization=world[organization], role="data_coordinator")
    return person


@pytest.fixture
def held(accepted, hand_in, world):
    """All 40 rows of September change."""
    world.person("partnership_coordinator")
    accepted("student_attendance", ATTENDANCE, month(range(100, 140)))
    submission = hand_in("student_attendance", ATTENDANCE, month(range(100, 140), excused=2))
    return accept(submission, by=submission.created_by, why="The register was mended.")


@pytest.mark.parametrize(
    ("rows", "changed", "state"),
    [
        (40, 10, "accepted"),  # exactly ten rows
        (40, 11, "held"),  # more than ten rows, and more than 10 %
        (110, 11, "accepted"),  # exactly 10 %
        (109, 11, "held"),
        (300, 30, "accepted"),
        (300, 31, "held"),
    ],
)
def test_more_than_ten_rows_and_more_than_ten_percent(accepted, hand_in, world, rows, changed, state):
    students = range(100, 100 + rows)
    accepted("student_attendance", ATTENDANCE, month(students))
    second = hand_in(
        "student_attendance", ATTENDANCE, month(students[:changed], excused=2) + month(students[changed:])
    )
    assert (second.changed, second.unchanged) == (changed, rows - changed)
    assert accept(second, by=second.created_by).state == state


def test_rows_removed_count_with_those_changed_and_new_ones_do_not(accepted, hand_in, world):
    accepted("student_attendance", ATTENDANCE, month(range(100, 140)))
    removing = hand_in("student_attendance", ATTENDANCE, month(range(100, 134)) + month(range(200, 260)))
    assert (removing.removed, removing.new) == (6, 60)
    assert accept(removing, by=removing.created_by).state == "accepted"
    both = hand_in(
        "student_attendance",
        ATTENDANCE,
        month(range(100, 107), 3) + month(range(107, 128)) + month(range(200, 260)),
    )
    assert (both.changed, both.removed) == (7, 6)
    assert accept(both, by=both.created_by).state == "held"


def test_a_dataset_and_the_installation_may_set_another_threshold(
    accepted, hand_in, world, settings, monkeypatch
):
    accepted("student_attendance", ATTENDANCE, month(range(100, 103)))
    settings.CHANGE_THRESHOLD = (1, 0)
    second = hand_in("student_attendance", ATTENDANCE, month(range(100, 103), 2))
    assert accept(second, by=second.created_by).state == "held"
    loose = replace(DATASETS["student_attendance"], change_threshold=(1000, 100))
    monkeypatch.setattr("outcomes.submissions.hold.DATASETS", {"student_attendance": loose})
    third = hand_in("student_attendance", ATTENDANCE, month(range(100, 103), 3))
    assert accept(third, by=third.created_by).state == "accepted"


def test_a_second_person_approves(held, second, django_capture_on_commit_callbacks):
    assert (held.state, excused()) == ("held", {100})
    with django_capture_on_commit_callbacks(execute=True):
        approved = approve(held, by=second)
    assert (approved.state, approved.accepted_by, excused()) == ("accepted", second, {200})
    hold = approved.holds.get()
    assert (hold.approved, hold.decided_by, hold.held_by, hold.why) == (
        True,
        second,
        held.created_by,
        "The register was mended.",
    )
    assert [message.to for message in mail.outbox] == [[held.created_by.email]]
    told = AuditEvent.objects.filter(target_id=str(held.pk)).order_by("id").values_list("verb", flat=True)
    assert list(told) == [
        "submission.received",
        "submission.held",
        "submission.approved",
        "submission.accepted",
    ]
    withdraw(approved, by=second, why="It was right before")
    assert excused() == {100}


def test_a_rejected_file_is_under_review_again_with_the_reason(held, second):
    rejected = reject(held, by=second, why="Half of October is in it.")
    assert (rejected.state, excused()) == ("staged", {100})
    assert rejected.holds.get().decided_why == "Half of October is in it."
    again = accept(rejected, by=held.created_by, why="It is not: see the register.")
    assert (again.state, again.holds.count()) == ("held", 2)
    assert approve(again, by=second).state == "accepted"


def test_never_the_same_person_and_never_a_stranger(held, second, world):
    people = {
        held.created_by: PermissionDenied,
        world.person("organization_administrator"): PermissionDenied,
        world.person("editor"): PermissionDenied,
        # There is a second data coordinator, so that the partnership does not decide.
        world.person("partnership_coordinator"): PermissionDenied,
        world.person("partnership_administrator"): PermissionDenied,
        world.person("data_coordinator", world["birch"]): Http404,
    }
    for person, refusal in people.items():
        with pytest.raises(refusal):
            approve(held, by=person)
        with pytest.raises(refusal):
            reject(held, by=person, why="No")
    held.refresh_from_db()
    assert (held.state, excused()) == ("held", {100})


def test_in_an_organization_of_one_the_partnership_coordinator_decides(held, world):
    coordinator = world.person("partnership_coordinator")
    with pytest.raises(PermissionDenied):
        approve(held, by=held.created_by)
    assert approve(held, by=coordinator).state == "accepted"


def test_whoever_left_is_no_second_person(held, second, world):
    end_role(second.memberships.get(), by=None)
    with pytest.raises((PermissionDenied, Http404)):
        approve(held, by=User.objects.get(pk=second.pk))
    assert approve(held, by=world.person("partnership_coordinator")).state == "accepted"


@pytest.mark.parametrize("with_colleague", [True, False])
def test_those_who_may_decide_are_written_to_and_find_it_on_their_home(
    accepted, hand_in, world, django_capture_on_commit_callbacks, with_colleague
):
    coordinator = world.person("partnership_coordinator")
    other = colleague(world, "second") if with_colleague else None
    accepted("student_attendance", ATTENDANCE, month(range(100, 140)))
    submission = hand_in("student_attendance", ATTENDANCE, month(range(100, 140), 2))
    with django_capture_on_commit_callbacks(execute=True):
        accept(submission, by=submission.created_by, why="Mended")
    decides = other or coordinator
    assert [message.to for message in mail.outbox] == [[decides.email]]
    assert str(submission.pk) in mail.outbox[0].body
    for person in filter(None, [coordinator, other, submission.created_by]):
        assert list(waiting_for(person)) == ([submission] if person == decides else [])


def test_what_came_in_between_is_reviewed_again(held, hand_in, second, world):
    other = hand_in("student_attendance", ATTENDANCE, month(range(100, 140), excused=3))
    other = accept(other, by=other.created_by, why="Another one")
    approve(other, by=second)
    with pytest.raises(ValidationError) as refusal:
        approve(held, by=second)
    assert refusal.value.code == "outdated"
    held.refresh_from_db()
    assert (held.state, excused()) == ("received", {300})
    assert held.holds.get().approved is None and held.holds.get().decided_at
    assert stage_now(held).state == "staged"
    assert accept(held, by=held.created_by, why="Still").state == "held"
    assert approve(held, by=second).state == "accepted"


@pytest.mark.django_db(transaction=True)
def test_two_second_people_at_once(held, second, world, tmp_path):
    """One word counts, the other person is told."""
    third = colleague(world, "third")
    with shared_database(tmp_path):
        ends = at_once(
            lambda: approve(held, by=second).state, lambda: reject(held, by=third, why="Wrong").state
        )
        (counts,) = at_once(excused)
    assert sorted(ends) in (["accepted", "wrong_state"], ["staged", "wrong_state"])
    assert counts == ({200} if "accepted" in ends else {100})


def test_without_an_agreement_nothing_is_approved(held, second, world):
    world["alder"].agreements.update(ends_on="2021-06-30")
    with pytest.raises(ValidationError) as refusal:
        approve(held, by=second)
    assert refusal.value.code == "no_agreement"
    held.refresh_from_db()
    assert (held.state, held.holds.get().decided_at) == ("held", None)


def test_a_held_file_can_be_discarded_and_is_then_decided_by_nobody(held, second):
    discard(held, by=held.created_by)
    with pytest.raises(ValidationError) as refusal:
        approve(held, by=second)
    assert refusal.value.code == "wrong_state"
    assert excused() == {100}


def test_what_another_organization_holds_goes_to_the_coordinator_first(accepted, hand_in, world):
    accepted("student_attendance", ATTENDANCE, month(range(100, 140)))
    rows = [row.replace("0100001", world.places["alder-1"].code) for row in month(range(100, 140), 2)]
    second = hand_in("student_attendance", ATTENDANCE, rows, organization="county-office")
    contested = accept(second, by=second.created_by, why="Ours are newer")
    assert contested.state == "contested"
    decided = decide_contested(contested, by=world.person("partnership_coordinator"), admit=True)
    assert decided.state == "accepted", "the coordinator is a second person"


def test_the_command_line_ends_well_and_says_held(accepted, world, tmp_path):
    accepted("student_attendance", ATTENDANCE, month(range(100, 140)))
    path = tmp_path / "september.csv"
    path.write_bytes(as_csv(ATTENDANCE, month(range(100, 140), excused=2)))
    out = StringIO()
    call_command(
        "submit",
        str(path),
        "--organization=alder",
        "--dataset=student_attendance",
        f"--by={world.person('data_coordinator').email}",
        "--accept",
        "--why=Mended",
        "--json",
        stdout=out,
    )
    assert json.loads(out.getvalue())["state"] == "held"
    assert Submission.objects.get(state="held").holds.get().why == "Mended"


def address(name, submission):
    return reverse(f"workspace:{name}", args=[submission.pk])


def test_the_page_asks_for_the_reason_and_the_second_person_for_a_yes(
    accepted, hand_in, client, world, second
):
    accepted("student_attendance", ATTENDANCE, month(range(100, 140)))
    submission = hand_in("student_attendance", ATTENDANCE, month(range(100, 140), 2))
    client.force_login(submission.created_by)
    page = client.get(address("submission", submission)).content.decode()
    assert "changes or removes 40 of the 40 rows" in page

    client.post(address("submission_accept", submission), {"certified": "on"})
    submission.refresh_from_db()
    assert submission.state == "staged", "without a reason nobody could decide"

    client.post(address("submission_accept", submission), {"certified": "on", "why": "Mended"})
    submission.refresh_from_db()
    assert submission.state == "held"
    page = client.get(address("submission", submission)).content.decode()
    assert "Waiting for a second person" in page and "Mended" in page and "Second" in page
    assert address("submission_approve", submission) not in page
    assert client.post(address("submission_approve", submission)).status_code == 403

    client.force_login(second)
    assert submission.file_name in client.get(reverse("workspace:home")).content.decode()
    page = client.get(address("submission", submission)).content.decode()
    assert address("submission_approve", submission) in page
    client.post(address("submission_reject", submission), {})
    submission.refresh_from_db()
    assert submission.state == "held", "a no wants its reason"
    client.post(address("submission_reject", submission), {"decided_why": "Wrong month"})
    submission.refresh_from_db()
    assert submission.state == "staged"
    assert "Wrong month" in client.get(address("submission", submission)).content.decode()
