"""People come in by invitation, once, through their own mailbox, and never into somebody else's account."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from partnership.access.rights import can
from partnership.actions.accounts import close_account
from partnership.actions.invitations import accept_invitation, invite
from partnership.actions.memberships import end_role
from partnership.models import AuditEvent, Invitation, Membership, User
from tests.conftest import PASSWORD

NEWCOMER = {"name": "Robin Vale", "password1": "an entirely new one", "password2": "an entirely new one"}


@pytest.fixture
def administrator(world):
    return world.person("organization_administrator")


def sent_link():
    return re.search(r"https?://[^/\s]+(/invitation/\S+)", mail.outbox[-1].body)[1]


def invite_by_form(client, world, administrator, **fields):
    client.force_login(administrator)
    fields = {"email": "robin@alder.example.org", "role": "data_coordinator", "ends_on": ""} | fields
    return client.post(reverse("workspace:invite", args=["alder"]), fields)


def test_an_invited_mailbox_opens_an_account_with_just_that_role(
    world, administrator, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = invite_by_form(client, world, administrator)
    assert answer.status_code == 302
    assert mail.outbox[-1].to == ["robin@alder.example.org"]
    assert "Data coordinator" in mail.outbox[-1].body and world["alder"].name in mail.outbox[-1].body
    client.logout()
    link = sent_link()
    page = client.get(link).content.decode()
    assert "each reading is logged" in page and "robin@alder.example.org" in page
    assert client.post(link, NEWCOMER).url == reverse("workspace:home")
    person = User.objects.get(email="robin@alder.example.org")
    assert can(person, "submit_data", world["alder"]) and not can(person, "submit_data", world["birch"])
    assert client.get(reverse("workspace:home")).status_code == 200
    assert Membership.objects.get(user=person).granted_by == administrator
    assert AuditEvent.objects.filter(verb="invitation.accepted", actor_id=person.pk).exists()


def test_an_invitation_works_once(world, administrator, client):
    invitation = invite(by=administrator, email="r@x.example.org", organization=world["alder"], role="editor")
    client.post(path(invitation), NEWCOMER)
    client.logout()
    answer = client.get(path(invitation))
    assert answer.status_code == 410 and "has been used" in answer.content.decode()
    assert client.post(path(invitation), NEWCOMER).status_code == 410
    with pytest.raises(ValidationError, match="no longer open"):
        accept_invitation(invitation, name="Again", password=PASSWORD)


def test_only_a_hash_of_the_token_is_kept(world, administrator):
    invitation = invite(by=administrator, email="r@x.example.org", organization=world["alder"], role="editor")
    token = invitation.link.rstrip("/").rsplit("/", 1)[1]
    stored = str(list(Invitation.objects.values())) + str(list(AuditEvent.objects.values()))
    assert token not in stored


@pytest.mark.parametrize("how", ["expired", "withdrawn", "replaced", "unknown"])
def test_a_dead_link_says_so_in_a_sentence(world, administrator, client, how):
    invitation = invite(by=administrator, email="r@x.example.org", organization=world["alder"], role="editor")
    address = path(invitation)
    if how == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    elif how == "withdrawn":
        client.force_login(administrator)
        client.post(reverse("workspace:revoke_invitation", args=[invitation.pk]))
        client.logout()
    elif how == "replaced":
        invite(by=administrator, email="R@x.example.org", organization=world["alder"], role="editor")
    else:
        address = reverse("accept_invitation", args=["no-such-token"])
    answer = client.get(address)
    assert answer.status_code == 410
    assert "Ask the person who invited you" in answer.content.decode()


def test_the_token_alone_never_opens_an_existing_account(world, administrator, client):
    """Whoever reads another person's mail for a minute must not become that person."""
    victim = world.person("data_coordinator", world["birch"])
    invitation = invite(by=administrator, email=victim.email, organization=world["alder"], role="editor")
    page = client.get(path(invitation)).content.decode()
    assert "Sign in with it to accept" in page and "password1" not in page
    client.post(path(invitation), NEWCOMER)
    assert "_auth_user_id" not in client.session
    victim.refresh_from_db()
    assert victim.check_password(PASSWORD)
    assert not victim.memberships.filter(organization=world["alder"]).exists()
    with pytest.raises(ValidationError, match="Sign in as"):
        accept_invitation(invitation, name="Thief", password="stolen stolen stolen")


