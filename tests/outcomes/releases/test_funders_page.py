"""What a board reads: promised against delivered, what evaluations found, whose numbers, two releases beside
each other, one sheet of paper. Only released numbers stand in any of it.
"""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outcomes.releases.build import build_release
from outcomes.releases.comparing import differences, only_in_one
from outcomes.releases.models import Artifact, Release
from outcomes.releases.promised import awards_for, promised
from outcomes.releases.review.models import Story
from outcomes.releases.supersede import supersede_release
from outcomes.releases.tables import headlines
from programs.actions.targets import add_target
from programs.models import Award

from .conftest import YEARS, cell, publish


@pytest.fixture
def funder(world):
    return world.person("funder")


@pytest.fixture
def promise(award):
    def add(
        measure="attendance_rate", year="2024-25", bound="at_least", value="90", due=date(2025, 10, 1), **more
    ):
        return add_target(
            award,
            by=None,
            measure=measure,
            population=more.pop("population", "participants"),
            year=year,
            bound=bound,
            value=Decimal(value),
            due_on=due,
            **more,
        )

    return add


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def kept(release, funder):
    """[(measure, verdict, note)] of the page's promises."""
    accounts = promised(
        awards_for(release, user=funder), headlines(release, release.cells.all()), today=date(2025, 12, 1)
    )
    return [(one.target.measure, one.verdict, one.note) for account in accounts for one in account.promises]


class TestPromised:
    def test_the_delivered_side_is_the_released_number(
        self, release_of, mentoring, award, promise, funder, client
    ):
        release = release_of(mentoring)
        delivered = cell(release, "chronic_absence", "2024-25", "participants").value.quantize(
            Decimal("0.01")
        )
        promise("chronic_absence", bound="at_most", value=delivered, baseline_year="2023-24")
        promise("attendance_rate", bound="at_least", value="99.9")
        verdicts = {measure: (verdict, note) for measure, verdict, note in kept(release, funder)}
        assert verdicts["chronic_absence"] == ("met", "exactly as promised")
        assert verdicts["attendance_rate"][0] == "not_met"
        client.force_login(funder)
        page = words(client.get(release.get_absolute_url()))
        assert "2 promises: 1 kept, 1 not kept" in page
        value = cell(release, "attendance_rate", "2024-25", "participants").value.quantize(Decimal("0.1"))
        assert f"{Decimal('99.9') - value} points short of it" in page

    def test_whether_a_hidden_number_keeps_a_promise_is_not_told(
        self, data, coordinator, mentoring, award, promise, funder
    ):
        draft = build_release(by=coordinator, program=mentoring)
        draft.cells.filter(measure="suspension_rate", year="2024-25", population="participants").update(
            state="suppressed", value=None, numerator=None, denominator=None
        )
        release = publish(data, draft, coordinator)
        for value in ("0", "100"):
            target = promise("suspension_rate", bound="at_most", value=value)
            assert [verdict for _measure, verdict, _note in kept(release, funder)] == ["cannot_tell"]
            target.delete()

    def test_what_is_due_later_and_what_is_overdue(self, release_of, mentoring, award, promise, funder):
        release = release_of(mentoring)
        promise(year="2025-26", due=date(2026, 10, 1))
        promise("chronic_absence", year="2025-26", bound="at_most", due=date(2025, 11, 1))
        assert {verdict for _m, verdict, _n in kept(release, funder)} == {"not_due", "missing"}

    def test_who_sees_the_promises_of_whom(self, release_of, mentoring, award, world, funder, coordinator):
        release = release_of(mentoring)
        for user, seen in [
            (funder, True),
            (coordinator, True),
            (world.person("funder", world["field-university"]), False),
        ]:
            assert bool(awards_for(release, user=user)) is seen
        assert awards_for(release) == []
        assert awards_for(release, organization=world["lantern-fund"]) == [award]
        Award.objects.update(is_public=True)
        assert awards_for(release) == [award]

    def test_they_stand_on_the_first_page_of_a_funder(
        self, release_of, mentoring, award, promise, funder, client
    ):
        release_of(mentoring)
        promise(value="1")
        client.force_login(funder)
        assert "1 promise: 1 kept" in words(client.get("/workspace/outcomes/"))


def told(verdict="favorable", language="en"):
    return {
        "verdict": verdict,
        "answer": f"{verdict.title()} {language}.",
        "fact": "The fact.",
        "certainty": "Quite sure.",
        "change_mind": "More schools.",
        "label": "Matched",
        "limit": "Its limit.",
    }


def found(estimate=None):
    """The stored document of an evaluation, as far as a page of numbers reads it."""
    return {
        "plan": {"locked_on": "2025-01-10", "released_before": []},
        "result": {
            "outcomes": [
                {
                    "key": "attendance",
                    "role": "primary",
                    "words": {language: told(language=language) for language in ("en", "es")},
                    "estimate": estimate or {"value": 2.2, "low": 0.9, "high": 3.6, "scale": "points"},
                }
            ]
        },
    }


