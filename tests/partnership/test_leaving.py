"""Roles end: by hand, by date, with the person, with the organization's kind."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from partnership.access.groups import put_in_groups
from partnership.access.rights import can, organizations_admitting
from partnership.access.roles import ROLES, STUDENT_LEVEL
from partnership.actions.accounts import close_account, leave_organization, reopen_account
from partnership.actions.admissions import admit_evaluator
from partnership.actions.invitations import invite
from partnership.actions.memberships import change_last_day, end_due_roles, end_role, grant_role
from partnership.actions.organizations import change_organization
from partnership.models import AuditEvent, Invitation, Membership, User
from tests.conftest import PASSWORD


def fresh(user):
    return User.objects.get(pk=user.pk)


def sign_in(client, user):
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302


def test_an_ended_role_is_gone_at_the_next_request_of_an_open_session(world, client):
    person = world.person("organization_administrator")
    sign_in(client, person)
    address = reverse("workspace:people", args=["alder"])
    assert client.get(address).status_code == 200
    end_role(person.memberships.get(), by=None)
    assert client.get(address).status_code == 404
    assert "You hold no role yet" in client.get(reverse("workspace:home")).content.decode()


def test_a_closed_account_is_signed_out_everywhere_and_cannot_come_back(world, client):
    person, administrator = world.person("data_coordinator"), world.person("partnership_administrator")
    invite(by=administrator, email=person.email, organization=world["birch"], role="editor")
    sign_in(client, person)
    close_account(person, by=administrator)
    assert client.get(reverse("workspace:home")).url.startswith(reverse("account_login"))
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.url == reverse("account_inactive")
    assert not Invitation.objects.still_open().exists()
    person = fresh(person)
    assert not person.groups.exists() and not person.memberships.in_force().exists()
    assert AuditEvent.objects.filter(verb="account.closed", actor_id=administrator.pk).exists()


def test_reopening_gives_no_role_back(world, client):
    person = world.person("data_coordinator")
    close_account(person, by=None)
    reopen_account(person, by=None)
    sign_in(client, person)
    assert not can(fresh(person), "submit_data", world["alder"])


def test_an_account_is_closed_and_reopened_on_screen(world, client):
    person = world.person("data_coordinator")
    client.force_login(world.person("partnership_administrator"))
    page = client.get(reverse("workspace:person", args=[person.pk])).content.decode()
    assert reverse("workspace:close_account", args=[person.pk]) in page
    client.post(reverse("workspace:close_account", args=[person.pk]))
    assert not fresh(person).is_active
    client.post(reverse("workspace:reopen_account", args=[person.pk]))
    assert fresh(person).is_active


def test_leaving_an_organization_ends_every_role_there_and_none_elsewhere(world):
    person = world.person("data_coordinator")
    for organization, role in [(world["alder"], "editor"), (world["birch"], "editor")]:
        grant_role(by=None, user=person, organization=organization, role=role)
    leave_organization(person, by=None, organization=world["alder"])
    assert [each.organization for each in person.memberships.in_force()] == [world["birch"]]
    assert not can(fresh(person), "edit_pages", world["alder"]) and can(
        fresh(person), "edit_pages", world["birch"]
    )


def test_a_person_gives_up_the_own_role(world, client):
    person = world.person("editor")
    client.force_login(person)
    membership = person.memberships.get()
    assert (
        "Give up your role?"
        in client.get(reverse("workspace:end_role", args=[membership.pk])).content.decode()
    )
    client.post(reverse("workspace:end_role", args=[membership.pk]))
    assert AuditEvent.objects.filter(verb="role.ended", actor_id=person.pk).exists()
    assert not can(fresh(person), "edit_pages", world["alder"])


def test_the_last_partnership_administrator_stays(world, client):
    """Otherwise nobody could give any role again."""
    only = world.person("partnership_administrator")
    membership = only.memberships.get()
    for refused in (
        lambda: end_role(membership, by=only),
        lambda: change_last_day(membership, by=only, ends_on=timezone.localdate()),
        lambda: close_account(only, by=only),
    ):
        with pytest.raises(ValidationError, match="only partnership administrator without a last day"):
            refused()
    client.force_login(only)
    client.post(reverse("workspace:end_role", args=[membership.pk]))
    assert can(fresh(only), "manage_people", world["alder"]) and fresh(only).is_active
    second = User.objects.create_user("second@partnership.example.org", PASSWORD, name="Second")
    grant_role(by=only, user=second, organization=world.partnership, role="partnership_administrator")
    end_role(membership, by=only)
    assert not can(fresh(only), "manage_people", world["alder"])


def test_the_last_day_itself_still_counts_and_a_later_one_brings_nothing_twice(world):
    person, today = world.person("editor"), timezone.localdate()
    membership = person.memberships.get()
    change_last_day(membership, by=None, ends_on=today)
    assert can(fresh(person), "edit_pages", world["alder"])
    assert membership.state == "ending_soon"
    Membership.objects.update(ends_on=today - timedelta(days=1))
    again = grant_role(by=None, user=person, organization=world["alder"], role="editor")
    assert again.pk != membership.pk and again.state == "in_force"
    assert Membership.objects.get(pk=membership.pk).state == "ended"
    assert can(fresh(person), "edit_pages", world["alder"])


def test_what_is_due_is_written_down(world):
    person = world.person("editor")
    Membership.objects.filter(user=person).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert end_due_roles() == 1 and end_due_roles() == 0
    assert not fresh(person).groups.exists()
    assert AuditEvent.objects.get(verb="role.ended").actor_id is None


def test_an_organization_that_becomes_law_enforcement_loses_its_student_level_roles(world):
    organization = world["open-door"]
    coordinator = world.person("data_coordinator", organization)
    editor, evaluator = world.person("editor", organization), world.person("evaluator")
    administrator = world.person("organization_administrator", organization)
    invite(by=administrator, email="n@x.example.org", organization=organization, role="data_coordinator")
    admit_evaluator(
        by=administrator,
        organization=organization,
        evaluator=evaluator,
        project="Mentoring",
        ends_on=timezone.localdate(),
    )
    assert list(organizations_admitting(fresh(evaluator))) == [organization]
    change_organization(organization, by=world.person("partnership_administrator"), kind="probation")
    assert not can(fresh(coordinator), "read_student_rows", organization)
    assert can(fresh(editor), "edit_pages", organization)
    assert not Invitation.objects.still_open().exists()
    assert not organizations_admitting(fresh(evaluator)).exists()


@pytest.mark.parametrize("role", sorted(STUDENT_LEVEL))
def test_a_row_that_came_past_the_actions_gives_law_enforcement_nothing(world, role):
    """Neither a hand-written membership nor a kind changed behind our back opens a student-level row."""
    person = world.person("incident_officer")
    Membership.objects.create(user=person, organization=world["harbor-police"], role=role)
    put_in_groups(person)
    for codename in ROLES[role].permissions:
        assert not can(fresh(person), codename, world["harbor-police"]), codename


def test_evaluators_are_admitted_by_the_organization_itself_and_only_evaluators(world, client):
    administrator, evaluator = world.person("organization_administrator"), world.person("evaluator")
    address = reverse("workspace:admit_evaluator", args=["alder"])
    fields = {"project": "Attendance", "ends_on": timezone.localdate().isoformat()}
    client.force_login(administrator)
    refused = client.post(address, fields | {"evaluator": administrator.email})
    assert "No evaluator of the partnership signs in with this address" in refused.content.decode()
    assert client.post(address, fields | {"evaluator": evaluator.email}).status_code == 302
    assert list(organizations_admitting(fresh(evaluator))) == [world["alder"]]
    client.force_login(world.person("partnership_administrator"))
    assert client.post(address, fields | {"evaluator": evaluator.email}).status_code == 403
    client.force_login(administrator)
    client.post(reverse("workspace:end_admission", args=[evaluator.admissions.get().pk]))
    assert not organizations_admitting(fresh(evaluator)).exists()


def test_an_admission_is_worth_nothing_without_the_role_of_an_evaluator(world):
    evaluator = world.person("evaluator")
    admit_evaluator(
        by=None,
        organization=world["alder"],
        evaluator=evaluator,
        project="Attendance",
        ends_on=timezone.localdate(),
    )
    end_role(evaluator.memberships.get(), by=None)
    assert not organizations_admitting(fresh(evaluator)).exists()


def test_a_partnership_is_founded_once(db, client, capsys):
    words = {
        "name": "Bay County Partnership",
        "admin_email": "first@bay.example.org",
        "admin_name": "Ada First",
    }
    call_command("found", **words)
    link = capsys.readouterr().out.strip().splitlines()[-1]
    step = client.get("/" + link.split("/", 3)[3])
    client.post(step.url, {"password1": PASSWORD + "!", "password2": PASSWORD + "!"})
    first = User.objects.get(email="first@bay.example.org")
    assert first.check_password(PASSWORD + "!") and str(first) == "Ada First"
    assert can(first, "manage_partnership")
    used = client.get("/" + link.split("/", 3)[3])
    assert used.status_code == 200 and "password1" not in used.content.decode()
    with pytest.raises(Exception, match="has been founded already"):
        call_command("found", **words)


def test_signing_in_is_logged_and_so_is_a_wrong_password(world, client):
    person = world.person("editor")
    sign_in(client, person)
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": person.email.upper(), "password": "wrong"})
    client.post(reverse("account_login"), {"login": "my secret password", "password": "wrong"})
    client.post(reverse("account_login"), {"login": "nobody@example.org", "password": "wrong"})
    told = list(AuditEvent.objects.filter(verb__startswith="account.").order_by("pk"))
    assert [(event.verb, event.target_id) for event in told] == [
        ("account.signed_in", str(person.pk)),
        ("account.signed_out", str(person.pk)),
        ("account.sign_in_failed", str(person.pk)),
    ]
    assert "secret" not in str(list(AuditEvent.objects.values()))


def test_a_forgotten_password_is_set_anew_by_mail_and_strangers_are_told_nothing(world, client, mailoutbox):
    person = world.person("editor")
    for address in (person.email, "stranger@example.org"):
        answer = client.post(reverse("account_reset_password"), {"email": address})
        assert answer.url == reverse("account_reset_password_done")
    assert [mail.to for mail in mailoutbox] == [[person.email]]
    link = next(line for line in mailoutbox[0].body.split() if "/password/reset/key/" in line)
    step = client.get("/" + link.split("/", 3)[3])
    set_anew = client.post(
        step.url, {"password1": "an entirely new one", "password2": "an entirely new one"}, follow=True
    )
    assert "Sign in with it now" in set_anew.text
    assert fresh(person).check_password("an entirely new one")
    assert AuditEvent.objects.filter(verb="account.password_set", actor_id=person.pk).exists()


@pytest.mark.parametrize("path", ["/accounts/email/", "/accounts/confirm-email/"])
def test_an_address_changes_by_a_new_invitation_never_by_typing_another(world, client, path):
    person = world.person("editor")
    sign_in(client, person)
    wanted = {"email": "victim@birch.example.org", "action_add": "", "action_primary": ""}
    assert client.post(path, wanted, follow=True).status_code == 404
    assert fresh(person).email == person.email


def test_nobody_signs_up(db, client):
    fields = {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), fields)
    assert not User.objects.filter(email="x@example.org").exists()
