"""What acceptance would change, by examples and by measures: for those who may read the rows."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from outcomes.datasets import DATASETS
from outcomes.submissions.effects import effects_of
from outcomes.submissions.examples import CHANGED, NEW, REMOVED, examples
from outcomes.submissions.models import State, Submission
from outcomes.submissions.reading import check_reading, log_reading, right_to_read_rows
from partnership.access.rights import require

# States in which acceptance still lies ahead, so that there is something to preview.
AHEAD = {State.STAGED, State.HELD, State.CONTESTED}
TITLES = {
    CHANGED: _("Rows that change: what counts now, and what would count"),
    NEW: _("Rows that are new"),
    REMOVED: _("Rows that count now and are not in this file"),
}


def context(submission):
    """What the page of a submission needs. Rows of single students are never on it: they have a page of their
    own, where each reading is logged.
    """
    dataset = DATASETS[submission.dataset]
    ahead = submission.state in AHEAD
    changes = submission.new or submission.changed or submission.removed
    return {
        "may_preview": ahead and bool(changes or submission.rows),
        "has_examples": ahead and bool(changes),
        "examples": _told(dataset, submission) if ahead and not dataset.is_student_level else [],
        "link_rate": submission.recognized.get("link_rate"),
    }


@login_required
@require_GET
def student_examples(request, pk):
    """A few rows of single students, before and after, under shortened keys."""
    submission, dataset = _readable(request, pk)
    if not dataset.is_student_level or submission.state not in AHEAD:
        return redirect("workspace:submission", pk=pk)
    check_reading(submission, by=request.user)
    told = _told(dataset, submission)
    log_reading(submission, by=request.user, rows=sum(len(rows) for _kind, rows in told))
    return render(
        request,
        "outcomes/submissions/examples.html",
        {"submission": submission, "dataset": dataset, "examples": told},
    )


@login_required
@require_GET
def effect(request, pk):
    """What acceptance would do to the headline measures: a part of the submission's page, or a page of its own."""
    submission, dataset = _readable(request, pk)
    if not dataset.is_student_level or submission.state not in AHEAD:
        return redirect("workspace:submission", pk=pk)
    check_reading(submission, by=request.user)
    part = request.headers.get("HX-Request") == "true"
    template = "outcomes/submissions/_effect.html" if part else "outcomes/submissions/effect.html"
    return render(
        request,
        template,
        {"submission": submission, "dataset": dataset, "effects": effects_of(submission)},
    )


def _readable(request, pk):
    """A submission whose rows the person may read; whoever may not learns nothing of them."""
    submission = get_object_or_404(Submission.objects.select_related("organization"), pk=pk)
    if not right_to_read_rows(request.user, submission.organization):
        require(request.user, "read_student_rows", submission.organization)
    return submission, DATASETS[submission.dataset]


def _told(dataset, submission):
    """[(title, [Example])] in the order in which they matter."""
    found = examples(dataset, submission)
    return [(TITLES[kind], found[kind]) for kind in TITLES if kind in found]
