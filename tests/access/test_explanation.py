"""What is explained is what is permitted: the reasons a screen shows, the rule that opens the door, and a slow reading
of the rows say the same, for everybody and everything.
"""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomes.releases.models import Contributor, Release
from outcomes.releases.publish import let_funders_in
from outcomes.submissions.models import Submission
from partnership.access.deeds import deeds_of, who_may
from partnership.access.groups import bring_up_to_date
from partnership.actions.admissions import admit_evaluator
from partnership.models import Agreement, User
from programs.actions.awards import make_award
from tests.access.test_grants import steps, take

from .slow import Person, may

pytestmark = pytest.mark.django_db


def explained(thing):
    """{deed's key: ids of the people of whom the screen says that they may; None among them: everybody}"""
    told = {deed.key: set() for deed in deeds_of(thing)}
    for line in who_may(thing)[0]:
        for deed in line.deeds:
            told[deed.key].add(line.user and line.user.pk)
    return told


def check(things, users):
    """The three ways agree for each deed."""
    people = [Person(user) for user in users]
    for thing in things:
        told = explained(thing)
        for deed in deeds_of(thing):
            needed = deed.needs is None or deed.needs(thing) is not None
            for person in people:
                user = person.user
                permitted = needed and deed.allows(user, thing)
                where = f"{deed.key} {thing!r} {user}"
                assert permitted == may(person, deed.key, thing), where
                says = user.pk in told[deed.key] or (None in told[deed.key] and user.is_active)
                assert says == permitted, where


def things_of(world):
    """One of each kind, in each state that a rule asks for."""
    clerk = world.person("data_coordinator")
    given_ = {"file_name": "f.csv", "content_hash": "x", "size": 1, "created_by": clerk}
    submissions = [
        Submission.objects.create(organization=world[slug], dataset=dataset, on_behalf=on_behalf, **given_)
        for slug, dataset, on_behalf in [
            ("alder", "student_enrollment", False),
            ("birch", "school_totals", True),
            ("harbor-police", "police_stops", True),
            ("partnership", "school_totals", True),
        ]
    ]
    releases = [
        Release.objects.create(
            title=f"{state} {audience} {program}",
            slug=f"{state}-{audience}-{bool(program)}",
            audience=audience,
            program=program,
            years=["2024-25"],
            built_by=clerk,
        )
        for state, audience, program in releases_in(world)
    ]
    for release in releases:
        Contributor.objects.create(release=release, organization=world["alder"])
        let_funders_in(release)
    for release in releases:
        Release.objects.filter(pk=release.pk).update(state=release.slug.split("-")[0])
    releases = list(Release.objects.filter(pk__in=[release.pk for release in releases]))
    return [*world.organizations.values(), *world.programs.values(), *submissions, *releases]


def releases_in(world):
    mentoring = world.programs["mentoring"]
    return [
        ("draft", "funders", None),
        ("discarded", "public", None),
        ("published", "public", mentoring),
        ("published", "funders", mentoring),
        ("superseded", "funders", None),
    ]


@pytest.fixture
def things(world):
    """Everything, and an evaluator and a funder who are tied to some of it."""
    today = timezone.localdate()
    admit_evaluator(
        by=None,
        organization=world["alder"],
        evaluator=world.person("evaluator"),
        project="Attendance",
        ends_on=today,
    )
    term = {"starts_on": today, "ends_on": today, "program": world.programs["mentoring"], "by": None}
    for slug in ("lantern-fund", "birch"):
        make_award(funder=world[slug], title="Seed", **term)
    return things_of(world)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(steps=steps, over=st.booleans())
def test_whatever_was_granted_the_explanation_is_what_is_permitted(world, things, steps, over):
    with transaction.atomic():
        people = [User.objects.create(email=f"p{number}@x.example.org", password="!") for number in range(3)]
        for step in steps:
            with suppress(ValidationError):
                take(step, world, people)
        if over:
            Agreement.objects.filter(organization=world["alder"]).update(terminated_on=timezone.localdate())
        users = [
            *User.objects.filter(pk__in=[person.pk for person in people]),
            *User.objects.filter(email__startswith="evaluator"),
        ]
        for user in users:
            bring_up_to_date(user)
        check(things, users)
        transaction.set_rollback(True)
