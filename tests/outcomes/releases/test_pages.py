"""What a reader finds on the pages of a release, and what they cost."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from outcomes.measures import definition
from outcomes.measures.definition import registry
from outcomes.models import Release
from outcomes.releases.build import build_release
from outcomes.releases.models import ReleaseCell
from outcomes.releases.presenter import page_of
from outcomes.releases.supersede import supersede_release
from partnership.navigation import workspace_items
from partnership.worker import BeatingWorker
from programs.actions.awards import make_award
from programs.actions.programs import add_program

from .conftest import publish


@pytest.fixture
def release(release_of, mentoring, award):
    return release_of(mentoring)


@pytest.fixture
def funder(world):
    return world.person("funder")


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def queries(client, path):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def work_off():
    """Run what is queued. A whole worker would close the connection, and with it the test's transaction."""
    worker = BeatingWorker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tester",
    )
    for task in DBTaskResult.objects.ready():
        task.claim(worker.worker_id)
        worker.run_task(task)


def unsaved(values, *, reported=None, trend="", years=("2022-23", "2023-24"), measure="attendance_rate"):
    """A release and its cells, for the presenter alone. values: {population: [value or state per year]}."""
    release = Release(
        title="R",
        slug="r",
        years=list(years),
        definitions=[registry()[measure].as_dict()],
        program_id=None,
    )
    cells = [
        ReleaseCell(
            release=release,
            measure=measure,
            year=year,
            population=population,
            state="published" if isinstance(value, str) and value[0].isdigit() else value,
            value=Decimal(value) if value[0].isdigit() else None,
            numerator=1,
            denominator=2,
            reported=(reported or [10] * len(years))[number],
            expected=10,
            trend=trend,
        )
        for population, of_population in values.items()
        for number, (year, value) in enumerate(zip(years, of_population, strict=True))
    ]
    return page_of(release, cells)


class TestHeadlines:
    def test_the_latest_year_and_its_change(self):
        (card,) = unsaved({"all": ["92.0", "93.5"], "participants": ["85.0", "88.0"]}).cards
        assert (card.number.text, card.year) == ("93.5%", "2023-24")
        assert (card.change, card.direction, card.verdict) == ("+1.5 points since 2022-23", "up", "good")
        assert card.note == "Participants: 88.0%."

    def test_less_of_a_bad_thing_is_good(self):
        values = {"all": ["9.0", "8.0"], "participants": ["19.0", "12.0"]}
        (card,) = unsaved(values, measure="suspension_rate").cards
        assert (card.change, card.direction, card.verdict) == ("−1.0 points since 2022-23", "down", "good")

    def test_no_change_is_said(self):
        (card,) = unsaved({"all": ["9.0", "9.0"], "participants": ["9.0", "9.0"]}).cards
        assert (card.change, card.direction, card.verdict) == ("as in 2022-23", "same", "")

    def test_years_that_are_not_comparable_are_not_set_against_each_other(self):
        values = {"all": ["92.0", "93.5"], "participants": ["suppressed", "88.0"]}
        (card,) = unsaved(values, years=("2020-21", "2021-22")).cards
        assert card.change == ""
        assert "Not set against 2020-21, which is not comparable." in card.note

    def test_nor_are_years_in_which_other_reported(self):
        values = {"all": ["92.0", "93.5"], "participants": ["85.0", "88.0"]}
        (card,) = unsaved(values, reported=[6, 10], trend="others_reported").cards
        assert card.change == ""
        assert "Not set against 2022-23, when 6 of 10 schools reported." in card.note

    def test_a_hidden_headline_is_a_star_with_words(self):
        (card,) = unsaved({"all": ["92.0", "protecting"], "participants": ["85.0", "not_reported"]}).cards
        assert (card.number.absent, card.change) == ("suppressed", "")
        assert card.note == "Participants: not reported."

    def test_headlines_are_of_the_latest_year_that_was_reported(self):
        page = unsaved({"all": ["92.0", "not_reported"], "participants": ["85.0", "not_reported"]})
        assert page.year == page.cards[0].year == "2022-23"
        assert page.headline_note == "For 2023-24 nothing of them was reported."


