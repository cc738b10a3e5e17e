"""What released evaluations of a program found, beside its numbers: read from their stored documents.

An evaluation is a release of its own (releases.evaluations): only what was signed and published is shown here.
"""

import json
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..evaluation.plans.outcomes import OUTCOMES
from ..evaluation.wording import number as in_words
from .evaluations.files import JSON
from .models import Artifact, ReleaseKind, ReleaseState

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
    # Title and short name of the evaluation's own release.
    evaluation: str
    slug: str
    planned_on: str
    is_retrospective: bool
    tone: str
    sign: str
    words: dict
    interval: str
    drawn: dict | None


def answers(release, readable):
    """[Answer] of the published evaluations of a release's program, in the language of the moment, the declared
    primary outcomes first; one query. readable: the releases that the reader may see.
    """
    if release.program_id is None:
        return []
    evaluations = readable.filter(
        kind=ReleaseKind.EVALUATION, state=ReleaseState.PUBLISHED, program=release.program_id
    )
    stored = Artifact.objects.filter(release__in=evaluations.order_by().values("pk"), name=JSON)
    found = []
    for artifact in stored.select_related("release").order_by("release__title"):
        told = json.loads(bytes(artifact.content))
        for one in told["result"]["outcomes"]:
            found.append((one["role"] != "primary", _answer(artifact.release, told["plan"], _outcome(one))))
    return [answer for _secondary, answer in sorted(found, key=lambda pair: pair[0])]


def _outcome(one):
    estimate = one.get("estimate") or {}
    bounds = {name: estimate.get(name) for name in ("value", "low", "high")}
    known = all(isinstance(value, int | float) for value in bounds.values())
    return {
        "key": one["key"],
        "words": one["words"],
        "estimate": {**bounds, "scale": estimate.get("scale")} if known else None,
    }


def _answer(evaluation, plan, one):
    words = one["words"].get(get_language()) or one["words"]["en"]
    tone, sign = TONES.get(words["verdict"], ("neutral", "minus"))
    return Answer(
        title=str(OUTCOMES[one["key"]].title),
        measure=MEASURE_OF.get(one["key"], ""),
        evaluation=evaluation.title,
        slug=evaluation.slug,
        planned_on=plan["locked_on"],
        is_retrospective=bool(plan["released_before"]),
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