def release_evaluation(program, by, *, audience="funders", state="published", document=None):
    """An evaluation's release, straight into the database: how it is made has tests of its own."""
    content = json.dumps(document or found()).encode()
    release = Release.objects.create(
        kind="evaluation",
        title="Does it help?",
        slug=f"evaluation-{audience}-{state}",
        program=program,
        audience=audience,
        years=YEARS,
        built_by=by,
    )
    Artifact.objects.create(
        release=release, name="data.json", content_type="application/json", content=content, sha256="x"
    )
    if state != "draft":
        Release.objects.filter(pk=release.pk).update(state=state, published_at=timezone.now())
    return release


class TestFindings:
    def test_a_published_evaluation_is_told_with_its_interval(
        self, release_of, mentoring, award, funder, coordinator, client
    ):
        release = release_of(mentoring)
        evaluation = release_evaluation(mentoring, coordinator, audience="public")
        client.force_login(funder)
        answer = client.get(release.get_absolute_url())
        page = words(answer)
        assert "Favorable en." in page and "Quite sure." in page
        assert "2.2 points (95% interval 0.9 to 3.6)" in page
        assert "Evaluation: 2.2 points (95% interval 0.9 to 3.6)." in page, "beside the headline too"
        assert evaluation.get_absolute_url() in answer.content.decode()
        assert "Favorable en." in words(client.get(f"{release.get_absolute_url()}sheet/"))

    def test_only_what_was_published_for_the_reader(
        self, release_of, mentoring, award, funder, coordinator, client
    ):
        release = release_of(mentoring, audience="public")
        release_evaluation(mentoring, coordinator, state="draft", audience="public")
        release_evaluation(mentoring, coordinator, audience="funders")
        page = words(client.get(f"/en/outcomes/{release.slug}/"))
        assert "No evaluation of it was released." in page
        client.force_login(coordinator)
        assert "Favorable en." in words(client.get(release.get_absolute_url()))

    def test_a_number_that_is_not_shown_gives_no_interval(
        self, release_of, mentoring, award, coordinator, client
    ):
        release = release_of(mentoring)
        hidden = found({"value": "hidden", "low": "hidden", "high": "hidden", "scale": "points"})
        release_evaluation(mentoring, coordinator, audience="public", document=hidden)
        client.force_login(coordinator)
        page = words(client.get(release.get_absolute_url()))
        assert "Favorable en." in page and "interval" not in page


class TestChoosing:
    def test_a_measure_by_school_and_by_group_with_bars(self, wide, client):
        release, _codes = wide
        page = client.get(f"/en/outcomes/{release.slug}/measures/suspension_rate/")
        assert "By school, 2024-25" in words(page) and "By group: Sex, 2024-25" in words(page)
        html = page.content.decode()
        assert '<rect width="100" height="6">' in html and '<rect width="50" height="6">' in html
        line = re.search(r"School birch-1</a></th>(.*?)</tr>", html, re.S)[1]
        assert "<rect" not in line and "hidden to protect" in line

    def test_the_page_of_one_school_holds_its_released_number(self, wide, client):
        release, codes = wide
        path = f"/en/outcomes/{release.slug}/"
        page = words(client.get(path, {"where": f"school:{codes['alder-1']}"}))
        assert "School alder-1, 2024-25" in page and "17.0%" in page
        assert "Promised against delivered" not in page
        assert "Female, 2024-25" in words(client.get(path, {"who": "sex:female"}))

    def test_what_was_not_released_is_not_counted_for_the_asking(self, wide, client):
        release, codes = wide
        path = f"/en/outcomes/{release.slug}/"
        crossed = words(client.get(path, {"where": f"school:{codes['alder-1']}", "who": "sex:female"}))
        assert "Nothing was released for this choice" in crossed
        for nonsense in ({"where": "school:1"}, {"who": "sex:unknown"}, {"year": "1999-00"}, {"where": "x"}):
            assert "At a glance" in words(client.get(path, nonsense)), nonsense

    def test_it_costs_the_same_whatever_is_chosen(self, wide, client):
        release, codes = wide
        path = f"/en/outcomes/{release.slug}/"
        client.get(path)
        costs = set()
        for query in (
            {"where": f"school:{codes['alder-1']}"},
            {"who": "sex:male"},
            {"who": "sex:female", "year": "2023-24"},
        ):
            with CaptureQueriesContext(connection) as captured:
                client.get(path, query)
            costs.add(len(captured))
        assert len(costs) == 1

    def test_who_did_not_report_is_named(self, data, coordinator, client):
        draft = build_release(by=coordinator, audience="public")
        definition = next(one for one in draft.definitions if one["key"] == "attendance_rate")
        told = {"expected": ["1", "2", "3"], "reported": ["1", "2"], "late": ["2"]}
        Release.objects.filter(pk=draft.pk).update(
            places={"school": {"2": {"name": "Late School"}, "3": {"name": "Silent School"}}},
            reporting={"+".join(definition["needs"]): {"2024-25": told}},
        )
        draft.cells.update(reported=2, expected=3, late=1)
        release = publish(data, draft, coordinator)
        page = words(client.get(f"/en/outcomes/{release.slug}/measures/attendance_rate/"))
        assert "2 of 3 reported, 1 late" in page
        assert "Not reported Silent School" in page and "Late Late School" in page


