"""A released number in a page: chosen, never typed; pinned to its release until an editor accepts a newer one."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.actions.newer_numbers import newer_numbers, take_newer_numbers
from cms.blocks import BODY
from cms.models import SectionPage
from outcomes.releases import quoting
from outcomes.releases.build import build_release
from outcomes.releases.models import Release
from outcomes.releases.offering import offered
from outcomes.releases.supersede import supersede_release
from outcomes.releases.tables import headlines
from partnership.models import AuditEvent
from tests.outcomes.releases.conftest import (  # noqa: F401
    charts,
    coordinator,
    data,
    drawn,
    publish,
    release_of,
    wide,
)

from .conftest import root_of

YEAR, MEASURE = "2024-25", "attendance_rate"


@pytest.fixture
def public(release_of):
    return release_of(audience="public")


def reference(release, population="all"):
    return f"{release.slug}/{MEASURE}/{YEAR}/{population}"


def number(quoted, before="Students came to school on", after="of their days."):
    return "released_number", {"before": before, "quoted": quoted, "after": after}


def chart(release):
    return "released_chart", {"quoted": f"{release.slug}/{MEASURE}", "caption": "Attendance."}


@pytest.fixture
def page_with(world):
    """`page_with(blocks)`: a published page in Alder's section."""
    world.person("editor", world["alder"])

    def make(*blocks):
        root = root_of(world["alder"])
        page = root.add_child(
            instance=SectionPage(
                title="What we see", slug="what-we-see", locale=root.locale, body=list(blocks)
            )
        )
        page.save_revision().publish()
        return SectionPage.objects.get(pk=page.pk)

    return make


def released_value(release, population="all"):
    (row,) = [
        row
        for row in headlines(release, release.cells.all())
        if (row.definition.key, row.year, row.population) == (MEASURE, YEAR, population)
    ]
    return f"{row.value}%"


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