class TestRelease:
    def test_the_page_says_what_a_funder_must_know(self, release, funder, client):
        client.force_login(funder)
        page = text(client.get(release.get_absolute_url()))
        for words in [
            "Descriptive, not an effect.",
            "regression to the mean",
            "1 of 1",
            "approved by Bay County Prevention Partnership, Alder Unified School District",
            "Data as of",
            "July 15, 2025",
            "the share they were there",
            "students chronically absent",
            "Excel workbook",
        ]:
            assert words in page, words
        assert "This is a draft" not in page
        assert "Discard the draft" not in page

    def test_two_years_of_participants_are_two_groups_of_youth(self, release, funder, client):
        client.force_login(funder)
        page = text(client.get(release.get_absolute_url()))
        assert "Participants of 2023-24, mostly other youth: 25.0%." in page
        assert "stat-change" not in page

    def test_a_draft_is_marked_and_waits_for_its_keys(self, data, coordinator, mentoring, client):
        draft = build_release(by=coordinator, program=mentoring)
        client.force_login(coordinator)
        page = text(client.get(draft.get_absolute_url()))
        assert "This is a draft" in page
        assert "not for quoting" in page
        assert "A partnership coordinator has not signed yet." in page
        assert "Publish for good" not in page

    def test_signing_and_publishing_by_hand(self, data, coordinator, world, client):
        draft = build_release(by=coordinator)
        address = draft.get_absolute_url()
        client.force_login(coordinator)
        client.post(f"{address}sign/", {"organization": "partnership"})
        client.post(f"{address}publish/")
        assert Release.objects.get(pk=draft.pk).is_draft
        client.force_login(world.person("release_signer"))
        assert "Sign for Alder Unified School District" in text(client.get(address))
        assert client.post(f"{address}sign/", {"organization": "birch"}).status_code == 403
        assert client.post(f"{address}sign/", {"organization": "nowhere"}).status_code == 404
        client.post(f"{address}sign/", {"organization": "alder"})
        client.force_login(coordinator)
        assert "Publish for good" not in text(client.get(address))
        for slug in ("birch", "open-door"):
            client.force_login(world.person("release_signer", world[slug]))
            client.post(f"{address}sign/", {"organization": slug})
        client.force_login(coordinator)
        assert "Publish for good" in text(client.get(address))
        assert "From now on nothing of it changes." in text(client.post(f"{address}publish/", follow=True))
        assert Release.objects.get(pk=draft.pk).state == "published"

    def test_discarding_by_hand(self, data, coordinator, client):
        draft = build_release(by=coordinator)
        client.force_login(coordinator)
        response = client.post(f"{draft.get_absolute_url()}discard/", follow=True)
        assert "The draft is discarded." in text(response)
        assert client.get(draft.get_absolute_url()).status_code == 404

    def test_old_and_new_point_at_each_other(self, data, coordinator, release_of, client):
        old = release_of(audience="public")
        draft = supersede_release(old, by=coordinator, erratum="Birch School 1 was missing.")
        before = text(client.get(f"/en/outcomes/{old.slug}/"))
        assert "Birch School 1 was missing." not in before
        new = publish(data, draft, coordinator)
        for slug in (old.slug, new.slug):
            assert "Birch School 1 was missing." in text(client.get(f"/en/outcomes/{slug}/"))
        assert f"/en/outcomes/{new.slug}/" in text(client.get(f"/en/outcomes/{old.slug}/"))
        listed = text(client.get("/en/outcomes/"))
        assert new.slug in listed
        assert f'/{old.slug}/"' not in listed

    def test_in_spanish(self, release_of, client):
        public = release_of(audience="public")
        page = text(client.get(f"/es/outcomes/{public.slug}/"))
        assert "Tasa de asistencia" in page
        assert "chart-attendance_rate.es.svg" in page

    def test_an_unknown_measure_or_file_is_404(self, release, funder, client):
        client.force_login(funder)
        for path in ("measures/happiness/", "files/nothing.csv", "charts/chart-happiness.en.svg"):
            assert client.get(release.get_absolute_url() + path).status_code == 404

    def test_definitions_stay_as_they_were_worded_then(self, release, funder, client, monkeypatch):
        changed = {key: replace(one, title="Something else", version=2) for key, one in registry().items()}
        monkeypatch.setattr(definition, "registry", lambda: changed)
        client.force_login(funder)
        page = text(client.get(release.get_absolute_url()))
        assert "Attendance rate" in page
        assert "Something else" not in page


