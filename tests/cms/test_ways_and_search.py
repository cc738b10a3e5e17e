"""The seven ways, cities, families, numbers of agencies, and finding all of it."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from cms.models import NewsPage, WayPage
from cms.outline import draw
from cms.public.search import alike_is_possible, find
from outcomes.releases.models import Release
from partnership.actions.agreements import terminate_agreement
from partnership.models import Agreement, Place

from .conftest import add_download, add_draft, add_live, root_of, sign_in, surroundings  # noqa: F401
from .posted import STOPS, add_commitment, add_event, add_policy, release_of_an_agency

pytestmark = pytest.mark.django_db


def test_the_seven_ways_stand_in_both_languages_and_gather_what_is_theirs(client, world):
    assert WayPage.objects.count() == 14
    add_event(world["alder"], "At the library", kind="listening")
    add_event(world["alder"], "Practice in the rain", kind="league")
    add_commitment(world["alder"], "A lamp at the crossing")
    add_policy(world["harbor-police"])
    world.person("editor")
    root_of(world["alder"]).add_child(
        instance=NewsPage(title="From the academy", slug="academy", lead="Twelve began.", way="profession")
    )
    pages = {
        way.way: client.get(way.get_url()).content.decode()
        for way in WayPage.objects.filter(locale__language_code="en")
    }
    found = {
        title: {way for way, page in pages.items() if title in page[page.index("<main") :]}
        for title in ("At the library", "Practice in the rain", "A lamp at the crossing", "From the academy")
    }
    assert found == {
        "At the library": {"conversations"},
        "Practice in the rain": {"community"},
        "A lamp at the crossing": {"conversations", "accountability"},
        "From the academy": {"profession"},
    }
    assert "Los siete caminos" in client.get("/es/siete-caminos/").content.decode()


def test_a_city_gathers_what_belongs_to_it(client, world):
    harbor = world.places["harbor"]
    world["alder"].city = harbor
    world["alder"].save()
    add_event(world["open-door"], "Game in Harbor", city=harbor)
    add_event(world["open-door"], "Game elsewhere")
    add_commitment(world["alder"], "A lamp at the crossing")
    page = client.get("/en/cities/harbor/").content.decode()
    for told in (
        "Alder Unified School District",
        "Campus Mentors",
        "Game in Harbor",
        "A lamp at the crossing",
        "Birch School 2",
    ):
        assert told in page, told
    assert "Game elsewhere" not in page
    assert client.get("/en/cities/nowhere/").status_code == 404


def test_the_map_is_drawn_here_and_every_city_lies_within_its_outline(client, world):
    for number, (north, east) in enumerate([("33.1", "-117.9"), ("33.4", "-117.2"), ("33.9", "-117.7")]):
        Place.objects.create(
            kind="city",
            code=f"c{number}",
            name=f"City {number}",
            latitude=Decimal(north),
            longitude=Decimal(east),
        )
    cities = list(Place.objects.filter(kind="city").order_by("name"))
    drawn = draw(cities)
    assert [dot.city.name for dot in drawn["dots"]] == ["City 0", "City 1", "City 2"], (
        "Harbor does not know where it lies"
    )
    by_name = {dot.city.name: dot for dot in drawn["dots"]}
    assert by_name["City 2"].y < by_name["City 1"].y < by_name["City 0"].y, "north is up"
    assert by_name["City 0"].x < by_name["City 2"].x < by_name["City 1"].x, "east is right"
    corners = [tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+) (-?[\d.]+)", drawn["outline"])]
    assert min(x for x, _y in corners) < min(dot.x for dot in drawn["dots"])
    assert all(0 <= x <= drawn["width"] and 0 <= y <= drawn["height"] for x, y in corners)
    page = client.get("/en/cities/").content.decode()
    assert "<svg viewBox" in page and 'href="/en/cities/c1/"' in page
    assert draw(cities[:2]) is None


def test_a_child_is_referred_by_telephone_or_on_paper_and_never_here(client, world):
    page = client.get("/en/refer/campus-mentors/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "Open Door Youth Services" in main
    assert "<input" not in main and "<textarea" not in main and "<form" not in main


def test_the_page_for_families_follows_the_agreements_in_force(client, world):
    page = client.get("/en/your-childs-data/").content.decode()
    assert "Alder Unified School District" in page
    never = page[page.index('id="never"') :]
    assert "Harbor Police Department" in never
    agreement = Agreement.objects.get(organization=world["alder"])
    assert agreement.last_day.strftime("%Y") in page
    administrator = world.person("partnership_administrator")
    terminate_agreement(agreement, by=administrator, on=timezone.localdate())
    shared = client.get("/en/your-childs-data/").content.decode()
    shared = shared[shared.index('id="who"') : shared.index('id="sees"')]
    assert "Alder Unified" not in shared and "Birch Union" in shared


def test_the_request_goes_to_the_district_and_holds_no_field_for_a_child(client, world):
    page = client.get("/en/your-childs-data/request/?district=alder").content.decode()
    assert "To Alder Unified School District" in page
    main = page[page.index("<main") : page.index("</main>")]
    assert "<input" not in main and "<textarea" not in main
    assert "Open Door" not in main, "only those who hold records are asked"
    sheet = client.get("/en/your-childs-data/consent/").content.decode()
    assert 'lang="en"' in sheet and 'lang="es"' in sheet


def told_in(page):
    """The texts of a page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_agencies_numbers_come_from_the_newest_public_release_with_their_base(client, world):
    assert "No number is released yet" in client.get("/en/numbers/stops/").content.decode()
    release_of_an_agency(world, STOPS)
    page = told_in(client.get("/en/numbers/stops/").content.decode())
    # Each year, then how many of how many in the newest.
    assert "Everybody 45.0 42.0 840 20,000" in page
    assert "Hispanic or Latino 1.40 1.35 567 10,000" in page
    # What is hidden is not told by its base either, and the legend says what the sign means.
    assert re.search(r"Black or African American 2.10 \* [^0-9]* – –", page)
    assert "A star: hidden, so that nobody can be recognized" in page
    assert "Residents are not everybody on the street" in page
    way = told_in(client.get("/en/seven-ways/hard-conversations/").content.decode())
    assert re.search(r"Disparity index of stops, 2025 .* Harbor Police Department [^0-9]*1.35", way)
    assert "Razón" not in way and "1.35" in client.get("/es/numbers/stops/").content.decode()
    assert client.get("/en/numbers/nonsense/").status_code == 404


