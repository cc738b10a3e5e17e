"""Two years of four schools, and sixty mentored students at one of them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from outcomes.releases import artifacts
from outcomes.releases import charts as charts_module
from outcomes.releases.approve import sign_release
from outcomes.releases.build import build_release
from outcomes.releases.drawing import SIZES
from outcomes.releases.models import Release, ReleaseCell
from outcomes.releases.publish import publish_release
from programs.actions.awards import make_award
from programs.actions.programs import add_program
from tests.kept_world import same_again

from ..factories import engage, school_year_of_data

YEARS = ["2023-24", "2024-25"]
# School: its students, and how many of them are suspended, chronically absent, expelled each year.
SCHOOLS = {
    "alder-1": (range(1000, 1200), 34, 40, 0),
    "alder-2": (range(2000, 2180), 25, 30, 12),
    "birch-1": (range(3000, 3150), 4, 20, 0),
    "birch-2": (range(4000, 4150), 22, 20, 0),
}
PARTICIPANTS = range(1000, 1060)
DRAWN = {}


@pytest.fixture
def drawn():
    """Asked for by tests that look into charts; the same chart is drawn once for all of them."""


@pytest.fixture
def freshly_drawn():
    """Asked for by tests that compare drawings: every one is drawn anew."""


@pytest.fixture(autouse=True)
def charts(request, monkeypatch):
    """Drawing takes most of a build's time; where nobody looks, a chart is a word."""
    if "freshly_drawn" in request.fixturenames:
        return

    def draw(rows, title, language):
        if "drawn" not in request.fixturenames:
            return dict.fromkeys(SIZES, b"<svg/>")
        key = repr((rows, title, language))
        if key not in DRAWN:
            DRAWN[key] = charts_module.draw(rows, title=title, language=language)
        return DRAWN[key]

    def draw_all(wanted, *, title, meanwhile):
        return [draw(rows, title, language) for rows, language in wanted], meanwhile()

    monkeypatch.setattr(artifacts, "draw_all", draw_all)


@pytest.fixture
def data(world):
    """Two years of the world's schools."""
    same_again("two years", lambda: two_years(world))
    return world


def two_years(world):
    """Participants are the first students of alder-1: 20 of them suspended, 15 chronically absent."""
    for year in YEARS:
        for slug, (students, suspended, chronic, expelled) in SCHOOLS.items():
            students = list(students)
            first = 40 if slug == "alder-1" else 0
            school_year_of_data(
                world,
                world.places[slug],
                year,
                students,
                suspended=students[first : first + suspended],
                expelled=students[:expelled],
                absent=dict.fromkeys(students[first + 5 : first + 5 + chronic], 20),
            )
        engage(world, world.programs["mentoring"], year, PARTICIPANTS)
    return world


@pytest.fixture
def coordinator(partnership_coordinator):
    return partnership_coordinator


@pytest.fixture
def mentoring(world):
    return world.programs["mentoring"]


@pytest.fixture
def award(world, mentoring):
    """An award of Lantern Fund for Campus Mentors, open for review today."""
    return same_again(
        "award",
        lambda: make_award(
            by=None,
            funder=world["lantern-fund"],
            program=mentoring,
            title="Mentors for Alder",
            starts_on=date(2023, 7, 1),
            ends_on=timezone.localdate() + timedelta(days=30),
        ),
    )


@pytest.fixture
def draft(data, coordinator):
    """Of the partnership and everything that it has; nobody has signed it."""
    return same_again("draft", lambda: build_release(by=coordinator))


@pytest.fixture
def release_of(request, data, coordinator):
    """`release_of(program, audience=...)`: a published release.

    What is not changed before is published once and kept: tests of building and publishing call these themselves.
    """

    def make(program=None, audience="funders", **options):
        def made():
            draft = build_release(by=coordinator, program=program, audience=audience, **options)
            return publish(data, draft, coordinator)

        look = {"drawn", "freshly_drawn"} & set(request.fixturenames)
        return same_again(f"release {program} {audience} {options} {look}", made)

    return make


@pytest.fixture
def wide(request, data, coordinator):
    """A public release that also holds numbers of two schools and of two groups."""
    return same_again(f"wide {'drawn' in request.fixturenames}", lambda: wider(data, coordinator))


def wider(data, coordinator):
    """(release, {name of a place: code})"""
    draft = build_release(by=coordinator, audience="public")
    draft.cells.exclude(level="partnership", dimension="").delete()
    codes = {name: data.places[name].code for name in ("alder-1", "birch-1")}
    Release.objects.filter(pk=draft.pk).update(
        places=draft.places | {"school": {code: {"name": f"School {name}"} for name, code in codes.items()}},
        reporting={"student_discipline+student_enrollment": {}},
    )
    kinds = [
        {"level": "school", "place": codes["alder-1"], "value": "17.0"},
        {"level": "school", "place": codes["birch-1"], "value": None},
        {"level": "partnership", "dimension": "sex", "group": "female", "value": "4.0"},
        {"level": "partnership", "dimension": "sex", "group": "male", "value": "8.0"},
    ]
    ReleaseCell.objects.bulk_create(
        ReleaseCell(
            release=draft,
            measure="suspension_rate",
            year=year,
            population="all",
            reported=1,
            expected=1,
            state="published" if kind["value"] else "suppressed",
            numerator=34 if kind["value"] else None,
            denominator=200 if kind["value"] else None,
            **kind,
        )
        for kind in kinds
        for year in YEARS
    )
    return publish(data, draft, coordinator), codes


def nearly_everywhere(world):
    """A program at three of the four schools."""
    return add_program(
        by=None,
        name="Nearly everywhere",
        slug="nearly-everywhere",
        strategy="opportunities_provision",
        owners=[world["open-door"]],
        sites=[world.places[slug] for slug in ("alder-1", "alder-2", "birch-2")],
    )


def publish(world, draft, coordinator):
    sign_release(draft, by=coordinator, organization=world.partnership)
    sign_for_all(world, draft)
    return publish_release(draft, by=coordinator)


def sign_for_all(world, draft):
    """Each organization whose students are counted signs, by somebody of its own."""
    for organization in draft.contributors.all():
        sign_release(draft, by=world.person("release_signer", organization), organization=organization)


def cell(release, measure, year, population):
    """The headline: of everybody, at the level that the release is about."""
    return release.cells.headlines().get(measure=measure, year=year, population=population)
