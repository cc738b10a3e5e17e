"""Every quarter: who still needs a role? What nobody confirms in time ends, and can be given again."""

from datetime import date, datetime, timedelta
from unittest import mock

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from partnership.access.rights import can
from partnership.access.roles import ROLES
from partnership.actions.confirming import (
    DATA_ROLES,
    confirm_role,
    end_unconfirmed_roles,
    last_day_to_confirm,
    quarter_of,
    remind_to_confirm,
    to_confirm,
)
from partnership.actions.memberships import end_role, grant_role
from partnership.models import AuditEvent, ConfirmationReminder, Membership, User
from partnership.scheduler import tick
from partnership.screens.forms.people import is_dormant

pytestmark = pytest.mark.django_db
QUARTER = date(2026, 10, 1)


@pytest.fixture
def on(world, django_capture_on_commit_callbacks):
    """`on(day)`: both chores, as that day's tick does them; (reminded organizations, ended roles)."""

    def run(day):
        with at(day), django_capture_on_commit_callbacks(execute=True):
            return remind_to_confirm(), end_unconfirmed_roles()

    return run


def at(day):
    """As if it were that day."""
    noon = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
    return mock.patch.multiple(timezone, localdate=lambda *a: day, now=lambda: noon)


def given_before(user):
    Membership.objects.filter(user=user).update(starts_on=QUARTER - timedelta(days=40))
    return user.memberships.get()


@pytest.fixture
def people(world):
    """A data coordinator, an editor and their administrator, all of Alder and of last quarter."""
    roles = ("data_coordinator", "editor", "organization_administrator")
    return {role: given_before(world.person(role)) for role in roles}


def test_data_roles_are_those_that_hand_in_read_or_link():
    assert set(DATA_ROLES) == {
        "data_coordinator",
        "program_manager",
        "statistics_coordinator",
        "data_steward",
        "evaluator",
    }


@pytest.mark.parametrize(
    ("day", "first"),
    [((2026, 1, 1), (2026, 1, 1)), ((2026, 3, 31), (2026, 1, 1)), ((2026, 12, 31), (2026, 10, 1))],
)
def test_a_quarter_begins_in_january_april_july_and_october(day, first):
    assert quarter_of(date(*day)) == date(*first)


def test_reminders_go_out_beforehand_and_the_silent_lose_data_roles_only(world, people, on):
    told = [on(QUARTER + timedelta(days=days)) for days in range(32)]
    reminded = [day for day, (number, _ended) in enumerate(told) if number]
    assert reminded == [0, 16, 23, 29]
    assert [day for day, (_number, ended) in enumerate(told) if ended] == [31]
    running = Membership.objects.filter(ended_at=None, organization=world["alder"])
    assert {each.role for each in running} == {"editor", "organization_administrator"}
    clerk = User.objects.get(pk=people["data_coordinator"].user_id)
    assert not can(clerk, "read_student_rows", world["alder"])
    event = AuditEvent.objects.get(verb="role.ended")
    assert event.actor_id is None and event.detail["why"] == "not confirmed"
    assert AuditEvent.objects.filter(verb="role.confirmation_reminded").count() == 4
    administrator = people["organization_administrator"].user.email
    asked = [message for message in mail.outbox if "still needs a role" in message.subject]
    assert {address for message in asked for address in message.to} == {administrator}
    assert "October 31" in asked[0].subject.replace("Oct.", "October")
    ended = [message.to[0] for message in mail.outbox if "has ended" in message.subject]
    assert sorted(ended) == sorted([administrator, clerk.email])


def test_what_was_confirmed_or_given_in_this_quarter_stays(world, people, on):
    steward = world.person("data_steward")
    Membership.objects.filter(user=steward).update(starts_on=QUARTER)
    on(QUARTER)
    with at(QUARTER + timedelta(days=2)):
        confirm_role(people["data_coordinator"], by=people["organization_administrator"].user)
    assert on(QUARTER + timedelta(days=40))[1] == 0
    # And the next quarter asks again.
    with at(date(2027, 1, 1)):
        assert people["data_coordinator"] in to_confirm()


def test_nobody_loses_a_role_sooner_than_a_week_after_a_reminder(world, people, on):
    """No tick ran for seven weeks: the first one reminds, and the role ends a week later."""
    late = QUARTER + timedelta(days=50)
    assert on(late) == (1, 0)
    with at(late):
        assert last_day_to_confirm(world["alder"]) == late + timedelta(days=7)
    assert [on(late + timedelta(days=days))[1] for days in range(1, 9)] == [0, 0, 0, 0, 0, 0, 0, 1]


def test_two_ticks_remind_once(world, people, on):
    assert on(QUARTER)[0] == 1 and on(QUARTER)[0] == 0
    assert ConfirmationReminder.objects.count() == 1


def test_an_organization_without_administrator_asks_the_partnerships(world, on):
    keeper = world.person("partnership_administrator")
    given_before(keeper), given_before(world.person("data_coordinator"))
    on(QUARTER)
    asked = [message.to for message in mail.outbox if "Alder" in message.subject]
    assert asked == [[keeper.email]]


