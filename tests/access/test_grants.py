"""The grants in the database, the answers of `can`, the lists and a slow, obvious oracle all agree."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnership.access.groups import bring_grants_up_to_date
from partnership.access.guard import set_grants
from partnership.access.rights import can, organizations_with
from partnership.access.roles import ROLES
from partnership.actions.accounts import reopen_account
from partnership.actions.memberships import end_role, grant_role
from partnership.models import Membership, OrganizationGrant, RoleGroup, User
from programs.actions.awards import make_award
from programs.models import ProgramGrant

from .literal import EDITORS, GIVES, STUDENT_LEVEL, WIDE

CODENAMES = sorted({codename.removeprefix("every_") for given_ in GIVES.values() for codename in given_})


def test_roles_are_the_twelve_written_down():
    assert {key: set(role.permissions) for key, role in ROLES.items()} == GIVES
    assert {key for key, role in ROLES.items() if role.partnership_wide} == WIDE
    assert {key for key, role in ROLES.items() if role.student_level} == STUDENT_LEVEL


def grants():
    """{(organization's slug, role, codename)} as guardian's tables hold them."""
    return set(
        OrganizationGrant.objects.values_list(
            "content_object__slug", "group__role_group__role", "permission__codename"
        )
    )


def test_each_role_group_holds_exactly_what_its_role_gives_on_its_own_organization(world):
    for role in ROLES:
        world.person(role)
    held = set(RoleGroup.objects.values_list("organization__slug", "role"))
    assert grants() == {(slug, role, codename) for slug, role in held for codename in GIVES[role]}
    assert {role for _slug, role in held} == set(GIVES)
    assert {slug for slug, role in held if role in WIDE} == {"partnership"}


def test_program_grants_are_those_of_owners_and_funders_and_no_others(world):
    program, today = world.programs["mentoring"], timezone.localdate()
    make_award(
        by=None, title="Seed", funder=world["lantern-fund"], program=program, starts_on=today, ends_on=today
    )
    held = set(
        ProgramGrant.objects.values_list(
            "group__role_group__organization__slug", "group__role_group__role", "permission__codename"
        )
    )
    owners = {(slug, role, "edit_program") for slug in ("alder", "open-door") for role in EDITORS}
    assert held == owners | {("lantern-fund", "funder", "review_program")}


def test_after_an_upgrade_groups_give_what_roles_say_today(world):
    world.person("editor")
    group = RoleGroup.objects.get(organization=world["alder"], role="editor").group
    set_grants(group, world["alder"], {"submit_data", "read_student_rows"})
    bring_grants_up_to_date()
    assert {codename for slug, role, codename in grants() if (slug, role) == ("alder", "editor")} == {
        "edit_pages"
    }


def test_roles_are_described_as_they_are(capsys):
    call_command("roles")
    written = Path(django_settings.BASE_DIR, "docs/roles.md").read_text()
    assert capsys.readouterr().out == written, "Run `manage.py roles > docs/roles.md`."


PEOPLE, PLACES = 3, ["partnership", "alder", "birch", "harbor-police"]
steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("grant"),
            st.integers(0, PEOPLE - 1),
            st.sampled_from(PLACES),
            st.sampled_from(sorted(ROLES)),
            st.sampled_from([None, -1, 0, 30]),
        ),
        st.tuples(st.just("end"), st.integers(0, 30)),
        st.tuples(st.just("close"), st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("open"), st.integers(0, PEOPLE - 1)),
    ),
    max_size=12,
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps)
def test_whatever_happens_lists_and_answers_agree_with_the_memberships(world, steps):
    with transaction.atomic():
        people = [
            User.objects.create_user(f"p{number}@x.example.org", name=str(number)) for number in range(PEOPLE)
        ]
        for step in steps:
            with suppress(ValidationError):
                take(step, world, people)
        for person in people:
            person = User.objects.get(pk=person.pk)
            for codename in CODENAMES:
                expected = {slug for slug in world.organizations if oracle(person, codename, slug)}
                assert {each.slug for each in organizations_with(person, codename)} == expected, codename
                asked = {slug for slug, each in world.organizations.items() if can(person, codename, each)}
                assert asked == expected, codename
        transaction.set_rollback(True)


def take(step, world, people):
    kind, *rest = step
    if kind == "grant":
        number, slug, role, days = rest
        ends_on = None if days is None else timezone.localdate() + timedelta(days=days)
        grant_role(by=None, user=people[number], organization=world[slug], role=role, ends_on=ends_on)
    elif kind == "end":
        running = list(Membership.objects.filter(ended_at=None).order_by("pk"))
        if running:
            end_role(running[rest[0] % len(running)], by=None)
    elif kind == "open":
        reopen_account(people[rest[0]], by=None)
    else:
        people[rest[0]].is_active = False
        people[rest[0]].save()


def oracle(person, codename, slug):
    """The same answer by reading every membership row, one after the other."""
    if not person.is_active:
        return False
    today = timezone.localdate()
    for membership in Membership.objects.filter(user=person).select_related("organization"):
        if membership.ended_at or membership.starts_on > today:
            continue
        if membership.ends_on and membership.ends_on < today:
            continue
        given_ = GIVES[membership.role]
        if codename in given_ and (membership.role in WIDE or membership.organization.slug == slug):
            return True
        if f"every_{codename}" in given_:
            return True
    return False
