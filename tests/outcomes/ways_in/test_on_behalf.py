"""The partnership hands in for a partner, who confirms: both names stand with the numbers."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from outcomes.models import Claim, Confirmation, Submission
from outcomes.submissions.accept import accept
from outcomes.submissions.receive import receive
from outcomes.submissions.withdraw import withdraw
from outcomes.ways_in.on_behalf import ask_to_confirm, confirm, decline
from partnership.actions.memberships import end_role, grant_role
from partnership.models import AuditEvent, Membership, VaultItem
from tests.audit_lines import CHILD, untold

from .conftest import attendance, read, subjects, totals


@pytest.fixture
def coordinator(world):
    return world.person("partnership_coordinator")


@pytest.fixture
def handed_in(world, coordinator):
    def handed_in(content=None, dataset="school_totals", organization="alder", by=None):
        submission = receive(
            by=by or coordinator,
            right="submit_on_behalf",
            organization=world[organization],
            dataset=dataset,
            name="totals.csv",
            content=content or totals(district="10002" if organization == "birch" else "10001"),
            in_background=False,
        )
        return read(submission)

    return handed_in


def in_effect():
    return Claim.objects.filter(in_effect=True).exists()


def test_the_partner_confirms_and_both_names_stand(world, client, coordinator):
    administrator = world.person("organization_administrator")
    client.force_login(coordinator)
    client.post(
        reverse("workspace:submit_on_behalf"),
        {
            "organization": world["alder"].pk,
            "dataset": "school_totals",
            "file": SimpleUploadedFile("totals.csv", totals()),
        },
    )
    submission = read()
    assert submission.on_behalf and submission.state == "staged"
    address = reverse("workspace:submission", args=[submission.pk])
    page = client.get(address).content.decode()
    assert "Ask the partner to confirm" in page and administrator.name in page
    client.post(reverse("workspace:ask_to_confirm", args=[submission.pk]), {"certified": "on"})
    submission.refresh_from_db()
    assert submission.state == "unconfirmed" and not in_effect()
    assert subjects() == [(administrator.email, "Please confirm what was handed in for you")]

    client.force_login(administrator)
    assert "Please confirm" in client.get(reverse("workspace:home")).content.decode()
    assert "Are these your numbers?" in client.get(address).content.decode()
    client.post(reverse("workspace:confirm_submission", args=[submission.pk]))
    submission.refresh_from_db()
    assert submission.state == "unconfirmed", "confirming wants the box that says one has looked"
    client.post(reverse("workspace:confirm_submission", args=[submission.pk]), {"certified": "on"})
    submission.refresh_from_db()
    assert (submission.state, submission.created_by, submission.accepted_by) == (
        "accepted",
        coordinator,
        administrator,
    )
    assert in_effect()
    assert subjects()[-1] == (coordinator.email, "A partner has confirmed")
    page = client.get(address).content.decode()
    assert f"confirmed by {administrator}" in page and "On behalf of" in page
    told = AuditEvent.objects.filter(target_id=str(submission.pk)).order_by("pk")
    assert [(event.verb, event.actor_id) for event in told] == [
        ("submission.received", coordinator.pk),
        ("submission.confirmation_asked", coordinator.pk),
        ("submission.confirmed", administrator.pk),
        ("submission.accepted", administrator.pk),
    ]
    assert told[0].detail["on_behalf"] and told[2].detail["handed_in_by"] == str(coordinator.pk)
    assert withdraw(submission, by=administrator, why="The wrong year.").state == "withdrawn"


def test_nothing_counts_without_the_partners_word(world, coordinator, handed_in):
    submission, administrator = handed_in(), world.person("organization_administrator")
    with pytest.raises(PermissionDenied):
        accept(submission, by=coordinator)
    ask_to_confirm(submission, by=coordinator)
    for person in (coordinator, world.person("partnership_administrator"), world.person("editor")):
        with pytest.raises(PermissionDenied):
            confirm(submission, by=person)
        with pytest.raises(PermissionDenied):
            decline(submission, by=person, why="Not mine.")
    with pytest.raises(PermissionDenied):
        confirm(submission, by=world.person("organization_administrator", world["birch"]))
    # Not even where the one who asked has a role in the partner's organization as well.
    grant_role(by=None, user=coordinator, organization=world["alder"], role="organization_administrator")
    with pytest.raises(ValidationError) as refusal:
        confirm(submission, by=coordinator)
    assert refusal.value.code == "own_word"
    assert not in_effect()
    assert confirm(submission, by=administrator).state == "accepted"
    with pytest.raises(ValidationError) as refusal:
        confirm(submission, by=administrator)
    assert refusal.value.code == "wrong_state"


def test_the_partners_data_coordinator_may_accept_at_once(world, handed_in):
    clerk = world.person("data_coordinator")
    assert accept(handed_in(), by=clerk).accepted_by == clerk


def test_the_partner_may_say_no(world, coordinator, handed_in):
    submission, administrator = handed_in(), world.person("organization_administrator")
    ask_to_confirm(submission, by=coordinator)
    submission = decline(submission, by=administrator, why="These are last year's.")
    assert submission.state == "refused" and "last year's" in submission.refusal
    assert not VaultItem.objects.exists() and not in_effect()
    assert subjects()[-1] == (coordinator.email, "A partner has not confirmed")


def test_only_totals_and_only_by_the_partnerships_coordinator(world, handed_in):
    with pytest.raises(ValidationError) as refusal:
        handed_in(attendance(), dataset="student_attendance")
    assert refusal.value.code == "student_level_on_behalf"
    with pytest.raises(PermissionDenied):
        handed_in(by=world.person("partnership_administrator"))
    with pytest.raises(Http404):
        handed_in(by=world.person("data_coordinator", world["birch"]))
    assert not Submission.objects.exists()


def test_errors_are_put_right_before_the_partner_is_asked(world, client, coordinator, handed_in):
    submission = handed_in(totals().replace(b",20\n", b",500\n"))
    assert submission.problems.filter(severity="error").exists()
    with pytest.raises(ValidationError):
        ask_to_confirm(submission, by=coordinator)
    client.force_login(coordinator)
    reasons = list(submission.problems.values_list("reason", flat=True))
    client.post(reverse("workspace:submission_leave_out", args=[submission.pk]), {"reason": reasons})
    assert not submission.problems.filter(severity="error").exists()
    client.post(reverse("workspace:submission_discard", args=[submission.pk]))
    submission.refresh_from_db()
    assert submission.state == "discarded"


def test_a_partner_without_anybody_is_asked_by_a_link(world, client, coordinator, handed_in):
    submission = handed_in(organization="birch")
    for address, code in [("", "email_needed"), (coordinator.email.upper(), "own_address")]:
        with pytest.raises(ValidationError) as refusal:
            ask_to_confirm(submission, by=coordinator, email=address)
        assert refusal.value.code == code
    confirmation = ask_to_confirm(submission, by=coordinator, email="Head@birch.example.org")
    assert subjects() == [("head@birch.example.org", "Please confirm what was handed in for you")]
    assert confirmation.address in mail.outbox[0].body
    path = "/confirm/" + confirmation.address.rsplit("/confirm/", 1)[1]
    assert "Birch Union" in client.get(path).content.decode()
    answer = {"name": "Robin Head", "decision": "confirm"}
    assert "looked at the counts" in client.post(path, answer).content.decode()
    assert not in_effect()
    assert "Thank you" in client.post(path, answer | {"certified": "on"}).content.decode()
    submission.refresh_from_db()
    assert (submission.state, submission.accepted_by) == ("accepted", coordinator)
    told = Confirmation.objects.get()
    assert (told.confirmed_name, told.confirmed_by) == ("Robin Head", None)
    event = AuditEvent.objects.get(verb="submission.confirmed")
    assert (event.actor_id, event.right) == (None, "confirmation link sent to head@birch.example.org")
    assert client.get(path).status_code == 404, "it has been answered"
    client.force_login(coordinator)
    page = client.get(reverse("workspace:submission", args=[submission.pk])).content.decode()
    assert "confirmed by Robin Head through the link sent to head@birch.example.org" in page


def test_by_a_link_one_may_say_no_with_a_reason(client, coordinator, handed_in):
    confirmation = ask_to_confirm(
        handed_in(organization="birch"), by=coordinator, email="head@birch.example.org"
    )
    path = "/confirm/" + confirmation.address.rsplit("/confirm/", 1)[1]
    answer = {"name": "Robin Head", "decision": "decline"}
    assert "Say why not" in client.post(path, answer).content.decode()
    client.post(path, answer | {"why": "Not ours."})
    assert Submission.objects.get().refusal.endswith("(Robin Head): Not ours.")


@pytest.mark.parametrize("end", ["over", "role", "unknown"])
def test_a_confirmation_link_ends(client, coordinator, handed_in, end):
    submission = handed_in(organization="birch")
    confirmation = ask_to_confirm(submission, by=coordinator, email="head@birch.example.org")
    path = "/confirm/" + confirmation.address.rsplit("/confirm/", 1)[1]
    if end == "over":
        Confirmation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif end == "role":
        end_role(Membership.objects.get(user=coordinator), by=None)
    else:
        path = path[:-3] + "xx/"
    answer = {"name": "Robin Head", "decision": "confirm", "certified": "on"}
    assert client.post(path, answer).status_code == 404
    assert not in_effect()


def test_another_file_in_between_is_looked_at_again_and_asked_again(world, coordinator, handed_in):
    clerk, submission = world.person("data_coordinator"), handed_in()
    ask_to_confirm(submission, by=coordinator)
    accept(handed_in(totals(33)), by=clerk)
    with pytest.raises(ValidationError) as refusal:
        confirm(submission, by=clerk)
    assert refusal.value.code == "outdated"
    assert read(submission).state == "staged"
    assert Confirmation.objects.get(submission=submission).confirmed_at is None
    assert subjects()[-1] == (coordinator.email, "Look at a file again")
    with pytest.raises(PermissionDenied):
        accept(Submission.objects.get(pk=submission.pk), by=coordinator)
    ask_to_confirm(submission, by=coordinator)
    assert confirm(submission, by=clerk).state == "accepted"


def test_why_the_partner_declined_stays_with_the_file(world, coordinator, handed_in):
    administrator, submission = world.person("organization_administrator"), handed_in()
    ask_to_confirm(submission, by=coordinator)
    assert CHILD in decline(submission, by=administrator, why=CHILD).refusal
    assert untold("submission.declined")