class TestComparing:
    def test_what_moved_is_shown_and_what_stayed_is_not(self, data, coordinator, release_of, client):
        old = release_of(audience="public")
        draft = supersede_release(old, by=coordinator, erratum="A school was missing.")
        moved = draft.cells.headlines().get(measure="attendance_rate", year="2024-25", population="all")
        before = moved.value
        draft.cells.filter(pk=moved.pk).update(value=before - 2)
        new = publish(data, draft, coordinator)
        found = differences(new, old)
        assert [(one.year, one.change) for one in found if one.has_changed] == [("2024-25", "−2.0 points")]
        page = words(client.get(f"/en/outcomes/{new.slug}/compare/", {"other": old.slug}))
        assert "−2.0 points" in page and "A school was missing." in page
        assert only_in_one(new, old) == []

    def test_what_moved_at_one_school_among_what_both_released(self, data, coordinator, release_of, client):
        old = release_of(audience="public")
        draft = supersede_release(old, by=coordinator, erratum="A school was missing.")
        code = data.places["alder-1"].code
        moved = draft.cells.get(measure="suspension_rate", level="school", place=code, year="2024-25")
        draft.cells.filter(pk=moved.pk).update(value=moved.value + 2)
        new = publish(data, draft, coordinator)
        path, query = f"/en/outcomes/{new.slug}/compare/", {"other": old.slug}
        at_the_school = query | {"where": f"school:{code}"}
        page = words(client.get(path, at_the_school))
        assert "What moved: Alder School 1" in page and "+2.0 points" in page
        for elsewhere in (
            query,
            at_the_school | {"year": "2023-24"},
            query | {"where": f"school:{data.places['birch-1'].code}"},
        ):
            assert "+2.0 points" not in words(client.get(path, elsewhere))

    def test_only_releases_that_the_reader_may_see(self, release_of, data, coordinator, mentoring, client):
        public, hidden = release_of(audience="public"), release_of()
        path = f"/en/outcomes/{public.slug}/compare/"
        assert hidden.slug not in client.get(path).content.decode()
        assert client.get(path, {"other": hidden.slug}).status_code == 404
        client.force_login(coordinator)
        path = f"/workspace/releases/{public.slug}/compare/"
        assert client.get(path, {"other": hidden.slug}).status_code == 200

    def test_other_years_are_named(self, release_of, client):
        long, short = release_of(audience="public"), release_of(audience="public", years=["2024-25"])
        page = words(client.get(f"/en/outcomes/{long.slug}/compare/", {"other": short.slug}))
        assert "Only in" in page and YEARS[0] in page


class TestPaper:
    def test_the_sheet_holds_promises_headlines_and_who_approved(
        self, release_of, mentoring, award, promise, funder, client
    ):
        release = release_of(mentoring)
        promise(value="1")
        client.force_login(funder)
        answer = client.get(f"{release.get_absolute_url()}sheet/")
        page = words(answer)
        value = cell(release, "attendance_rate", "2024-25", "participants").value.quantize(Decimal("0.1"))
        assert f"at least 1.0% {value}% Kept" in page
        assert "Approved by Bay County Prevention Partnership" in page
        again = client.get(f"{release.get_absolute_url()}sheet/", headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304

    def test_the_story_behind_the_curve(self, data, coordinator, world, client):
        draft = build_release(by=coordinator, audience="public")
        Story.objects.create(
            release=draft, organization=world["alder"], text="A bus line was cut.", written_by=coordinator
        )
        release = publish(data, draft, coordinator)
        assert "A bus line was cut. Alder Unified School District" in words(
            client.get(f"/en/outcomes/{release.slug}/")
        )


def test_a_chart_is_had_as_points_too(drawn, release_of, client):
    release = release_of(audience="public")
    path = f"/en/outcomes/{release.slug}/files/chart-attendance_rate.en.png"
    answer = client.get(path)
    assert answer["Content-Type"] == "image/png" and answer.content.startswith(b"\x89PNG")
    assert f'filename="{release.slug}-attendance_rate.en.png"' in answer["Content-Disposition"]
    again = client.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path.replace("attendance_rate", "happiness")).status_code == 404
