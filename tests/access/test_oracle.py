"""Random histories of roles, ends, closures and moves: every way of asking gives what a slow reading of the rows says."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomes.submissions.models import Submission
from partnership.access.groups import bring_up_to_date
from partnership.access.rights import can, forget, organizations_of, organizations_with
from partnership.access.roles import ROLES, STUDENT_LEVEL
from partnership.actions.accounts import close_account, reopen_account
from partnership.actions.memberships import end_role, grant_role
from partnership.actions.organizations import change_organization
from partnership.models import Membership, Organization, User
from partnership.models.organization import LAW_ENFORCEMENT

ORGANIZATIONS = ["alder", "birch", "harbor-police", "open-door", "partnership"]
CODENAMES = [
    "view_submissions",
    "submit_data",
    "manage_people",
    "read_student_rows",
    "view_audit",
    "edit_pages",
]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("grant"),
            st.sampled_from(ORGANIZATIONS),
            st.sampled_from(sorted(ROLES)),
            st.sampled_from([None, -1, 0, 5]),
        ),
        st.tuples(st.just("end"), st.integers(0, 5)),
        st.tuples(st.just("close")),
        st.tuples(st.just("reopen")),
        st.tuples(
            st.just("becomes"), st.sampled_from(ORGANIZATIONS[:4]), st.sampled_from(["police", "nonprofit"])
        ),
    ),
    max_size=8,
)


def live(history, user, keeper):
    """Do one step after the other; what an action refuses did not happen."""
    for what, *words in history:
        try:
            with transaction.atomic():
                if what == "grant":
                    slug, role, days = words
                    day = None if days is None else timezone.localdate() + timedelta(days=days)
                    organization = Organization.objects.get(slug=slug)
                    grant_role(by=keeper, user=user, organization=organization, role=role, ends_on=day)
                elif what == "end":
                    running = list(Membership.objects.filter(user=user, ended_at=None).order_by("pk"))
                    if running:
                        end_role(running[words[0] % len(running)], by=keeper)
                elif what == "becomes":
                    organization = Organization.objects.get(slug=words[0])
                    change_organization(
                        organization, by=keeper, name=organization.name, slug=words[0], kind=words[1]
                    )
                else:
                    {"close": close_account, "reopen": reopen_account}[what](user, by=keeper)
        except ValidationError:
            continue


def oracle(user, codename):
    """Slugs of the organizations on which the rows give the permission, read one by one."""
    today, slugs = timezone.localdate(), set()
    if not User.objects.get(pk=user.pk).is_active:
        return slugs
    for membership in Membership.objects.filter(user=user):
        organization, role = membership.organization, ROLES[membership.role]
        ended = membership.ended_at or (membership.ends_on and membership.ends_on < today)
        if ended or membership.starts_on > today:
            continue
        if membership.role in STUDENT_LEVEL and organization.kind in LAW_ENFORCEMENT:
            continue
        if codename in role.permissions:
            slugs.add(organization.slug)
        if f"every_{codename}" in role.permissions and organization.kind == "partnership":
            slugs |= set(Organization.objects.values_list("slug", flat=True))
    return slugs


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps)
def test_every_way_of_asking_agrees_with_the_rows(world, history):
    keeper = world.person("partnership_administrator")
    with transaction.atomic():
        user = User.objects.create(email="somebody@example.org", password="!")
        live(history, user, keeper)
        user = User.objects.get(pk=user.pk)
        bring_up_to_date(user)
        forget(user)
        for codename in CODENAMES:
            expected = oracle(user, codename)
            listed = set(organizations_with(user, codename).values_list("slug", flat=True))
            detail = {each.slug for each in Organization.objects.all() if can(user, codename, each)}
            assert listed == detail == expected, codename
        _look(user, set(organizations_of(user).values_list("slug", flat=True)))
        transaction.set_rollback(True)


def _look(user, own):
    """The pages say the same: one's organizations open, strangers' do not exist."""
    if not user.is_active:
        return
    client = Client()
    client.force_login(user, backend=BACKEND)
    staff = any(ROLES[role].partnership_wide for role in user.roles_today)
    for slug in ORGANIZATIONS:
        status = client.get(f"/workspace/organizations/{slug}/").status_code
        assert status == (200 if staff or slug in own else 404), slug
    seen = Submission.objects.filter(organization__in=organizations_with(user, "view_submissions"))
    assert not seen.exclude(organization__slug__in=oracle(user, "view_submissions")).exists()
