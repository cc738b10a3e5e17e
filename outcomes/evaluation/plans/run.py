"""A locked plan is computed in the background: facts gathered, designs tried, result stored."""

import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnership.audit import record
from partnership.work import background

from .document import document
from .drawings import drawings
from .gather import gather
from .gather_totals import county_beside, gather_totals
from .models import EvaluationRun, RunState
from .operation import operation_of

STEPS = {
    "": gettext_lazy("Waiting to start"),
    "gathering": gettext_lazy("Gathering the facts"),
    "comparing": gettext_lazy("Comparing students"),
    "drawing": gettext_lazy("Drawing"),
}


@background(failed="outcomes.evaluation.plans.run.run_failed")
def run_evaluation(run_id: str):
    """Compute a run that was ordered; a second attempt begins anew."""
    compute(EvaluationRun.objects.select_related("plan__program", "version").get(pk=run_id))


def compute(run):
    """Compute a run and store its result; a finished one is left as it is."""
    if not run.is_under_way:
        return run
    terms, plan = run.version.content, run.plan
    _tell(run, "gathering", 0, state=RunState.RUNNING)
    gathered = gathered_for(plan.program, terms, plan.seed)
    if gathered.frame.empty:
        return _refuse(
            run,
            _(
                "There is no data in effect for the periods of this plan. Accept the submissions of its school "
                "years first, then compute it again."
            ),
        )
    result = document(
        terms,
        gathered.frame,
        refused=gathered.refused,
        unlinked=gathered.unlinked,
        seed=plan.seed,
        beside={key: county_beside(terms, key) for key in terms.outcomes} if terms.is_of_totals else None,
        operation=operation_of(plan.program, terms),
        seen=lambda done, key: _tell(run, "comparing", 1 + done),
    )
    result["pins"] = pins_of(gathered.claims)
    _tell(run, "drawing", run.total - 1)
    drawn = drawings(result)
    with transaction.atomic():
        run.result, run.drawings, run.state = result, drawn, RunState.DONE
        run.done, run.finished_at = run.total, timezone.now()
        run.save(update_fields=["result", "drawings", "state", "done", "finished_at"])
        record("evaluation.computed", by=run.ordered_by, target=plan, version=run.version.number)
    return run


def gathered_for(program, terms, seed):
    """The `Gathered` of a plan, by students or by totals of schools."""
    if terms.is_of_totals:
        return gather_totals(program, terms)
    return gather(program, terms, seed)


def pins_of(claims):
    """What the numbers were made of: a digest of the claims that were read, and how many they were."""
    return {
        "claims": hashlib.sha256(",".join(map(str, claims)).encode()).hexdigest(),
        "number": len(claims),
        "claim_ids": list(claims),
        "day": timezone.localdate().isoformat(),
    }


def run_failed(args, kwargs, reason):
    """Tell the people who wait that the platform is at fault."""
    run = EvaluationRun.objects.get(pk=(args or list(kwargs.values()))[0])
    if run.is_under_way:
        run.state, run.finished_at = RunState.FAILED, timezone.now()
        run.refusal = _(
            "The platform made an error while it computed this plan (%(reason)s). Nothing was stored or lost. "
            "Try again, and if it happens again, pass this sentence on to the partnership."
        ) % {"reason": reason}
        run.save(update_fields=["state", "finished_at", "refusal"])


def _refuse(run, sentence):
    run.state, run.refusal, run.finished_at = RunState.REFUSED, sentence, timezone.now()
    run.save(update_fields=["state", "refusal", "finished_at"])
    return run


def _tell(run, step, done, state=None):
    run.step, run.done, run.state = step, done, state or run.state
    run.save(update_fields=["step", "done", "state"])