class TestOnThePage:
    def test_the_number_stands_in_its_sentence_with_release_and_day(self, public, page_with, client):
        page = page_with(number(reference(public)), chart(public))
        shown = client.get(page.url).content.decode()
        value = released_value(public)
        assert f"Students came to school on {value} of their days." in words(shown)
        assert "Attendance rate, All students, 2024-25; released" in words(shown)
        assert f"/en/outcomes/{public.slug}/#attendance_rate" in shown
        assert f"/charts/chart-{MEASURE}.en.svg" in shown

    def test_it_is_the_number_of_page_and_files(self, public, page_with, client):
        page = page_with(number(reference(public)))
        value = released_value(public)
        assert value in client.get(page.url).content.decode()
        assert value in client.get(f"/en/outcomes/{public.slug}/").content.decode()
        content = bytes(public.artifacts.get(name="data.csv").content).decode("utf-8-sig")
        assert f",{value[:-1]}," in content

    def test_what_is_hidden_is_a_star(self, data, coordinator, page_with, client):
        draft = build_release(by=coordinator, audience="public")
        draft.cells.filter(measure=MEASURE, year=YEAR, population="all").update(
            state="suppressed", value=None, numerator=None, denominator=None
        )
        release = publish(data, draft, coordinator)
        page = page_with(number(reference(release)))
        shown = words(client.get(page.url).content.decode())
        assert re.search(r"came to school on \*\s*hidden to protect the students counted", shown)

    def test_many_numbers_cost_no_more_than_one(
        self, public, page_with, client, django_assert_max_num_queries
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        page = page_with(number(reference(public)))
        client.get(page.url)
        with CaptureQueriesContext(connection) as one:
            client.get(page.url)
        page.body = [number(reference(public)), number(reference(public, "participants")), chart(public)] * 3
        page.save()
        with CaptureQueriesContext(connection) as many:
            client.get(page.url)
        # One look-up for all numbers, one for all charts.
        assert len(many) <= len(one) + 2

    def test_a_release_that_is_not_public_is_never_shown(self, release_of, page_with, client):
        release = release_of()
        page = page_with(number(reference(release)))
        shown = words(client.get(page.url).content.decode())
        assert "Students came to school on" not in shown


class TestChoosing:
    def test_only_public_releases_are_offered(self, public, release_of, data, coordinator):
        hidden = release_of()
        draft = build_release(by=coordinator, audience="public", title="Draft")
        asked = {"measure": MEASURE}
        chosen, offers, _total = offered(asked)
        assert reference(public) in {one.reference for one in offers}
        releases = {slug for slug, _words in chosen.fields["release"].choices}
        assert public.slug in releases and not releases & {hidden.slug, draft.slug}
        _chosen, charts_offered, _total = offered(asked, of_charts=True)
        assert charts_offered[0].reference == f"{public.slug}/{MEASURE}"

    def test_every_number_and_chart_that_is_offered_can_be_quoted(self, wide):
        """Whatever the list holds is found again by its reference, with the words of the list."""
        for kind in (False, True):
            _chosen, offers, total = offered({"measure": "suspension_rate"}, of_charts=kind)
            found = quoting.quotes([one.reference for one in offers])
            assert len(found) == len(offers) == total
            for one in offers:
                quote = found[one.reference]
                assert bool(quote.chart) is kind
                assert kind or quote.in_words.endswith(f": {one.told}")

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ({"level": "school"}, {"School alder-1"}),
            ({"dimension": "sex"}, {"Female", "Male"}),
            ({"words": "alder"}, {"School alder-1"}),
            ({"dimension": "everybody", "level": "partnership"}, {"The partnership as a whole"}),
            ({"year": "2023-24"}, {"The partnership as a whole", "School alder-1", "Female", "Male"}),
        ],
    )
    def test_the_choice_is_narrowed(self, wide, asked, names):
        _chosen, offers, _total = offered({"measure": "suspension_rate", **asked})
        assert {one.whose for one in offers} == names

    def test_what_is_hidden_is_not_offered(self, wide):
        _chosen, offers, _total = offered({"measure": "suspension_rate", "words": "birch"})
        assert offers == []

    @pytest.mark.parametrize(
        "typed", ["93.5", "nowhere/attendance_rate/2024-25/all", "a/b", "a/b/c", "a/b/trend/x", ""]
    )
    def test_nothing_can_be_typed(self, public, typed):
        block = BODY.child_blocks["released_number"]
        with pytest.raises(ValidationError):
            block.clean(block.to_python({"before": "", "quoted": typed, "after": ""}))

    def test_an_editor_chooses_in_the_page_editor(self, public, page_with, world, client):
        page = page_with()
        client.force_login(world.person("editor", world["alder"]))
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert "cms.ReleasedChooser" in client.get(edit).content.decode()
        listed = client.get(reverse("cms_choose_released"), {"kind": "number", "measure": MEASURE})
        assert f'data-reference="{reference(public)}"' in listed.content.decode()
        data = nested_form_data(
            {
                "title": page.title,
                "slug": page.slug,
                "lead": "",
                "search_description": "",
                "body": streamfield([number(reference(public))]),
            }
        )
        client.post(edit, data)
        latest = SectionPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert [block.value["quoted"] for block in latest.body] == [reference(public)]


