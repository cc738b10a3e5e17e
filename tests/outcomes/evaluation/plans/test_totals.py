"""From plan to report with totals of schools alone: partners who hand in no row of any student."""

import io

import numpy as np
import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outcomes.evaluation.extracts.actions import order_extract
from outcomes.evaluation.plans.actions import order_run
from outcomes.evaluation.plans.models import EvaluationPlan
from outcomes.evaluation.plans.run import compute
from outcomes.models import Enrollment, SchoolTotal
from outcomes.releases.approve import sign_release
from outcomes.releases.evaluations.build import build_evaluation_release
from outcomes.releases.publish import publish_release
from partnership.actions.admissions import admit_evaluator
from partnership.actions.places import add_place
from programs.actions.programs import set_sites

from ...factories import claim

YEARS = ["2021-22", "2022-23", "2023-24", "2024-25"]
WITH, WITHOUT, EFFECT = 9, 12, -6.0
FORM = {
    "title": "Mentors and chronic absence of whole schools",
    "question": "Are fewer students chronically absent where mentors work?",
    "before": 2023,
    "first": 2024,
    "last": 2024,
    "comparison": "school_totals",
    "chosen": "once",
    "primary": ["chronic_absence"],
    "least_students": 30,
    "least_schools": 5,
    "least_days": 20,
}


@pytest.fixture
def totals(world, program):
    """{school code: [(counted, everybody) of each year]}; schools with a bad last year got the program."""
    lot = np.random.default_rng(11)
    schools = [world.places["alder-1"], world.places["alder-2"], world.places["birch-1"]]
    for number in range(WITH + WITHOUT - len(schools)):
        district = world.places["alder" if number % 2 else "birch"]
        schools.append(
            add_place(
                by=None,
                kind="school",
                code=f"{district.code[:7]}01001{number:02d}",
                name=f"School {number}",
                parent=district,
            )
        )
    level = lot.normal(18, 3, len(schools))
    rates = level[:, None] + lot.normal(0, 1.5, (len(schools), len(YEARS)))
    served = np.argsort(-(rates[:, 2] + lot.normal(0, 3, len(schools))))[:WITH]
    rates[served, 3] += EFFECT
    told = {}
    for place, school in enumerate(schools):
        everybody = int(lot.integers(350, 900))
        for number, year in enumerate(YEARS):
            counted = round(everybody * rates[place, number] / 100)
            hand_in(world, school, year, counted, everybody)
            told.setdefault(school.code, []).append((counted, everybody))
    county = world.places["alder"].parent
    hand_in(world, county, "2023-24", 9000, 50000)
    hand_in(world, county, "2024-25", 8750, 50000)
    set_sites(program, by=None, sites=[schools[place] for place in served])
    return told, {schools[place].code for place in served}


def hand_in(world, place, year, counted, everybody):
    made = claim(world, "school_totals", place, year, organization=world["county-office"])
    SchoolTotal.objects.bulk_create(
        SchoolTotal(claim_id=made.pk, group="all", element=element, count=count)
        for element, count in (("chronically_absent", counted), ("chronic_eligible", everybody))
    )


