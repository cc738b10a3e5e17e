"""Random histories of roles, ends, closures and moves: every list, page and log holds what a slow reading of the rows says.

test_oracle.py does so for rights; here it is done for what they lead to.
"""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.access.own import own_pages_q
from cms.actions.sections import open_section
from cms.models import Download, Event, SectionPage, Update
from outcomes.evaluation.extracts.models import EvaluationExtract
from outcomes.evaluation.plans.models import EvaluationPlan, PlanVersion
from outcomes.releases.models import Contributor, Release
from outcomes.retention.models import DestructionCertificate
from outcomes.submissions.models import Submission
from partnership import vault
from partnership.access.groups import bring_up_to_date
from partnership.access.rights import forget
from partnership.audit import record
from partnership.models import Admission, Agreement, AuditEvent, Organization, User
from partnership.screens.audit import _readable_by
from programs.actions.awards import make_award
from programs.actions.programs import add_program
from programs.models import Award, Program
from tests.conftest import PASSWORD

from .test_oracle import BACKEND, live, oracle, steps

OWNERS = ["alder", "birch", "open-door", "harbor-police"]


def one_of_each(world, by, user):
    """{kind: {slug of the organization that it belongs to: the thing}}"""
    things = {kind: {} for kind in [*SEEN, "extract"]}
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
        section = open_section(organization, by=None)
        things["page"][slug] = section.add_child(
            instance=SectionPage(title="S", locale=section.locale, live=False)
        )
        things["document"][slug] = Download.objects.create(
            title="D", file=ContentFile(b"text", name="d.txt"), collection=section.collection
        )
        if not organization.is_law_enforcement:
            things["admission"][slug] = Admission.objects.create(
                organization=organization, evaluator=user, project="A", ends_on=term["ends_on"]
            )
        things["extract"][slug] = extract_for(user, things["plan"][slug], organization)
    return things


def extract_for(user, plan, organization, version=None):
    """What an evaluator has ordered of one organization, ready to be read."""
    version = version or PlanVersion.objects.create(plan=plan, number=1, terms={}, made_by=user)
    last = timezone.localdate() + timedelta(days=9)
    extract = EvaluationExtract.objects.create(
        plan=plan, version=version, project="A", evaluator=user, expires_on=last, state="ready", rows=1
    )
    extract.organizations.set([organization])
    extract.item = vault.put(
        b"rows", by=user, owner=Organization.partnership(), purpose="extract", destroy_on=last
    )
    extract.save()
    return extract


def log_of(user):
    try:
        return _readable_by(user)
    except PermissionDenied:
        return AuditEvent.objects.none()


def pages_of(user):
    return Page.objects.filter(own_pages_q(user))


def documents_of(user):
    return policy_registry.get_by_type(Download).instances_user_has_any_permission_for(user, ["change"])


def admissions_of(user):
    """What the screens of all organizations list."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    pages = [client.get(reverse("workspace:admissions", args=[slug])) for slug in OWNERS]
    told = [pair for page in pages if page.status_code == 200 for pair in page.context["admissions"]]
    return Admission.objects.filter(pk__in=[admission.pk for admission, is_in_force in told if is_in_force])


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
    "page": (pages_of, "wagtailadmin_pages:edit", ["edit_pages", "approve_pages"], False),
    "document": (documents_of, "wagtaildocs:edit", ["edit_pages", "approve_pages"], False),
    "admission": (admissions_of, "workspace:end_admission", ["admit_evaluators"], False),
}


@pytest.mark.django_db
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps, evaluates=st.booleans())
def test_every_list_and_page_agrees_with_the_rows(world, history, evaluates):
    keeper = world.person("partnership_administrator")
    with transaction.atomic():
        user = User.objects.create(email="somebody@example.org", password="!")
        things = one_of_each(world, keeper, user)
        if evaluates:
            history = [("grant", "partnership", "evaluator", None), *history]
        live(history, user, keeper)
        user = User.objects.get(pk=user.pk)
        bring_up_to_date(user)
        forget(user)
        still_running = Admission.objects.filter(ended_at=None)
        things["admission"] = {each.organization.slug: each for each in still_running}
        for kind, (listed, address, rights, any_role) in SEEN.items():
            expected = set().union(*(oracle(user, codename) for codename in rights))
            if any_role:
                expected |= whose_member(user)
            if kind == "plan":
                expected |= whose_rows(user)
            expected &= things[kind].keys()
            keys = set(listed(user).values_list("pk", flat=True))
            seen = {slug for slug, thing in things[kind].items() if thing.pk in keys}
            assert seen == expected, (kind, seen, expected)
            if address and user.is_active:
                assert opened(user, kind, address, things[kind]) == expected, kind
        if user.is_active:
            extracts = opened(user, "extract", "workspace:evaluation_extract", things["extract"])
            assert extracts == whose_rows(user)
        transaction.set_rollback(True)


def running(user):
    """The memberships of today, read one by one."""
    today = timezone.localdate()
    for membership in user.memberships.select_related("organization"):
        over = membership.ended_at or (membership.ends_on and membership.ends_on < today)
        if not over and membership.starts_on <= today:
            yield membership


def whose_member(user):
    """Slugs of the organizations with a running role of the person's; all for the partnership's staff."""
    if not user.is_active:
        return set()
    for membership in running(user):
        if membership.organization.kind == "partnership" and membership.role.startswith("partnership_"):
            return set(Organization.objects.values_list("slug", flat=True))
    return {membership.organization.slug for membership in running(user)}


@pytest.mark.django_db
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=steps, password=st.sampled_from([PASSWORD, "another long password"]))
def test_a_sign_in_is_found_by_the_organizations_of_the_person_and_by_no_other(world, history, password):
    """Each finds it once, whether it was let in or refused; the partnership finds them all."""
    partnership = world.person("partnership_administrator")
    readers = {slug: world.person("organization_administrator", world[slug]) for slug in OWNERS}
    with transaction.atomic():
        user = User.objects.create_user("somebody@example.org", PASSWORD)
        live(history, user, partnership)
        user = User.objects.get(pk=user.pk)
        cache.clear()
        Client().post("/accounts/login/", {"login": user.email, "password": password})
        works_for = sorted({membership.organization.slug for membership in running(user)})
        told = AuditEvent.objects.filter(verb__in=["account.signed_in", "account.sign_in_failed"])
        for slug, reader in readers.items():
            bring_up_to_date(reader)
            forget(reader)
            found = _readable_by(reader).filter(pk__in=told, target_id=str(user.pk))
            assert found.count() == (slug in works_for), (slug, works_for)
        assert _readable_by(partnership).filter(pk__in=told).count() == max(len(works_for), 1)
        transaction.set_rollback(True)


def whose_rows(user):
    """Slugs of the organizations that admit the person as an evaluator, which counts while the person is one anywhere."""
    if not oracle(user, "evaluate"):
        return set()
    return {each.organization.slug for each in Admission.objects.filter(evaluator=user, ended_at=None)}


def opened(user, kind, address, things):
    """Slugs of those whose page opens; an error behind the door shows that it was passed, too."""
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    found = set()
    for slug, thing in things.items():
        key = [thing.slug if kind in ("program", "release") else thing.pk]
        if address == "workspace:posting":
            key = [f"{kind}s", *key]
        ask = client.post if kind == "admission" else client.get
        with transaction.atomic():
            answer = ask(reverse(address, args=key))
            # The page editor sends away whom it does not let in.
            if answer.status_code not in (403, 404) and answer.headers.get("Location") != "/admin/":
                found.add(slug)
            transaction.set_rollback(True)
    return found