class TestAnyCell:
    """Numbers and charts of schools and groups, as those of the whole."""

    def school(self, wide, part="2024-25/all"):
        release, codes = wide
        return f"{release.slug}/suspension_rate/{part}/school/{codes['alder-1']}//"

    def test_a_school_s_number_stands_in_its_sentence(self, wide, page_with, client):
        release, codes = wide
        page = page_with(number(self.school(wide), "At Alder", "were suspended."))
        shown = client.get(page.url).content.decode()
        assert "At Alder 17.0% were suspended." in words(shown)
        assert "Suspension rate, School alder-1, All students, 2024-25; released" in words(shown)
        address = re.search(r'released-source"><a href="([^"]+)"', shown)[1].replace("&amp;", "&")
        assert "17.0%" in client.get(address).content.decode()

    def test_a_chart_by_school_and_the_years_of_one(self, wide, page_with, client):
        release, codes = wide
        bars = f"{release.slug}/suspension_rate/bars/by-school/2024-25"
        page = page_with(
            *(
                ("released_chart", {"quoted": one, "caption": ""})
                for one in (bars, self.school(wide, "trend"))
            )
        )
        shown = client.get(page.url).content.decode()
        assert "Suspension rate, By school, 2024-25" in words(shown)
        assert "Suspension rate, School alder-1" in words(shown)
        for address in re.findall(r'<img src="([^"]+)"', shown):
            if "/charts/" in address:
                assert b"School alder-1" in client.get(address).content

    @pytest.mark.parametrize("kind", ["number", "chart"])
    def test_a_chart_is_no_number_and_a_number_no_chart(self, wide, kind):
        block = BODY.child_blocks[f"released_{kind}"].child_blocks["quoted"]
        wrong = self.school(wide, "trend") if kind == "number" else self.school(wide)
        assert quoting.quotes([wrong])
        with pytest.raises(ValidationError):
            block.clean(block.to_python(wrong))

    def test_the_same_school_in_a_newer_release_waits_for_the_editor(
        self, public, data, coordinator, page_with
    ):
        _chosen, offers, _total = offered({"measure": MEASURE, "level": "school"})
        page = page_with(number(offers[0].reference))
        new = publish(data, supersede_release(public, by=coordinator, erratum="Mended."), coordinator)
        (found,) = newer_numbers(page)
        assert found.newer.reference == offers[0].reference.replace(public.slug, new.slug, 1)
        assert offers[0].whose in found.now.in_words


class TestNewer:
    @pytest.fixture
    def corrected(self, public, data, coordinator):
        """The same numbers released anew."""

        def correct():
            return publish(
                data, supersede_release(public, by=coordinator, erratum="A school was missing."), coordinator
            )

        return correct

    def test_the_page_keeps_its_number_until_the_editor_accepts(
        self, public, corrected, page_with, world, client
    ):
        page = page_with(number(reference(public)), chart(public))
        assert newer_numbers(page) == []
        new = corrected()
        shown = words(client.get(page.url).content.decode())
        assert "A newer release has replaced this one." in shown
        editor = world.person("editor", world["alder"])
        client.force_login(editor)
        edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert "A newer release exists of numbers on this page." in words(edit)
        screen = reverse("cms_newer_numbers", args=[page.pk])
        assert released_value(new) in client.get(screen).content.decode()
        client.post(screen)
        latest = SectionPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert [block.value["quoted"] for block in latest.body] == [reference(new), f"{new.slug}/{MEASURE}"]
        live = SectionPage.objects.get(pk=page.pk)
        assert live.body[0].value["quoted"] == reference(public), "a draft only, until it is published"
        assert AuditEvent.objects.get(verb="page.newer_numbers_taken").detail["replaced"] == {
            reference(public): reference(new),
            f"{public.slug}/{MEASURE}": f"{new.slug}/{MEASURE}",
        }
        assert "is of the newest release" in words(client.get(screen).content.decode())

    def test_a_newer_release_without_that_number_is_none(self, public, data, coordinator, page_with):
        page = page_with(number(reference(public)))
        publish(data, build_release(by=coordinator, audience="public", years=["2023-24"]), coordinator)
        assert newer_numbers(page) == []

    def test_accepting_twice_changes_nothing_more(self, public, corrected, page_with, world):
        page = page_with(number(reference(public)))
        corrected()
        editor = world.person("editor", world["alder"])
        assert len(take_newer_numbers(page, by=editor)) == 1
        latest = SectionPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert take_newer_numbers(latest, by=editor) == []

    def test_only_who_edits_the_page_accepts(self, public, corrected, page_with, world, client):
        page = page_with(number(reference(public)))
        corrected()
        client.force_login(world.person("editor", world["birch"]))
        assert client.post(reverse("cms_newer_numbers", args=[page.pk])).status_code == 404
        assert Release.objects.public().count() == 2
        assert not AuditEvent.objects.filter(verb="page.newer_numbers_taken").exists()