class TestCost:
    def test_the_page_costs_the_same_for_one_year_and_for_many(self, data, coordinator, release_of, client):
        short, long = release_of(years=["2024-25"]), release_of()
        client.force_login(coordinator)
        client.get(long.get_absolute_url())
        counts = {queries(client, one.get_absolute_url()) for one in (short, long)}
        assert len(counts) == 1
        # Five of them tell the coordinator who reads the release, and because of what.
        assert counts.pop() <= 19

    def test_a_public_page_needs_six_queries_of_ours(self, release_of, client):
        public = release_of(audience="public")
        client.get(f"/en/outcomes/{public.slug}/")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/en/outcomes/{public.slug}/")
        assert len([one for one in captured if "outcomes_" in one["sql"]]) <= 6

    def test_lists_cost_the_same_for_one_program_and_for_many(
        self, release, data, coordinator, funder, client
    ):
        client.force_login(funder)
        client.get("/workspace/outcomes/")
        paths = ("/workspace/outcomes/", "/workspace/releases/")
        before = [queries(client, path) for path in paths]
        today = timezone.localdate()
        for number in range(3):
            program = add_program(
                by=None,
                name=f"Program {number}",
                slug=f"program-{number}",
                strategy="opportunities_provision",
                owners=[data["open-door"]],
                sites=[data.places["alder-1"]],
            )
            make_award(
                by=None,
                funder=data["lantern-fund"],
                program=program,
                title="More",
                starts_on=today,
                ends_on=today + timedelta(days=3),
            )
            publish(data, build_release(by=coordinator, program=program), coordinator)
        assert "Program 2" in text(client.get("/workspace/outcomes/"))
        assert [queries(client, path) for path in paths] == before

    def test_what_the_reader_has_is_not_sent_again(self, release, funder, client):
        client.force_login(funder)
        for path in ("", "measures/chronic_absence/", "charts/chart-chronic_absence.en.svg"):
            first = client.get(release.get_absolute_url() + path)
            assert "private" in first["Cache-Control"]
            again = client.get(release.get_absolute_url() + path, headers={"If-None-Match": first["ETag"]})
            assert (again.status_code, again.content) == (304, b"")

    def test_a_page_that_changed_is_sent(self, data, coordinator, world, client):
        draft = build_release(by=coordinator)
        client.force_login(world.person("release_signer"))
        tag = client.get(draft.get_absolute_url())["ETag"]
        client.post(f"{draft.get_absolute_url()}sign/", {"organization": "alder"})
        assert client.get(draft.get_absolute_url(), headers={"If-None-Match": tag}).status_code == 200


class TestBuilding:
    def test_a_release_is_built_in_the_worker(self, data, coordinator, client):
        client.force_login(coordinator)
        assert "2024-25" in text(client.get("/workspace/releases/build/"))
        answer = client.post("/workspace/releases/build/", {"years": ["2024-25"], "audience": "public"})
        waiting = client.get(answer["Location"])
        assert "hx-get" in text(waiting)
        work_off()
        release = Release.objects.get()
        assert (release.years, release.audience, release.built_by) == (["2024-25"], "public", coordinator)
        assert client.get(answer["Location"])["Location"] == release.get_absolute_url()
        polled = client.get(answer["Location"], headers={"HX-Request": "true"})
        assert polled["HX-Redirect"] == release.get_absolute_url()

    def test_a_refusal_is_told(self, world, coordinator, client):
        client.force_login(coordinator)
        answer = client.post("/workspace/releases/build/", {"audience": "public"})
        work_off()
        page = text(client.get(answer["Location"]))
        assert "There is no data of these schools yet." in page
        assert "Try again" in page

    def test_a_correction_is_built_in_the_worker(self, data, coordinator, release_of, client):
        old = release_of()
        client.force_login(coordinator)
        address = f"{old.get_absolute_url()}correct/"
        assert "needs your attention" in text(client.post(address, {"erratum": ""}))
        client.post(address, {"erratum": "A school was missing."})
        work_off()
        assert Release.objects.get(supersedes=old).erratum == "A school was missing."

    def test_nobody_else_follows_a_build(self, data, coordinator, world, client):
        client.force_login(coordinator)
        address = client.post("/workspace/releases/build/", {"audience": "public"})["Location"]
        client.force_login(world.person("release_signer"))
        assert client.get(address).status_code == 403
        client.force_login(coordinator)
        assert (
            client.get("/workspace/releases/building/0d9c3f0e-0000-4000-8000-000000000000/").status_code
            == 404
        )


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        ("partnership_coordinator", {"Outcomes", "Releases", "Build a release"}),
        ("release_signer", {"Outcomes", "Releases"}),
        ("funder", {"Outcomes", "Releases"}),
        ("editor", set()),
        ("data_coordinator", set()),
    ],
)
def test_the_navigation_leads_where_the_person_may_go(world, rf, role, labels):
    request = rf.get("/workspace/")
    request.user = world.person(role)
    items = workspace_items(request)
    found = {item.label for parent in items for item in (parent, *parent.children)}
    assert found & {"Outcomes", "Releases", "Build a release"} == labels


def test_a_draft_waits_on_the_home_of_those_who_sign(data, coordinator, world, client):
    draft = build_release(by=coordinator)
    client.force_login(world.person("release_signer"))
    assert draft.get_absolute_url() in text(client.get("/workspace/"))
    client.force_login(world.person("editor"))
    assert draft.get_absolute_url() not in text(client.get("/workspace/"))
