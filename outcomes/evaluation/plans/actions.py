"""Plans are written, locked and amended; a locked plan is never changed, only amended in sight of everybody."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from partnership.audit import record

from .models import EvaluationPlan, EvaluationRun, PlanState, PlanVersion, RunState
from .visibility import may_plan


@transaction.atomic
def draft_plan(*, by, program, title, terms):
    """Begin a plan of a program; terms: a `Terms`."""
    _require(by, program)
    plan = EvaluationPlan.objects.create(program=program, title=title, terms=terms.as_json(), created_by=by)
    record("evaluation.drafted", by=by, target=plan, program=str(program.pk))
    return plan


@transaction.atomic
def change_draft(plan, *, by, title, terms):
    """Rewrite a plan that is not locked. Raises ValidationError for one that is."""
    plan = _held(plan, by)
    _refuse_unless(plan.is_draft, _("This plan is locked. Amend it; everybody will see that it was amended."))
    plan.title, plan.terms = title, terms.as_json()
    plan.save(update_fields=["title", "terms"])
    record("evaluation.changed", by=by, target=plan)
    return plan


@transaction.atomic
def lock_plan(plan, *, by, people):
    """Fix a plan, with the day and the people, before its results are computed.

    people: who took part in planning, as text. Raises ValidationError for terms that do not hold together.
    """
    plan = _held(plan, by)
    _refuse_unless(plan.is_draft, _("This plan is locked already. Nothing has changed."))
    if problems := plan.content.problems():
        raise ValidationError(problems)
    plan.state, plan.locked_by, plan.locked_at, plan.people = PlanState.LOCKED, by, timezone.now(), people
    plan.released_before = released_before(plan)
    plan.save(update_fields=["state", "locked_by", "locked_at", "people", "released_before"])
    PlanVersion.objects.create(plan=plan, number=1, terms=plan.terms, made_by=by)
    record("evaluation.locked", by=by, target=plan, retrospective=plan.is_retrospective)
    return plan


@transaction.atomic
def amend_plan(plan, *, by, terms, why):
    """Change a locked plan in sight of everybody: a new version with its reason, beside every result."""
    plan = _held(plan, by)
    _refuse_unless(plan.is_locked, _("Only a locked plan is amended. Change the draft instead."))
    if problems := terms.problems():
        raise ValidationError(problems)
    _refuse_unless(
        terms.as_json() != plan.terms, _("Nothing differs from the plan as it stands. Nothing was stored.")
    )
    seen = plan.runs.filter(state=RunState.DONE).exists()
    number = plan.versions.count() + 1
    version = PlanVersion.objects.create(
        plan=plan, number=number, terms=terms.as_json(), why=why, after_results=seen, made_by=by
    )
    plan.terms = version.terms
    if not plan.released_before:
        plan.released_before = released_before(plan)
    plan.save(update_fields=["terms", "released_before"])
    record("evaluation.amended", by=by, target=plan, number=number, after_results=seen)
    return version


@transaction.atomic
def discard_plan(plan, *, by):
    """Take a draft away; a locked plan stays, so that no unwelcome question disappears."""
    plan = _held(plan, by)
    _refuse_unless(
        plan.is_draft,
        _("A locked plan stays, so that a question whose answer was unwelcome cannot disappear."),
    )
    plan.state = PlanState.DISCARDED
    plan.save(update_fields=["state"])
    record("evaluation.discarded", by=by, target=plan)


@transaction.atomic
def order_run(plan, *, by):
    """Have a locked plan computed in the background; returns the EvaluationRun."""
    from .run import run_evaluation

    plan = _held(plan, by)
    _refuse_unless(
        plan.is_locked, _("Lock the plan first: what is asked must be fixed before anybody sees an answer.")
    )
    _refuse_unless(
        not plan.runs.filter(state__in=[RunState.WAITING, RunState.RUNNING]).exists(),
        _("This plan is being computed already. Wait for its result."),
    )
    version = plan.versions.last()
    run = EvaluationRun.objects.create(
        plan=plan, version=version, ordered_by=by, total=len(version.content.outcomes) + 2
    )
    record("evaluation.ordered", by=by, target=plan, version=version.number)
    transaction.on_commit(lambda: run_evaluation.enqueue(str(run.pk)))
    return run


def released_before(plan):
    """Titles of published releases that showed the program (or all) in the years of the outcome's window."""
    shown = import_string(settings.RELEASES_SHOWING)
    return shown(program=plan.program, years=plan.content.outcome_years)


def _held(plan, by):
    """The plan, locked in the database until the action is over."""
    _require(by, plan.program)
    return EvaluationPlan.objects.select_for_update().get(pk=plan.pk)


def _require(by, program):
    if not may_plan(by, program):
        raise PermissionDenied


def _refuse_unless(holds, sentence):
    if not holds:
        raise ValidationError(sentence)
