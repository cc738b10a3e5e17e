"""A plan is locked before results, never changed in secret, and its result says what was asked."""

import dataclasses
import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from outcomes.evaluation.plans import periods
from outcomes.evaluation.plans.actions import (
    amend_plan,
    change_draft,
    discard_plan,
    draft_plan,
    lock_plan,
    order_run,
)
from outcomes.evaluation.plans.models import EvaluationPlan
from outcomes.evaluation.plans.run import compute, run_failed
from outcomes.evaluation.plans.terms import Terms, changes_between
from outcomes.releases.models import Release
from partnership.actions.admissions import admit_evaluator
from partnership.models import AuditEvent
from programs.actions.programs import add_program


def test_periods_of_a_school_year_follow_each_other():
    assert periods.months_of("term", periods.period_of_month("term", "2024-09")) == [
        "2024-07",
        "2024-08",
        "2024-09",
        "2024-10",
        "2024-11",
        "2024-12",
    ]
    last, first = periods.period_of_month("quarter", "2025-06"), periods.period_of_month("quarter", "2025-07")
    assert first == last + 1
    assert periods.label("quarter", first) == "2025-26, July to September"
    assert periods.span_label("year", (2023, 2024)) == "2023-24 to 2024-25"


def test_terms_are_stored_and_read_back_alike(terms):
    assert Terms.from_json(json.loads(json.dumps(terms.as_json()))) == terms


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"before": 4049}, "before the program began"),
        ({"primary": ()}, "one or two primary"),
        ({"primary": ("attendance", "unexcused", "suspended")}, "one or two primary"),
        ({"comparison": "school_totals"}, "by school year"),
        ({"least_students": 10}, "not lowered"),
    ],
)
def test_a_plan_that_does_not_hold_together_is_not_locked(planner, program, terms, change, word):
    plan = draft_plan(
        by=planner, program=program, title="Bad plan", terms=dataclasses.replace(terms, **change)
    )
    with pytest.raises(ValidationError, match=word):
        lock_plan(plan, by=planner, people="Nobody")
    plan.refresh_from_db()
    assert plan.is_draft


def test_a_locked_plan_is_only_amended(locked, planner, terms):
    later = dataclasses.replace(terms, secondary=())
    with pytest.raises(ValidationError, match="locked"):
        change_draft(locked, by=planner, title="Another", terms=later)
    with pytest.raises(ValidationError, match="cannot disappear"):
        discard_plan(locked, by=planner)
    with pytest.raises(ValidationError, match="Nothing differs"):
        amend_plan(locked, by=planner, terms=terms, why="No reason")
    version = amend_plan(locked, by=planner, terms=later, why="Suspensions are not reported.")
    assert version.number == 2 and not version.after_results
    (change,) = changes_between(terms, later)
    assert change == ("Secondary outcomes", "Chronic absence, Suspensions", "–")


def test_an_amendment_after_results_says_so(computed, planner, terms):
    version = amend_plan(
        computed.plan, by=planner, terms=dataclasses.replace(terms, least_days=30), why="Short stays."
    )
    assert version.after_results


def test_a_plan_locked_after_its_outcome_was_published_is_retrospective(planner, program, terms):
    Release.objects.create(
        title="Mentors 2024-25",
        slug="m",
        program=program,
        state="published",
        years=["2024-25"],
        built_by=planner,
    )
    plan = draft_plan(by=planner, program=program, title="Late", terms=terms)
    plan = lock_plan(plan, by=planner, people="All of us")
    assert plan.is_retrospective and plan.released_before == ["Mentors 2024-25"]


def test_a_release_of_other_years_or_programs_does_not_make_it_so(planner, program, terms, world):
    other = add_program(
        by=None, name="Other", slug="other", strategy="social_intervention", owners=[world["birch"]], sites=[]
    )
    for slug, about, years in (("a", program, ["2023-24"]), ("b", other, ["2024-25"])):
        Release.objects.create(
            title=slug, slug=slug, program=about, state="published", years=years, built_by=planner
        )
    plan = draft_plan(by=planner, program=program, title="In time", terms=terms)
    assert not lock_plan(plan, by=planner, people="All of us").is_retrospective


def test_a_plan_that_is_not_locked_is_not_computed(planner, program, terms):
    plan = draft_plan(by=planner, program=program, title="Draft", terms=terms)
    with pytest.raises(ValidationError, match="Lock the plan first"):
        order_run(plan, by=planner)


def test_two_orders_at_once_are_one_run(locked, planner):
    order_run(locked, by=planner)
    with pytest.raises(ValidationError, match="being computed already"):
        order_run(locked, by=planner)


def test_without_data_it_says_what_to_do(locked, planner):
    run = compute(order_run(locked, by=planner))
    assert run.state == "refused" and "Accept the submissions" in run.refusal


def test_a_failure_of_the_platform_is_told_and_another_run_is_possible(locked, planner):
    run = order_run(locked, by=planner)
    run_failed((), {"run_id": str(run.pk)}, "ValueError at x.py:1")
    run.refresh_from_db()
    assert run.state == "failed" and "x.py:1" in run.refusal
    assert order_run(locked, by=planner)


def test_only_those_who_may_plan_do(world, program, terms, planner):
    for role in ("data_coordinator", "release_signer", "organization_administrator"):
        with pytest.raises(PermissionDenied):
            draft_plan(by=world.person(role), program=program, title="No", terms=terms)
    with pytest.raises(PermissionDenied):
        draft_plan(by=world.person("evaluator"), program=program, title="No", terms=terms)


def test_an_evaluator_whom_an_owner_admits_plans_its_programs(world, program, terms):
    evaluator = world.person("evaluator")
    admission = admit_evaluator(
        by=None,
        organization=world["alder"],
        evaluator=evaluator,
        project="Mentors",
        ends_on=timezone.localdate() + timedelta(days=9),
    )
    plan = draft_plan(by=evaluator, program=program, title="Ours", terms=terms)
    assert plan in EvaluationPlan.objects.visible_to(evaluator)
    admission.ended_at = timezone.now()
    admission.save()
    assert plan not in EvaluationPlan.objects.visible_to(evaluator)


def test_the_planted_effect_is_found_and_the_mere_recovery_is_not_taken_for_it(computed):
    result = computed.result["outcomes"][0]
    assert (result["key"], result["role"]) == ("attendance", "primary")
    assert result["estimate"]["low"] < 3.0 < result["estimate"]["high"]
    assert result["described"]["value"] > result["estimate"]["value"] + 1
    assert result["words"]["en"]["verdict"] == "favorable"
    assert result["words"]["es"]["answer"] != ""


def test_what_is_computed_is_logged_and_pinned(computed):
    assert computed.result["pins"]["number"] > 8
    assert computed.result["software"]["numpy"] and computed.result["seed"] == computed.plan.seed
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"evaluation.drafted", "evaluation.locked", "evaluation.ordered", "evaluation.computed"} <= verbs


def test_a_second_run_gives_the_same_numbers(computed, planner):
    again = compute(order_run(computed.plan, by=planner))
    assert again.result == computed.result
