"""A district that hands in counts and no students has its rates in a release: marked, hidden alike, added to nothing."""

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outcomes.measures.definition import registry
from outcomes.models import Claim, SchoolTotal
from outcomes.releases.auditing.audit import audit_releases
from outcomes.releases.auditing.guard import as_keys
from outcomes.releases.build import build_release
from outcomes.releases.count import tally
from outcomes.releases.keys import CellKey
from outcomes.releases.level import Level
from outcomes.releases.models import ValueState
from outcomes.releases.tables import rows
from partnership.actions.organizations import add_organization
from partnership.actions.places import add_place

from ..factories import claim, school_year_of_data
from ..measures.slow import half_up
from .conftest import YEARS, cell, publish
from .test_numbers_everywhere import in_api, in_csv, in_json, in_workbook, row_key

YEAR = YEARS[-1]
TOPICS = {
    "suspension": ("enrollment", "suspended", "suspensions"),
    "chronic_absence": ("chronic_eligible", "chronically_absent"),
    "expulsion": ("enrollment", "expelled", "expulsions"),
}
# {place: {topic: counts}}. Five children of Cedar School 1 were suspended; the district and the other schools would tell.
TOLD = {
    "cedar": {"suspension": (1500, 95, 160), "chronic_absence": (1400, 210), "expulsion": (1500, 24, 24)},
    "cedar-1": {"suspension": (400, 5, 9), "chronic_absence": (380, 60), "expulsion": (400, 0, 0)},
    "cedar-2": {"suspension": (600, 50, 90), "chronic_absence": (560, 80), "expulsion": (600, 12, 12)},
    "cedar-3": {"suspension": (500, 40, 61), "chronic_absence": (460, 70), "expulsion": (500, 12, 12)},
}


def hand_in(world, place, topic, counts, *, year=YEAR, organization="cedar"):
    made = claim(world, "school_totals", world.places[place], year, organization=world[organization])
    made.family = f"{topic}:total"
    made.save()
    SchoolTotal.objects.bulk_create(
        SchoolTotal(
            claim_id=made.pk,
            group="all",
            element=element,
            count=count,
            state="reported" if count is not None else "suppressed",
        )
        for element, count in zip(TOPICS[topic], counts, strict=True)
    )
    return made


@pytest.fixture
def cedar(data):
    """A third district: three schools, a county above it."""
    data.organizations["cedar"] = add_organization(
        by=None, name="Cedar Union School District", slug="cedar", kind="school_district"
    )
    data.places["cedar"] = district = add_place(
        by=None,
        kind="district",
        code="9910003",
        name="Cedar Union",
        parent=data.places["county"],
        steward=data["cedar"],
    )
    for number in (1, 2, 3):
        data.places[f"cedar-{number}"] = add_place(
            by=None,
            kind="school",
            code=f"9910003010000{number}",
            name=f"Cedar School {number}",
            parent=district,
            city=data.places["harbor"],
        )
    for place, topics in TOLD.items():
        for topic, counts in topics.items():
            hand_in(data, place, topic, counts)
    return data


def of(release, measure, place, year=YEAR):
    return release.cells.get(measure=measure, year=year, place=place.code, population="all", dimension="")


def test_the_rates_of_a_district_are_computed_from_its_counts(cedar, coordinator):
    release = build_release(by=coordinator, years=YEARS)
    for measure, topic, part, per in [
        ("suspension_rate", "suspension", 1, 100),
        ("suspensions_per_100", "suspension", 2, 100),
        ("chronic_absence", "chronic_absence", 1, 100),
        ("expulsions_per_1000", "expulsion", 2, 1000),
    ]:
        counts = TOLD["cedar"][topic]
        found = of(release, measure, cedar.places["cedar"])
        assert found.kind == "published_totals"
        assert found.value == half_up(Fraction(per * counts[part], counts[0]), 1), measure
        assert (found.reported, found.expected) == (1, 1)
    # No share that asks for single students.
    assert of(release, "attendance_rate", cedar.places["cedar"]).state == ValueState.NOT_REPORTED
    assert of(release, "suspension_rate", cedar.places["cedar"], YEARS[0]).state == ValueState.NOT_REPORTED
    assert "school_totals" in release.reporting
    assert cedar["cedar"] in release.contributors.all()


def test_totals_are_added_to_nothing(cedar, coordinator):
    """The partnership, the city and the district's neighbours count students, and Cedar's counts are none of them."""
    release = build_release(by=coordinator, years=YEARS)
    whole = cell(release, "suspension_rate", YEAR, "all")
    assert (whole.numerator, whole.denominator) == (85, 680)
    assert (whole.reported, whole.expected, whole.kind) == (4, 7, "district_record")
    assert of(release, "suspension_rate", cedar.places["harbor"]).denominator == 680