def test_a_program_lists_its_public_evaluations(client, world):
    program = world.programs["mentoring"]
    for audience in ("public", "funders"):
        release = Release.objects.create(
            kind="evaluation",
            title=f"Do mentored students come? For {audience}",
            slug=f"evaluation-{audience}",
            program=program,
            audience=audience,
            built_by=world.person("partnership_coordinator"),
        )
        Release.objects.filter(pk=release.pk).update(state="published", published_at=timezone.now())
    page = client.get("/en/programs/campus-mentors/").content.decode()
    assert "Do mentored students come? For public" in page and "For funders" not in page


def test_search_finds_everything_public_and_nothing_else(client, world):
    world.person("editor")
    section = root_of(world["alder"])
    add_live(section, "Heron lunch")
    add_draft(section, "Heron secret")
    add_event(world["alder"], {"en": "Heron game", "es": "Juego de la garza"})
    add_event(world["alder"], "Heron draft", state="draft")
    add_policy(
        world["alder"],
        title={"en": "Heron order"},
        document=add_download(section.collection, "Heron document"),
    )
    add_download(section.collection, "Heron hidden")
    titles = {each.title for each in find("heron")}
    assert titles == {"Heron lunch", "Heron game", "Heron order", "Heron document"}
    assert {each.title for each in find("mentors")} >= {"Campus Mentors"}
    # A partner with a section, a program with a page: once each.
    for words in ("alder", "mentors"):
        addresses = [each.url for each in find(words)]
        assert len(addresses) == len(set(addresses))
    assert {each.title for each in find("unified")} == {"Alder Unified School District"}
    assert {each.title for each in find("heron", kind="events")} == {"Heron game"}
    page = client.get("/en/search/?q=heron+lunch").content.decode()
    assert "Heron lunch" in page and "1 result" in page
    assert "Nothing found" in client.get("/en/search/?q=zzzz").content.decode()
    assert "Juego de la garza" in client.get("/es/search/?q=garza").content.decode()
    assert find("%") == [] and find("'; DROP TABLE") == []


def test_a_mistyped_word_is_found_where_the_database_can(world):
    if not alike_is_possible():
        assert connection.vendor == "sqlite"
        assert find("Unifed") == []
        return
    assert "Alder Unified School District" in {each.title for each in find("Unifed")}


def test_a_city_narrows_to_what_has_one(world):
    harbor = world.places["harbor"]
    add_event(world["alder"], "Heron game", city=harbor)
    add_event(world["alder"], "Heron elsewhere", start=timezone.now() + timedelta(days=2))
    assert {each.title for each in find("heron", city="harbor")} == {"Heron game"}