def test_nobody_confirms_a_role_of_their_own_or_one_beyond_their_reach(world, people):
    administrator = people["organization_administrator"].user
    with pytest.raises(ValidationError, match="role of their own"):
        confirm_role(people["organization_administrator"], by=administrator)
    wide = world.person("partnership_coordinator").memberships.get()
    with pytest.raises(ValidationError, match="beyond what you answer for"):
        confirm_role(wide, by=administrator)


def test_the_administrator_keeps_and_ends_on_one_screen_and_gives_again(world, people, client, on):
    administrator, clerk = people["organization_administrator"].user, people["data_coordinator"]
    client.force_login(administrator)
    screen = reverse("workspace:confirm_roles", args=["alder"])
    today = timezone.localdate()
    Membership.objects.update(starts_on=quarter_of(today) - timedelta(days=9))
    assert screen in client.get(reverse("workspace:home")).content.decode()
    page = client.get(screen).content.decode()
    assert f"role-{clerk.pk}" in page and "Another administrator answers for this one" in page
    answers = {f"role-{clerk.pk}": "keep", f"role-{people['editor'].pk}": "end"}
    client.post(screen, answers)
    assert Membership.objects.get(pk=clerk.pk).confirmed_on == today
    assert Membership.objects.get(pk=people["editor"].pk).ended_at
    kept = AuditEvent.objects.get(verb="role.confirmed")
    assert kept.actor_id == administrator.pk and kept.organization_id == world["alder"].pk
    assert screen not in client.get(reverse("workspace:home")).content.decode()

    Membership.objects.filter(pk=clerk.pk).update(confirmed_on=None)
    day = quarter_of(today)
    on(day), on(day + timedelta(days=31))
    assert Membership.objects.get(pk=clerk.pk).ended_at
    again = reverse("workspace:give_role_again", args=[clerk.pk])
    assert again in client.get(screen).content.decode()
    client.post(again)
    assert can(User.objects.get(pk=clerk.user_id), "read_student_rows", world["alder"])
    assert again not in client.get(screen).content.decode()


def test_the_list_shows_who_has_not_signed_in_for_long(world, people, client):
    clerk = people["data_coordinator"].user
    User.objects.filter(pk=clerk.pk).update(last_login=timezone.now() - timedelta(days=91))
    client.force_login(people["organization_administrator"].user)
    page = client.get(reverse("workspace:people", args=["alder"])).content.decode()
    assert page.count("Dormant") == 1


def test_the_partnership_finds_dormant_accounts_wherever_they_are(world, people, client):
    """90 days without a sign-in, or without any since the account was made; an account that is closed is none."""
    long_ago, lately = (timezone.now() - timedelta(days=days) for days in (91, 89))
    told = {
        "never@alder.example.org": {"date_joined": long_ago},
        "once@birch.example.org": {"date_joined": long_ago, "last_login": long_ago},
        "lately@birch.example.org": {"date_joined": long_ago, "last_login": lately},
        "new@alder.example.org": {"date_joined": lately},
        "closed@alder.example.org": {"date_joined": long_ago, "is_active": False},
    }
    for email, fields in told.items():
        user = User.objects.create_user(email, "!")
        User.objects.filter(pk=user.pk).update(**fields)
    keeper = world.person("partnership_administrator")
    client.force_login(keeper)
    found = {
        each.email
        for each in client.get(reverse("workspace:everybody"), {"state": "dormant"}).context["page"]
    }
    assert found == {"never@alder.example.org", "once@birch.example.org"}
    assert found == {user.email for user in User.objects.all() if is_dormant(user)}
    client.force_login(people["organization_administrator"].user)
    assert client.get(reverse("workspace:everybody"), {"state": "dormant"}).status_code == 403


def test_tick_does_it():
    names = [name for name, _outcome in tick()]
    assert names.index("remind_to_confirm") < names.index("end_unconfirmed_roles")


def test_leaving_an_organization_is_one_step(world, people, client):
    clerk = people["data_coordinator"].user
    grant_role(by=None, user=clerk, organization=world["alder"], role="editor")
    grant_role(by=None, user=clerk, organization=world["birch"], role="editor")
    client.force_login(people["organization_administrator"].user)
    leave = reverse("workspace:leave_organization", args=["alder", clerk.pk])
    assert leave in client.get(reverse("workspace:person", args=[clerk.pk])).content.decode()
    client.post(leave)
    assert {each.organization for each in clerk.memberships.filter(ended_at=None)} == {world["birch"]}
    assert AuditEvent.objects.filter(verb="account.left", target_id=str(clerk.pk)).exists()
    assert client.post(leave).status_code == 404


def test_roles_end_everywhere_only_by_whoever_may_end_them(world, client):
    """An administrator of the partnership organization does not put out its coordinator."""
    administrator = User.objects.create(email="a@partnership.example.org", password="!")
    grant_role(by=None, user=administrator, organization=world.partnership, role="organization_administrator")
    coordinator = world.person("partnership_coordinator")
    client.force_login(administrator)
    client.post(reverse("workspace:leave_organization", args=["partnership", coordinator.pk]))
    membership = coordinator.memberships.get()
    assert membership.ended_at is None
    end_role(membership, by=None)
    assert ROLES["partnership_coordinator"].partnership_wide