def signed_in(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def result(totals, planner, program):
    """A finished run of a plan that was written and locked on screen."""
    desk = signed_in(planner)
    desk.post(f"{reverse('workspace:plan_evaluation')}?program={program.slug}&step=year", FORM)
    plan = EvaluationPlan.objects.get()
    desk.post(reverse("workspace:lock_evaluation", args=[plan.pk]), {"people": "County office and Open Door"})
    plan.refresh_from_db()
    run = compute(order_run(plan, by=planner))
    assert run.state == "done" and not Enrollment.objects.exists()
    return run


def test_the_estimate_is_least_squares_on_two_years_of_schools(result, totals):
    """The slow way: the normal equations, and the jackknife by leaving each school out and fitting anew."""
    told, served = totals
    rates = {code: [100 * counted / all_ for counted, all_ in years] for code, years in told.items()}
    X = np.array([[1, code in served, years[2], years[1]] for code, years in rates.items()], float)
    y = np.array([years[3] for years in rates.values()])

    def effect(kept):
        return np.linalg.solve(X[kept].T @ X[kept], X[kept].T @ y[kept])[1]

    whole = effect(np.full(len(y), True))
    left = np.array([effect(np.arange(len(y)) != out) for out in range(len(y))])
    one = result.result["outcomes"][0]
    estimate = one["estimate"]
    assert one["design"] == "school_level"
    assert estimate["value"] == pytest.approx(whole)
    assert estimate["se"] == pytest.approx(np.sqrt(((left - whole) ** 2).sum()))
    assert estimate["low"] < EFFECT < estimate["high"] < 0
    assert (estimate["schools_participants"], estimate["schools_comparison"]) == (WITH, WITHOUT)


def test_a_year_before_the_baselines_checks_it_and_the_county_stands_beside(result):
    one = result.result["outcomes"][0]
    assert one["placebo"]["estimate"]["p"] > 0.05
    # Schools have no standardized difference: no figure, and not one that says "anything would do".
    assert one["bound"]["e_value"] is None and one["bound"]["advantage"] > 0
    assert one["beside"] == {"2023": 18.0, "2024": 17.5}


def test_the_page_says_what_it_is_about_and_what_it_cannot_rule_out(result, planner):
    page = signed_in(planner).get(reverse("workspace:evaluation", args=[result.plan_id])).content.decode()
    answers, methods = page.split('id="methods"')
    assert "Favorable: on chronic absence" in answers
    assert "says nothing of single students" in page
    assert "Schools with the program compared with schools without" in page
    for word in ("regression", "jackknife", "cluster", "p-value"):
        assert word not in answers


def test_its_report_is_signed_published_and_holds_the_same_numbers(result, world, planner):
    draft = build_evaluation_release(by=planner, run=result, audience="public")
    sign_release(draft, by=planner, organization=world.partnership)
    for organization in draft.contributors.all():
        sign_release(draft, by=world.person("release_signer", organization), organization=organization)
    published = publish_release(draft, by=planner)
    page = Client().get(reverse("outcomes:release", args=[published.slug])).content.decode()
    assert "Favorable: on chronic absence" in page.split('id="methods"')[0]
    book = openpyxl.load_workbook(io.BytesIO(bytes(published.artifacts.get(name="data.xlsx").content)))
    numbers = [
        value
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if isinstance(value, (int, float))
    ]
    estimate = result.result["outcomes"][0]["estimate"]
    for name in ("value", "low", "high", "se", "p", "detectable"):
        assert any(abs(number - estimate[name]) < 1e-9 for number in numbers), name


def test_there_are_no_rows_to_extract(result, world):
    evaluator, today = world.person("evaluator"), timezone.localdate()
    admit_evaluator(by=None, organization=world["open-door"], evaluator=evaluator, project="x", ends_on=today)
    with pytest.raises(ValidationError, match="no rows of students"):
        order_extract(result.plan, by=evaluator, project="x", expires_on=today)


def test_too_few_schools_get_no_p(totals, planner, program):
    _told, served = totals
    keep = sorted(served)[:4]
    set_sites(program, by=None, sites=[s for s in program.sites.all() if s.code in keep])
    desk = signed_in(planner)
    desk.post(f"{reverse('workspace:plan_evaluation')}?program={program.slug}&step=year", FORM)
    plan = EvaluationPlan.objects.get()
    desk.post(reverse("workspace:lock_evaluation", args=[plan.pk]), {"people": "County office"})
    plan.refresh_from_db()
    estimate = compute(order_run(plan, by=planner)).result["outcomes"][0]["estimate"]
    assert estimate["p"] is None and "few_schools" in estimate["withheld"]