def test_small_counts_are_hidden_and_cannot_be_computed(cedar, coordinator):
    draft = build_release(by=coordinator, years=YEARS)
    assert [check["key"] for check in draft.checks if check["key"] == "audit" and not check["passed"]] == []
    small = of(draft, "suspension_rate", cedar.places["cedar-1"])
    assert small.state == ValueState.AT_MOST and small.numerator is None
    others = [of(draft, "suspension_rate", cedar.places[f"cedar-{n}"]) for n in (2, 3)]
    publish(cedar, draft, coordinator)
    assert audit_releases().passed
    # Were all others shown, the auditor would find it.
    cells = list(draft.cells.all())
    counts = {
        cedar.places[place].code: TOLD[place]["suspension"] for place in ("cedar-2", "cedar-3", "cedar")
    }
    for one in cells:
        if one.measure == "suspension_rate" and one.place in counts and one.year == YEAR:
            total, part, _events = counts[one.place]
            one.state, one.numerator, one.denominator, one.value = ValueState.PUBLISHED, part, total, 1
    shown = [one for one in others if one.state == ValueState.PUBLISHED]
    assert len(shown) < 2
    assert not audit_releases((draft, cells, as_keys(draft.guard.facts))).passed


def test_students_come_before_totals(cedar, coordinator):
    """As soon as a school hands in students, they count, and its totals are no part of the release."""
    school_year_of_data(cedar, cedar.places["cedar-2"], YEAR, range(8000, 8100), suspended=range(8000, 8030))
    release = build_release(by=coordinator, years=YEARS)
    found = of(release, "suspension_rate", cedar.places["cedar-2"])
    assert (found.numerator, found.denominator, found.kind) == (30, 100, "district_record")
    # The district's cell is of its students handed in, too.
    assert of(release, "suspension_rate", cedar.places["cedar"]).kind == "district_record"
    assert of(release, "suspension_rate", cedar.places["cedar-3"]).kind == "published_totals"
    pinned = set(release.pins["claim_ids"])
    of_totals = {one.place.name for one in cedar_claims(cedar) if one.pk in pinned}
    assert of_totals == {"Cedar School 1", "Cedar School 3"}


def cedar_claims(world):
    return Claim.objects.filter(dataset="school_totals").select_related("place")


def test_what_a_county_publishes_of_a_school_is_never_released(data, coordinator):
    for school in ("alder-1", "birch-2"):
        hand_in(data, school, "expulsion", (300, 20, 20), organization="county-office", year="2022-23")
    hand_in(data, "county", "suspension", (9000, 300, 400), organization="county-office")
    release = build_release(by=coordinator, years=["2022-23", *YEARS])
    assert not release.cells.filter(kind="published_totals").exists()


def test_a_partnership_of_totals_alone(world, coordinator):
    world.places["alder"].refresh_from_db()
    hand_in(world, "alder", "suspension", (1500, 95, 160), organization="alder")
    release = build_release(by=coordinator)
    assert release.years == [YEAR]
    assert of(release, "suspension_rate", world.places["alder"]).value == half_up(Fraction(9500, 1500), 1)


def test_a_count_without_the_students_behind_it_is_not_told(world, coordinator):
    hand_in(world, "alder", "suspension", (1500, None, 160), organization="alder")
    release = build_release(by=coordinator)
    assert of(release, "suspensions_per_100", world.places["alder"]).state == ValueState.NOT_ENOUGH


def test_enrollments_that_differ_between_two_files(cedar, coordinator):
    """What a file about expulsions says of enrollment is another number than what one about suspensions says."""
    SchoolTotal.objects.filter(
        claim_id__in=[one.pk for one in cedar_claims(cedar) if one.family == "expulsion:total"],
        element="enrollment",
        count=500,
    ).update(count=520)
    draft = build_release(by=coordinator, years=YEARS)
    assert all(check["passed"] for check in draft.checks if check["key"] == "audit")
    publish(cedar, draft, coordinator)
    assert audit_releases().passed
    assert of(draft, "expulsions_per_1000", cedar.places["cedar-3"]).denominator == 520


def test_page_files_and_api_say_what_it_is(cedar, coordinator, client):
    release = publish(cedar, build_release(by=coordinator, years=YEARS, audience="public"), coordinator)
    place = cedar.places["cedar"]
    key = CellKey("suspension_rate", YEAR, "all", "district", place.code)
    (row,) = [one for one in rows(release, release.cells.all()) if row_key(one) == key]
    for found in (
        in_csv(release)[key],
        in_json(release)[key],
        in_workbook(release)[key],
        in_api(release, row),
    ):
        assert (found["kind"], float(found["value"]), int(found["numerator"])) == (
            "published_totals",
            6.3,
            95,
        )
    page = client.get(reverse("outcomes:measure", args=[release.slug, "suspension_rate"])).content.decode()
    assert "Cedar Union (totals that the school or district reports)" in page
    chosen = client.get(
        reverse("outcomes:release", args=[release.slug]), {"where": f"district:{place.code}", "year": YEAR}
    ).content.decode()
    assert "From totals that the school or district reports." in chosen


def test_the_number_of_statements_does_not_grow_with_places(cedar):
    def statements():
        with CaptureQueriesContext(connection) as found:
            tally(Level(None), list(registry().values()), YEARS)
        return len(found)

    few = statements()
    for number in range(4, 9):
        cedar.places[f"cedar-{number}"] = add_place(
            by=None,
            kind="school",
            code=f"9910003010000{number}",
            name=f"Cedar School {number}",
            parent=cedar.places["cedar"],
        )
        hand_in(cedar, f"cedar-{number}", "suspension", (300, 40, 50))
    assert statements() == few
