"""The demonstration's plans on its planted truth: what a reader is told is what is true, and no more."""

import numpy as np
import pandas as pd
import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape

from outcomes.demo.calendar import AUTUMN, SPRING
from outcomes.demo.history import demo_history
from outcomes.demo.truth import TRUTHS
from outcomes.evaluation.plans import periods
from outcomes.evaluation.plans.actions import draft_plan, lock_plan
from outcomes.evaluation.plans.demo import PROGRAMS, terms_of
from outcomes.evaluation.plans.document import document
from outcomes.evaluation.plans.models import EvaluationRun, RunState
from outcomes.evaluation.plans.presenter import sections
from outcomes.evaluation.plans.run import pins_of
from outcomes.releases.evaluations.demo import build_demo_evaluation_releases
from outcomes.releases.models import Release
from partnership.demo.county import demo_county
from programs.actions.programs import add_program
from programs.demo.catalog import demo_catalog

START = periods.period_of_month(periods.TERM, "2023-09")
# What the planted verdict must be called, and what its page must say.
TOLD = {
    "works": ("favorable", "participants did better"),
    "nothing": ("inconclusive", "could have detected"),
    "nothing_but_looks_good": ("inconclusive", "usually improve without any program"),
    "too_small": ("descriptive", "30 are needed"),
}


@pytest.fixture(scope="module")
def history():
    county = demo_county()
    return demo_history(county, demo_catalog(county))


@pytest.fixture(scope="module")
def days(history):
    """Days and suspensions of every student in the six terms, as `gather` makes them of the submitted files."""
    enrollments, attendance = history.enrollments, history.attendance
    suspended = np.bincount(history.discipline.stay, minlength=len(enrollments)).astype(float)
    parts = []
    for term in range(6):
        stays = enrollments.in_year(term // 2)
        where = np.ix_(stays, AUTUMN if term % 2 == 0 else SPRING)
        expected = 100 * attendance.expected[where].sum(axis=1)
        part = {
            "student": enrollments.student[stays],
            "school": enrollments.school[stays],
            "grade": enrollments.grade[stays],
            "period": START + term,
            "expected": expected,
            "absent": 50 * attendance.absent_halves()[where].sum(axis=1),
            "unexcused": 0,
            # The year's, as far as it can be told here; suspensions are a secondary outcome.
            "suspensions": suspended[stays] * (term % 2),
            "suspensions_before": np.where(term < 2, suspended[stays], np.nan),
        }
        parts.append(pd.DataFrame(part)[expected > 0])
    frame = pd.concat(parts, ignore_index=True)
    before = frame.groupby("student")["suspensions_before"].max()
    return frame.assign(suspensions_before=frame["student"].map(before).fillna(0.0))


@pytest.fixture(scope="module")
def result(history, days):
    """result(program): the document of the demonstration's plan."""
    made = {}

    def of(program):
        if program not in made:
            entry, others = {}, set()
            for each in history.engagements:
                if each.program != program:
                    others.add(each.student)
                else:
                    entered = periods.period_of_day(periods.TERM, each.entry)
                    entry[each.student] = min(entry.get(each.student, entered), entered)
            frame = days[~days["student"].isin(others - set(entry))]
            frame = frame.assign(
                participant=frame["student"].isin(entry).astype(int),
                entry=frame["student"].map(entry).astype(float),
                hours=np.nan,
            )
            made[program] = document(terms_of(PROGRAMS[program]), frame)
        return made[program]

    return of


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_page_says_what_was_planted(result, program):
    verdict, words = TOLD[TRUTHS[program].verdict]
    found = result(program)
    first = found["outcomes"][0]
    assert first["words"]["en"]["verdict"] == verdict
    with translation.override("en"):
        page = render_to_string(
            "outcomes/evaluation/_answers.html", {"sections": sections(found, periods.TERM)[:1]}
        )
    assert words in page
    if verdict != "favorable":
        assert "Favorable" not in page


def test_the_true_gain_lies_in_the_interval_of_the_program_that_works(result, history):
    estimate = result("morning-mentors")["outcomes"][0]["estimate"]
    assert estimate["low"] < history.realized["morning-mentors"] < estimate["high"]


def test_the_one_that_only_looks_as_if_shows_a_splendid_before_and_after(result):
    told = result("back-to-class-outreach")["outcomes"][0]
    assert told["described"]["value"] > 4
    assert told["estimate"]["low"] < 0 < told["estimate"]["high"]


def test_the_small_one_gives_no_estimate_at_all(result):
    told = result("after-school-studio")["outcomes"][0]
    assert told["estimate"] is None and told["design"] == "descriptive"


@pytest.fixture
def pages(world, planner, result):
    """{program: (public page, release)}: the demonstration's releases, of the documents that its plans give."""
    for slug, title in PROGRAMS.items():
        program = add_program(
            by=None,
            name=title.split(":")[0],
            slug=slug,
            strategy="opportunities_provision",
            owners=[world["open-door"]],
        )
        plan = draft_plan(by=planner, program=program, title=title, terms=terms_of(title))
        plan = lock_plan(plan, by=planner, people="The program's owner and the districts")
        EvaluationRun.objects.create(
            plan=plan,
            version=plan.versions.get(),
            ordered_by=planner,
            state=RunState.DONE,
            finished_at=timezone.now(),
            result={**result(slug), "pins": pins_of([])},
        )
    build_demo_evaluation_releases(by=planner, say=lambda text: None)
    return {
        release.program.slug: (
            Client().get(reverse("outcomes:release", args=[release.slug])).content.decode(),
            release,
        )
        for release in Release.objects.select_related("program")
    }


def test_the_public_reads_of_each_program_what_was_planted(pages, result):
    assert set(pages) == set(PROGRAMS)
    for slug, (page, release) in pages.items():
        verdict, words = TOLD[TRUTHS[slug].verdict]
        answers = page.split('id="methods"')[0]
        first = result(slug)["outcomes"][0]["words"]["en"]
        assert release.state == "published" and first["verdict"] == verdict
        assert words in answers and escape(first["answer"]) in answers
        assert ("Favorable: on attendance" in answers) == (TRUTHS[slug].verdict == "works")
        for word in ("Hedges", "regression", "cluster", "p-value", "jackknife"):
            assert word not in answers
