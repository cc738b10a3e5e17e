"""What the page of a plan shows. Reads only; the numbers are those stored."""

from django.urls import reverse

from ..models import RunState
from ..presenter import estimates_table, sections, technical_facts, who_was_not_found
from ..run import STEPS
from ..tables import operation_tables
from ..terms import changes_between, facts_of


def plan_context(plan, *, sees_results):
    """Everything the template needs. sees_results: whether the person may see what is not released."""
    runs = list(plan.runs.select_related("version", "ordered_by")[:10])
    newest = runs[0] if runs else None
    done = next((run for run in runs if run.state == RunState.DONE), None)
    context = {
        "plan": plan,
        "facts": facts_of(plan.content),
        "amendments": amendments(plan),
        "run": newest,
        "step_title": STEPS.get(newest.step, STEPS[""]) if newest else "",
        "sees_results": sees_results,
        "has_result": done is not None,
    }
    if done and sees_results:
        context |= result_context(done)
    return context


def result_context(run):
    """The parts of a stored result."""
    result, step = run.result, run.version.content.step
    return {
        "shown_run": run,
        "sections": sections(result, step),
        "estimates": estimates_table(result),
        "not_found": who_was_not_found(result),
        "technical": technical_facts(result),
        "operation": operation_tables(result),
        "drawing_suffix": "",
        "legend_kinds": ["suppressed", "not_enough_data", "not_applicable"],
        "drawing_base": reverse("workspace:evaluation_drawing", args=[run.plan_id, "x"])[:-1],
        "is_older": run.version.number < run.plan.versions.count(),
    }


def newest_result(plan):
    return plan.runs.filter(state=RunState.DONE).first()


def amendments(plan):
    """[{version, changes}] of what was changed after the plan was locked, the oldest first."""
    versions = list(plan.versions.select_related("made_by"))
    return [
        {"version": new, "changes": changes_between(old.content, new.content)}
        for old, new in zip(versions, versions[1:], strict=False)
    ]