def test_a_person_signed_in_as_somebody_else_cannot_take_it_up(world, administrator, client):
    other = world.person("editor", world["birch"])
    invitation = invite(
        by=administrator, email="new@x.example.org", organization=world["alder"], role="editor"
    )
    client.force_login(other)
    assert "Sign out" in client.get(path(invitation)).content.decode()
    client.post(path(invitation), NEWCOMER)
    assert not other.memberships.filter(organization=world["alder"]).exists()
    assert not User.objects.filter(email="new@x.example.org").exists()


def test_an_existing_account_accepts_after_signing_in(world, administrator, client):
    person = world.person("editor", world["birch"])
    invitation = invite(
        by=administrator, email=person.email, organization=world["alder"], role="page_approver"
    )
    client.force_login(person)
    assert client.post(path(invitation)).url == reverse("workspace:home")
    person = User.objects.get(pk=person.pk)
    assert can(person, "approve_pages", world["alder"]) and can(person, "edit_pages", world["birch"])


def test_a_closed_account_is_not_reopened_by_an_invitation(world, administrator, client):
    person = world.person("editor")
    close_account(person, by=world.person("partnership_administrator"))
    invitation = invite(by=administrator, email=person.email, organization=world["alder"], role="editor")
    assert "is closed" in client.get(path(invitation)).content.decode()
    client.post(path(invitation), NEWCOMER)
    assert not can(User.objects.get(pk=person.pk), "edit_pages", world["alder"])


def test_an_invitation_is_worth_no_more_than_its_inviter(world, administrator, client):
    """Somebody who is about to leave cannot keep a door open."""
    invitation = invite(
        by=administrator, email="friend@x.example.org", organization=world["alder"], role="editor"
    )
    end_role(administrator.memberships.get(), by=None)
    answer = client.post(path(invitation), NEWCOMER)
    assert answer.status_code == 410 and "can no longer give this role" in answer.content.decode()
    assert not User.objects.filter(email="friend@x.example.org").exists()


def test_the_link_sent_again_replaces_the_first(
    world, administrator, client, django_capture_on_commit_callbacks
):
    invitation = invite(by=administrator, email="r@x.example.org", organization=world["alder"], role="editor")
    client.force_login(administrator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("workspace:send_invitation_again", args=[invitation.pk]))
    client.logout()
    assert client.get(path(invitation)).status_code == 410
    assert client.get(sent_link()).status_code == 200


@pytest.mark.parametrize("role", ["data_coordinator", "program_manager", "data_steward", "evaluator"])
def test_police_are_never_offered_a_student_level_role(world, client, role):
    client.force_login(world.person("organization_administrator", world["harbor-police"]))
    address = reverse("workspace:invite", args=["harbor-police"])
    assert f'value="{role}"' not in client.get(address).content.decode()
    answer = client.post(address, {"email": "x@harbor.example.org", "role": role})
    assert answer.status_code == 200
    assert "is a law-enforcement organization and cannot hold the role" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_the_partnerships_own_organization_administrator_cannot_make_partnership_administrators(
    world, client
):
    """The role of the partnership's own office does not reach the whole partnership."""
    client.force_login(world.person("organization_administrator", world.partnership))
    address = reverse("workspace:invite", args=["partnership"])
    page = client.get(address).content.decode()
    assert 'value="editor"' in page and 'value="partnership_' not in page
    answer = client.post(address, {"email": "x@p.example.org", "role": "partnership_administrator"})
    assert "reaches beyond what you answer for" in answer.content.decode()
    wide = world.person("partnership_coordinator").memberships.get()
    assert client.post(reverse("workspace:end_role", args=[wide.pk])).status_code == 403
    assert client.post(reverse("workspace:change_role", args=[wide.pk]), {"ends_on": ""}).status_code == 403
    assert not Invitation.objects.exists()


def test_nobody_gives_themselves_a_role(world, administrator, client):
    answer = invite_by_form(client, world, administrator, email=administrator.email.upper())
    assert "Nobody gives a role to themselves" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_a_last_day_in_the_past_is_refused_and_nothing_typed_is_lost(world, administrator, client):
    answer = invite_by_form(client, world, administrator, ends_on="2020-01-01")
    page = answer.content.decode()
    assert "The last day is in the past" in page and "robin@alder.example.org" in page


def test_a_mail_server_that_is_down_leaves_an_invitation_that_can_be_sent_again(
    world, administrator, client, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "no.such.backend"
    with django_capture_on_commit_callbacks(execute=True):
        answer = invite_by_form(client, world, administrator)
    assert answer.status_code == 302 and Invitation.objects.still_open().count() == 1


def path(invitation):
    return "/" + invitation.link.split("/", 3)[3]
