"""Random histories of roles, ends, closures and moves: every list, page and log holds what a slow reading of the rows says.

test_oracle.py does so for rights; here it is done for what they lead to.
"""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from cms.models import Event, Update
from outcomes.evaluation.plans.models import EvaluationPlan
from outcomes.releases.models import Contributor, Release
from outcomes.retention.models import DestructionCertificate
from outcomes.submissions.models import Submission
from partnership.access.groups import bring_up_to_date
from partnership.access.rights import forget
from partnership.audit import record
from partnership.models import Agreement, AuditEvent, Organization, User
from partnership.screens.audit import _readable_by
from programs.actions.awards import make_award
from programs.actions.programs import add_program
from programs.models import Award, Program

from .test_oracle import BACKEND, live, oracle, steps

OWNERS = ["alder", "birch", "open-door", "harbor-police"]


def one_of_each(world, by):
    """{kind: {slug of the organization that it belongs to: the thing}}"""
    things = {kind: {} for kind in SEEN}
    term = {"starts_on": timezone.localdate(), "ends_on": timezone.localdate() + timedelta(days=9)}
    for slug in OWNERS:
        organization = world[slug]
        program = add_program(
            by=None, name=f"P {slug}", slug=f"p-{slug}", strategy="social_intervention", owners=[organization]
        )
        agreement = Agreement.objects.create(
            organization=organization, title="A", starts_on=date(2020, 7, 1), ends_on=term["ends_on"]
        )
        release = Release.objects.create(title=f"R {slug}", slug=f"r-{slug}", built_by=by)
        Contributor.objects.create(release=release, organization=organization)
        posting = {"organization": organization, "created_by": by, "title": {"en": "E"}}
        begins = timezone.now()
        things["program"][slug] = program
        things["award"][slug] = make_award(by=None, funder=organization, program=program, title="A", **term)
        things["submission"][slug] = Submission.objects.create(
            organization=organization, dataset="school_totals", file_name="f.csv", size=1, created_by=by
        )
        things["plan"][slug] = EvaluationPlan.objects.create(program=program, title="P", created_by=by)
        things["release"][slug] = release
        things["certificate"][slug] = DestructionCertificate.objects.create(
            agreement=agreement, organization=organization, terms={}
        )
        things["event"][slug] = Event.objects.create(
            **posting, slug=f"e-{slug}", kind="listening", starts_at=begins, ends_at=begins, languages=["en"]
        )
        things["update"][slug] = Update.objects.create(**posting, slug=f"u-{slug}")
        record("test.happened", by=by, organization=organization, target=organization)
        things["log"][slug] = AuditEvent.objects.latest("pk")
    return things


def log_of(user):
    try:
        return _readable_by(user)
    except PermissionDenied:
        return AuditEvent.objects.none()


# Kind: (the list, the address of the page, which rights lead to it, whether any role there does, too).
SEEN = {
    "program": (Program.objects.visible_to, "workspace:program", ["review_outcomes"], True),
    "award": (Award.objects.visible_to, "workspace:award", ["review_outcomes"], True),
    "submission": (Submission.objects.visible_to, "workspace:submission", ["view_submissions"], False),
    "plan": (
        EvaluationPlan.objects.visible_to,
        "workspace:evaluation",
        ["view_submissions", "sign_release", "evaluate", "build_release"],
        False,
    ),
    "release": (
        Release.objects.visible_to,
        "workspace:release",
        ["sign_release", "build_release"],
        False,
    ),
    "certificate": (
        DestructionCertificate.objects.visible_to,
        "workspace:certificate",
        ["manage_agreements"],
        False,
    ),
    "event": (Event.objects.visible_to, "workspace:posting", ["edit_pages", "approve_pages"], False),
    "update": (Update.objects.visible_to, "workspace:posting", ["edit_pages", "approve_pages"], False),
    "log": (log_of, None, ["view_audit"], False),
}


@pytest.mark.django_db
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps)
def test_every_list_and_page_agrees_with_the_rows(world, history):
    keeper = world.person("partnership_administrator")
    with transaction.atomic():
        user = User.objects.create(email="somebody@example.org", password="!")
        things = one_of_each(world, keeper)
        live(history, user, keeper)
        user = User.objects.get(pk=user.pk)
        bring_up_to_date(user)
        forget(user)
        for kind, (listed, address, rights, any_role) in SEEN.items():
            expected = set().union(*(oracle(user, codename) for codename in rights)) & set(OWNERS)
            if any_role:
                expected |= whose_member(user) & set(OWNERS)
            keys = set(listed(user).values_list("pk", flat=True))
            seen = {slug for slug, thing in things[kind].items() if thing.pk in keys}
            assert seen == expected, (kind, seen, expected)
            if address and user.is_active:
                assert opened(user, kind, address, things[kind]) == expected, kind
        transaction.set_rollback(True)


def whose_member(user):
    """Slugs of the organizations with a running role of the person's; all for the partnership's staff."""
    today, slugs = timezone.localdate(), set()
    if not user.is_active:
        return slugs
    for membership in user.memberships.select_related("organization"):
        over = membership.ended_at or (membership.ends_on and membership.ends_on < today)
        if over or membership.starts_on > today:
            continue
        if membership.organization.kind == "partnership" and membership.role.startswith("partnership_"):
            return set(Organization.objects.values_list("slug", flat=True))
        slugs.add(membership.organization.slug)
    return slugs


def opened(user, kind, address, things):
    """Slugs of those whose page opens; an error behind the door shows that it was passed, too."""
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    found = set()
    for slug, thing in things.items():
        key = {"slug": thing.slug} if kind in ("program", "release") else {"pk": thing.pk}
        key |= {"kind": f"{kind}s"} if address == "workspace:posting" else {}
        with transaction.atomic():
            if client.get(reverse(address, kwargs=key)).status_code not in (403, 404):
                found.add(slug)
            transaction.set_rollback(True)
    return found
