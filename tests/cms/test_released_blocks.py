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
from outcomes.releases.supersede import supersede_release
from outcomes.releases.tables import headlines
from partnership.models import AuditEvent
from tests.outcomes.releases.conftest import charts, coordinator, data, publish, release_of  # noqa: F401

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
        offered = {one for group in quoting.choices_of_numbers() for one, _label in group.choices}
        assert reference(public) in offered
        assert not [one for one in offered if one.startswith((f"{hidden.slug}/", f"{draft.slug}/"))]
        charts_offered = {one for group in quoting.choices_of_charts() for one, _label in group.choices}
        assert charts_offered == {f"{public.slug}/{one.measure}" for one in public.cells.headlines()}

    @pytest.mark.parametrize("typed", ["93.5", "nowhere/attendance_rate/2024-25/all", "a/b", ""])
    def test_nothing_can_be_typed(self, public, typed):
        block = BODY.child_blocks["released_number"]
        with pytest.raises(ValidationError):
            block.clean(block.to_python({"before": "", "quoted": typed, "after": ""}))

    def test_an_editor_chooses_in_the_page_editor(self, public, page_with, world, client):
        page = page_with()
        client.force_login(world.person("editor", world["alder"]))
        editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert reference(public) in editor
        data = nested_form_data(
            {
                "title": page.title,
                "slug": page.slug,
                "lead": "",
                "search_description": "",
                "body": streamfield([number(reference(public))]),
            }
        )
        client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
        latest = SectionPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert [block.value["quoted"] for block in latest.body] == [reference(public)]


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
