from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from partnership.access.middleware import RightsOfTodayMiddleware
from partnership.access.rights import can, organizations_with
from partnership.actions.memberships import end_role, grant_role
from partnership.models import AuditEvent, User


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_a_right_reaches_the_own_organization_and_no_other(world):
    coordinator = fresh(world.person("data_coordinator"))
    assert can(coordinator, "submit_data", world["alder"])
    assert not can(coordinator, "submit_data", world["birch"])
    assert list(organizations_with(coordinator, "submit_data")) == [world["alder"]]


def test_a_partnership_wide_role_reaches_all_but_no_student_row(world):
    coordinator = fresh(world.person("partnership_coordinator"))
    assert can(coordinator, "view_submissions", world["birch"])
    assert organizations_with(coordinator, "view_submissions").count() == len(world.organizations)
    assert not can(coordinator, "read_student_rows", world["alder"])
    assert not can(coordinator, "submit_data", world["alder"])


@pytest.mark.parametrize("role", ["data_coordinator", "program_manager", "data_steward", "evaluator"])
def test_law_enforcement_holds_no_student_level_role(world, role):
    with pytest.raises(ValidationError, match="cannot"):
        grant_role(
            by=None, user=world.person("incident_officer"), organization=world["harbor-police"], role=role
        )


def test_an_ended_role_gives_nothing_and_is_remembered(world):
    person = world.person("data_coordinator")
    end_role(person.memberships.get(), by=None)
    assert not can(fresh(person), "submit_data", world["alder"])
    assert AuditEvent.objects.filter(verb="role.ended", organization_id=world["alder"].pk).exists()


def test_a_role_past_its_last_day_is_gone_at_the_next_request(world, rf):
    person = world.person("data_coordinator")
    person.memberships.update(ends_on=timezone.localdate() - timedelta(days=1))
    request = rf.get("/")
    request.user = fresh(person)
    RightsOfTodayMiddleware(lambda request: None)(request)
    assert not can(request.user, "submit_data", world["alder"])
    assert not can(fresh(person), "submit_data", world["alder"])


def test_a_deactivated_person_holds_nothing(world):
    person = fresh(world.person("data_coordinator"))
    person.is_active = False
    assert not can(person, "submit_data", world["alder"])
    assert not organizations_with(person, "submit_data")
