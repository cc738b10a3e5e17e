"""What is explained is what is permitted: the reasons a screen shows, the rule that opens the door, and a slow reading
of the rows say the same, for everybody and everything.
"""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomes.releases.models import Contributor, Release
from outcomes.releases.publish import let_funders_in
from outcomes.submissions.models import Submission
from partnership.access.groups import bring_up_to_date
from partnership.actions.admissions import admit_evaluator
from partnership.actions.memberships import grant_role
from partnership.models import Agreement, User
from programs.actions.awards import make_award
from tests.access.test_grants import PLACES, steps, take

from .slow import check

pytestmark = pytest.mark.django_db


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
    organizations = [world[slug] for slug in PLACES]
    return [*organizations, *world.programs.values(), *submissions, *releases]


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


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
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


def test_the_screen_tells_why_by_name_and_why_not(world, things, client):
    clerk, signer = world.person("data_coordinator"), world.person("release_signer")
    admitted, funder = world.person("evaluator"), world.person("funder")
    world.person("program_manager", world["open-door"])
    file = next(
        each for each in things if isinstance(each, Submission) and each.organization == world["alder"]
    )
    screen = reverse("workspace:submission_who", args=[file.pk])
    client.force_login(clerk)
    page = text(client.get(screen))
    assert "Data coordinator in Alder" in page and str(signer) in page
    assert "agreement “Data-sharing agreement of Alder" in page
    assert "admitted for “Attendance”" in page and str(admitted) in page
    one = text(client.get(screen, {"person": signer.pk}))
    assert (
        f"Why can {signer} do this?" in one and "No role, award or admission of this person gives it" in one
    )
    one = text(client.get(screen, {"person": clerk.pk}))
    assert one.count("agreement “Data-sharing") == 1, "an agreement stands beside what it opens"
    # Somebody of another organization is no name to choose.
    assert "Why can" not in text(client.get(screen, {"person": funder.pk}))
    assert str(signer) not in text(client.get(screen, {"q": "coordinator"}))
    Agreement.objects.filter(organization=world["alder"]).update(terminated_on=timezone.localdate())
    page = text(client.get(screen))
    assert "nobody reads its student-level rows" in page and str(admitted) not in page


def test_people_of_other_organizations_are_told_by_their_number(world, things, client):
    clerk, other = world.person("data_coordinator"), world.person("editor", world["open-door"])
    world.person("funder"), world.person("funder", world["birch"])
    screen = reverse("workspace:program_who", args=["campus-mentors"])
    client.force_login(clerk)
    page = text(client.get(screen))
    assert "One person of Lantern Fund" in page and "award “Seed”" in page
    assert str(other) not in page and "One person of Open Door" in page and "@" not in page
    client.force_login(world.person("partnership_administrator"))
    assert str(other) in text(client.get(screen))


def test_an_explanation_asks_no_more_for_more_people(world, things, client):
    client.force_login(world.person("data_coordinator"))
    file = next(
        each for each in things if isinstance(each, Submission) and each.organization == world["alder"]
    )
    addresses = [
        reverse("workspace:organization", args=["alder"]),
        reverse("workspace:program_who", args=["campus-mentors"]),
        reverse("workspace:submission_who", args=[file.pk]),
        reverse("workspace:release_who", args=["published-public-True"]),
    ]

    def asked():
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            yield len(queries)

    list(asked())
    few = list(asked())
    for number in range(8):
        user = User.objects.create(email=f"more{number}@x.example.org", password="!")
        grant_role(by=None, user=user, organization=world["alder"], role="release_signer")
        grant_role(by=None, user=user, organization=world["lantern-fund"], role="funder")
    assert list(asked()) == few


def text(answer):
    return " ".join(answer.content.decode().split())


def test_somebody_of_ones_own_organization_who_may_nothing_is_told_so(world, things, client):
    """“Why can this person see this?” has an answer also where the person cannot; of strangers nothing is told."""
    administrator, editor = world.person("organization_administrator"), world.person("editor")
    stranger = world.person("editor", world["birch"])
    file = next(
        each for each in things if isinstance(each, Submission) and each.organization == world["alder"]
    )
    screen = reverse("workspace:submission_who", args=[file.pk])
    client.force_login(administrator)
    one = text(client.get(screen, {"person": editor.pk}))
    assert f"Why can {editor} do this?" in one
    assert "No role, award or admission of this person gives it" in one and ">Yes<" not in one
    assert f"?person={editor.pk}" in text(client.get(screen, {"q": editor.email}))
    for page in (client.get(screen, {"person": stranger.pk}), client.get(screen, {"q": stranger.email})):
        assert str(stranger) not in text(page)
    assert client.get(screen, {"person": "no key"}).status_code == 200
