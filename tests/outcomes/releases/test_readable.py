"""A page that a board can read: headlines first, every measure once, under the question that it answers."""

import re

import pytest

from outcomes.measures.definition import registry
from outcomes.models import Claim
from outcomes.releases.bars import bars
from outcomes.releases.models import Population
from outcomes.releases.questions import FEATURED, QUESTIONS, featured, question_of

from ..factories import withdraw
from ..measures.test_agencies import tell

pytestmark = pytest.mark.looks


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_every_measure_answers_exactly_one_question():
    named = [key for question in QUESTIONS for key in question.measures]
    assert sorted(named) == sorted(registry()), "a new measure needs its place on the page"
    assert all(question_of(key) != QUESTIONS[-1] for key in registry())


def test_headlines_come_from_several_questions_and_are_few():
    chosen = featured(registry())
    assert len(chosen) == FEATURED
    assert len({question_of(key).key for key in chosen}) == 3
    assert featured(["truancy"]) == ["truancy"]


def test_the_page_lists_each_measure_once_and_its_contents_lead_to_each_question(release_of, client):
    release = release_of(audience="public")
    page = client.get(f"/en/outcomes/{release.slug}/").content.decode()
    anchors = set(re.findall(r'<li><a href="#([\w-]+)">', page))
    assert {"at-a-glance", "came", "kept", "done", "provenance"} <= anchors
    assert all(f'id="{one}"' in page for one in anchors)
    for definition in release.definitions:
        key = definition["key"]
        with_chart = f'<section class="measure" id="{key}"' in page
        in_a_line = f'<th scope="row"><a href="/en/outcomes/{release.slug}/measures/{key}/">' in page
        assert with_chart != in_a_line, key
    assert page.count('<section class="measure"') <= FEATURED
    everything = client.get(f"/en/outcomes/{release.slug}/", {"all": 1}).content.decode()
    assert (
        everything.count('<section class="measure"')
        == release.cells.headlines().values("measure").distinct().count()
    )


@pytest.fixture
def with_police(data, release_of):
    stops = {"all": (420, 9_800), "race_black": (84, 490), "race_white": (336, 9_310)}
    rows = [("Harbor", group, {"stops": a, "population": b}) for group, (a, b) in stops.items()]
    for year in ("2023", "2024"):
        tell(data, "police_stops", "harbor-police", year, rows)
    return release_of(audience="public")


class TestOfNoWhole:
    """What is told of groups and single agencies alone."""

    def test_it_has_a_page_and_a_line(self, with_police, client):
        page = client.get(f"/en/outcomes/{with_police.slug}/measures/stop_disparity/")
        assert page.status_code == 200
        assert "Harbor Police Department. By group: Race and ethnicity, 2024" in words(page)
        assert "4.00" in words(page) and "<picture>" not in page.content.decode()
        assert "told by group and by organization" in words(client.get(f"/en/outcomes/{with_police.slug}/"))
        other = client.get(f"/en/outcomes/{with_police.slug}/measures/stop_disparity/", {"year": "2023"})
        assert "By group: Race and ethnicity, 2023" in words(other)

    def test_a_single_agency_is_a_line_of_its_own(self, with_police, client):
        page = words(client.get(f"/en/outcomes/{with_police.slug}/measures/stops_per_1000/"))
        assert "By organization, 2024" in page and "42.9" in page


def test_where_no_roster_came_the_schools_that_reported_are_still_counted(data, release_of, client):
    withdraw(Claim.objects.filter(dataset="program_roster", period="2023-24"))
    release = release_of(audience="public")
    page = words(client.get(f"/en/outcomes/{release.slug}/measures/suspension_rate/"))
    assert re.search(r"2023-24 not reported \S+ 85 of 680 4 of 4", page), page


class TestBars:
    def test_every_chart_of_the_page_can_be_taken_away(self, drawn, release_of, client):
        release = release_of(audience="public")
        page = client.get(f"/en/outcomes/{release.slug}/measures/suspension_rate/").content.decode()
        offered = re.findall(r'href="(/en/outcomes/[^"]*/files/[^"]*\.(svg|png))"', page)
        headings = re.findall(r'<section[^>]* id="(by-[\w-]+)"', page)
        assert headings and len(offered) == 2 * (1 + len(headings))
        for address, kind in offered:
            answer = client.get(address)
            assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
            assert answer["Content-Type"] == {"svg": "image/svg+xml", "png": "image/png"}[kind]
            assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304

    def test_it_shows_what_the_table_shows(self, release_of):
        release = release_of(audience="public")
        drawing = bars(release, "bars-suspension_rate.by-school.2024-25.en.svg").decode()
        for cell in release.cells.filter(measure="suspension_rate", year="2024-25", level="school"):
            name = release.places["school"][cell.place]["name"]
            words, written = {
                "published": (f"{cell.value or 0:.1f}",) * 2,
                "at_most": (f"at most {cell.value or 0:.0f}", f"≤ {cell.value or 0:.0f}"),
                "at_least": (f"at least {cell.value or 0:.0f}", f"≥ {cell.value or 0:.0f}"),
            }.get(cell.state, ("hidden to protect the students counted", "*"))
            assert f"{name}: {words}" in drawing
            assert f">{written}</text>" in drawing
            labels = re.findall(
                rf'aria-label="{name}; {Population(cell.population).label}: ([^"]*)"', drawing
            )
            assert labels == [words, words], (
                "the bar and its number say the same to those who do not see them"
            )
        assert "value: 0" not in drawing
        assert "Por escuela" in bars(release, "bars-suspension_rate.by-school.2024-25.es.svg").decode()

    @pytest.mark.parametrize(
        "name",
        ["bars-x.svg", "bars-suspension_rate.by-moon.2024-25.en.svg", "bars-no.by-school.2024-25.en.svg"]
        + ["bars-suspension_rate.by-school.2024-25.xx.svg", "bars-suspension_rate.by-school.1999-00.en.svg"],
    )
    def test_a_chart_of_nothing_is_404(self, release_of, client, name):
        release = release_of(audience="public")
        assert client.get(f"/en/outcomes/{release.slug}/files/{name}").status_code == 404

    def test_what_a_link_shows_never_leads_a_stranger_in(self, release_of, client):
        """The tables are kept in memory, with the addresses of the place that shows them."""
        release = release_of(audience="public")
        inside = client.get(f"/es/outcomes/{release.slug}/measures/suspension_rate/").content.decode()
        assert f"/es/outcomes/{release.slug}/files/bars-" in inside
        assert f"/en/outcomes/{release.slug}/files/bars-" not in inside
