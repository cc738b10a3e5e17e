"""What evaluations found, pinned into a release when it is built, and read from there ever after.

Of each locked plan of the program the newest run that is done. Its words and numbers were made safe when they
were computed (evaluation.plans.hide); they are signed with the numbers, because they are in the same files.
"""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..evaluation.plans.models import EvaluationRun, PlanState, RunState
from ..evaluation.plans.outcomes import OUTCOMES
from ..evaluation.wording import number as in_words

# The released measure that an evaluated outcome is read beside.
MEASURE_OF = {
    "attendance": "attendance_rate",
    "chronic_absence": "chronic_absence",
    "suspensions": "suspensions_per_100",
    "suspended": "suspension_rate",
}
TONES = {"favorable": ("good", "success"), "unfavorable": ("bad", "error")}
WIDTH = 300


@dataclass
class Answer:
    """One evaluated outcome as a page shows it; the texts are whole sentences."""

    title: str
    measure: str
    plan: str
    planned_on: str
    tone: str
    sign: str
    words: dict
    interval: str
    drawn: dict | None


def pinned(program):
    """[{...}] to keep with a release of the program: plain JSON. None: the partnership has no evaluation."""
    if program is None:
        return []
    runs = EvaluationRun.objects.filter(
        plan__program=program, plan__state=PlanState.LOCKED, state=RunState.DONE
    ).select_related("plan")
    newest = {}
    for run in runs.order_by("finished_at"):
        newest[run.plan_id] = run
    return [
        {
            "plan": run.plan.title,
            "run": str(run.pk),
            "planned_on": run.plan.locked_at.date().isoformat(),
            "computed_on": run.finished_at.date().isoformat(),
            "retrospective": run.plan.is_retrospective,
            "outcomes": [_outcome(one) for one in run.result["outcomes"]],
        }
        for run in sorted(newest.values(), key=lambda run: run.plan.title)
    ]


def answers(release):
    """[Answer] of a release in the language of the moment, the declared primary outcomes first."""
    found = [
        (one["role"] != "primary", _answer(plan, one))
        for plan in release.findings
        for one in plan["outcomes"]
    ]
    return [answer for _secondary, answer in sorted(found, key=lambda pair: pair[0])]


def _outcome(one):
    estimate = one.get("estimate") or {}
    bounds = {name: estimate.get(name) for name in ("value", "low", "high")}
    known = all(isinstance(value, int | float) for value in bounds.values())
    return {
        "key": one["key"],
        "role": one["role"],
        "words": one["words"],
        "estimate": {**bounds, "scale": estimate.get("scale")} if known else None,
    }


def _answer(plan, one):
    words = one["words"].get(get_language()) or one["words"]["en"]
    tone, sign = TONES.get(words["verdict"], ("neutral", "minus"))
    return Answer(
        title=str(OUTCOMES[one["key"]].title),
        measure=MEASURE_OF.get(one["key"], ""),
        plan=plan["plan"],
        planned_on=plan["planned_on"],
        tone=tone,
        sign=sign,
        words=words,
        interval=_interval(one["estimate"]),
        drawn=_drawn(one["estimate"]),
    )


def _interval(estimate):
    if not estimate:
        return ""
    told = {name: in_words(estimate[name]) for name in ("value", "low", "high")}
    if estimate["scale"] == "points":
        return _("%(value)s points (95%% interval %(low)s to %(high)s)") % told
    return _("%(value)s times (95%% interval %(low)s to %(high)s)") % told


def _drawn(estimate):
    """Where the line of the interval, its point and the line of no effect stand, 0 to WIDTH."""
    if not estimate:
        return None
    nothing = 0 if estimate["scale"] == "points" else 1
    low, high = min(estimate["low"], nothing), max(estimate["high"], nothing)
    span = (high - low) or 1

    def at(value):
        return round(12 + (WIDTH - 24) * (value - low) / span)

    return {
        "width": WIDTH,
        "nothing": at(nothing),
        "low": at(estimate["low"]),
        "high": at(estimate["high"]),
        "value": at(estimate["value"]),
    }
