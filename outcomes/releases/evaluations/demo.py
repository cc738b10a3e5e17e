"""The demonstration's evaluations, released: the favorable one and the others alike, to everyone."""

from outcomes.evaluation.plans.models import EvaluationRun, RunState

from ..approve import missing_signatures
from ..demo import sign_for_all
from ..models import Audience, Release, ReleaseKind, ReleaseState
from ..publish import publish_release
from .build import build_evaluation_release


def build_demo_evaluation_releases(*, by, say):
    """Build, sign and publish what is not there yet; one that somebody has not signed stays a draft."""
    runs = EvaluationRun.objects.filter(state=RunState.DONE).select_related("plan__program", "version")
    for run in runs.order_by("finished_at"):
        found = Release.objects.filter(kind=ReleaseKind.EVALUATION, program=run.plan.program)
        if found.exclude(state=ReleaseState.DISCARDED).exists():
            continue
        release = build_evaluation_release(by=by, run=run, audience=Audience.PUBLIC)
        sign_for_all(release, by=by)
        if not missing_signatures(release):
            release = publish_release(release, by=by)
        say(f"  {release.title} ({release.get_state_display()})")
