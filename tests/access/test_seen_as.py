"""An administrator sees the workspace as a role would: less than the own rights, nothing changes, and it is logged."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomes.submissions.models import Submission
from partnership.access.groups import bring_up_to_date, role_group
from partnership.access.rights import can, forget, held, holds_anywhere, organizations_with
from partnership.access.roles import ROLES
from partnership.actions.memberships import end_role, grant_role
from partnership.models import AuditEvent, Membership, User
from programs.models import Program

from .literal import GIVES
from .test_grants import CODENAMES, PLACES, steps, take

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def administrator(world):
    return world.person("organization_administrator")


@pytest.fixture
def looking(world, administrator, client):
    """`looking(role)`: the administrator's client, seeing as the role of Alder would."""

    def look(role):
        client.force_login(administrator, backend=BACKEND)
        assert client.post(reverse("workspace:see_as", args=["alder"]), {"role": role}).status_code == 302
        return client

    return look


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(steps=steps, slug=st.sampled_from(PLACES), role=st.sampled_from(sorted(ROLES)))
def test_what_is_seen_is_what_both_the_role_and_the_own_rights_give(world, steps, slug, role):
    with transaction.atomic():
        people = [User.objects.create(email=f"p{number}@x.example.org", password="!") for number in range(3)]
        for step in steps:
            with suppress(ValidationError):
                take(step, world, people)
        for user in User.objects.filter(pk__in=[person.pk for person in people]):
            bring_up_to_date(user)
            own = dict(held(user))
            reached = {codename: set(organizations_with(user, codename)) for codename in CODENAMES}
            programs, submissions = set(Program.objects.visible_to(user)), Submission.objects.visible_to(user)
            user.seen_as = role_group(world[slug], role)
            forget(user)
            both = own.get(world[slug].pk, set()) & GIVES[role]
            assert held(user) == ({world[slug].pk: both} if both else {})
            for codename in CODENAMES:
                assert set(organizations_with(user, codename)) <= reached[codename], codename
                assert holds_anywhere(user, codename) == (codename in both)
            assert set(Program.objects.visible_to(user)) <= programs
            assert set(Submission.objects.visible_to(user)) <= set(submissions)
        transaction.set_rollback(True)


def test_it_is_told_on_every_page_and_ends_with_one_tap(world, looking):
    client = looking("release_signer")
    stop = reverse("workspace:stop_seeing_as")
    for address in (
        "/workspace/",
        "/workspace/submissions/",
        "/en/",
        "/accounts/2fa/",
        "/workspace/nothing/",
    ):
        page = client.get(address, follow=True).content.decode()
        assert "You see the workspace as <strong>Release signer</strong>" in page and stop in page, address
    # The administrator's own screens are not the role's.
    assert client.get(reverse("workspace:people", args=["alder"])).status_code == 403
    assert client.post(stop).url == "/workspace/"
    assert "You see the workspace as" not in client.get("/workspace/").content.decode()
    assert client.get(reverse("workspace:people", args=["alder"])).status_code == 200


def test_it_shows_no_student_level_row_that_the_administrator_may_not_read(world, looking, administrator):
    clerk = world.person("data_coordinator")
    file = Submission.objects.create(
        organization=world["alder"],
        dataset="student_enrollment",
        file_name="f.csv",
        content_hash="x",
        size=1,
        created_by=clerk,
    )
    client = looking("data_coordinator")
    assert client.get(reverse("workspace:submission", args=[file.pk])).status_code == 200
    assert client.get(reverse("workspace:submission_rows", args=[file.pk])).status_code == 403
    assert not can(administrator, "read_student_rows", world["alder"])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_taken_in_meanwhile(world, looking, method):
    client = looking("editor")
    membership = world.person("editor").memberships.get()
    before = AuditEvent.objects.count()
    for address in (
        reverse("workspace:end_role", args=[membership.pk]),
        reverse("workspace:see_as", args=["alder"]),
        reverse("act_for", args=["alder"]),
        "/accounts/password/change/",
        "/en/subscribe/",
        "/nowhere/",
    ):
        answer = getattr(client, method)(address, {"role": "funder"})
        assert answer.status_code == 403 and "You are only looking" in answer.content.decode(), address
    assert AuditEvent.objects.count() == before
    assert Membership.objects.get(pk=membership.pk).ended_at is None


def test_the_page_editor_is_closed_meanwhile(world, looking, administrator):
    grant_role(by=None, user=administrator, organization=world["alder"], role="editor")
    client = looking("editor")
    assert client.get("/admin/").status_code == 403
    client.post(reverse("workspace:stop_seeing_as"))
    assert client.get("/admin/").status_code == 200


def test_it_is_logged_under_the_real_person(looking, administrator, world):
    client = looking("funder")
    client.post(reverse("workspace:stop_seeing_as"))
    told = AuditEvent.objects.filter(verb__startswith="role.viewed").order_by("pk")
    assert [(each.verb, each.actor_id, each.detail["role"]) for each in told] == [
        ("role.viewed_as", administrator.pk, "funder"),
        ("role.viewed_as_itself", administrator.pk, "funder"),
    ]
    assert {each.organization_id for each in told} == {world["alder"].pk}


@pytest.mark.parametrize("role", ["partnership_administrator", "editor", "data_coordinator"])
def test_only_an_administrator_of_the_organization_itself_may(world, client, role):
    client.force_login(world.person(role), backend=BACKEND)
    assert client.post(reverse("workspace:see_as", args=["alder"]), {"role": "funder"}).status_code == 403


def test_a_role_that_the_organization_cannot_hold_is_not_seen_as(world, administrator, client):
    client.force_login(administrator, backend=BACKEND)
    for role in ("partnership_administrator", "statistics_coordinator", "no such role", ""):
        client.post(reverse("workspace:see_as", args=["alder"]), {"role": role})
        assert "seen_as" not in client.session


def test_it_ends_with_the_administrators_own_role(world, looking, administrator):
    client = looking("release_signer")
    grant_role(by=None, user=administrator, organization=world["alder"], role="editor")
    end_role(administrator.memberships.get(role="organization_administrator"), by=None)
    assert "You see the workspace as" not in client.get("/workspace/").content.decode()
    assert AuditEvent.objects.filter(verb="role.viewed_as_itself").exists()


def test_signing_out_works_and_a_new_session_is_ones_own(looking, administrator):
    client = looking("editor")
    client.post("/accounts/logout/")
    assert client.get("/workspace/").status_code == 302
    again = Client()
    again.force_login(administrator, backend=BACKEND)
    assert "You see the workspace as" not in again.get("/workspace/").content.decode()
