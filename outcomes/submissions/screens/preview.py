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

from .common import visible

# States in which acceptance still lies ahead, so that there is something to preview.
AHEAD = {State.STAGED, State.HELD, State.CONTESTED}
TITLES = {
    CHANGED: _("Rows that change: what counts now, and what would count"),
    NEW: _("Rows that are new"),
    REMOVED: _("Rows that count now and are not in this file"),
}


def context(submission):
    """What the page of a submission needs. Examples and measures come in parts of their own, because they are
    looked up; and each reading of rows of single students is logged.
    """
    ahead = submission.state in AHEAD
    changes = submission.new or submission.changed or submission.removed
    return {
        "may_preview": ahead and bool(submission.rows),
        "has_examples": ahead and bool(changes),
        "link_rate": submission.recognized.get("link_rate"),
    }


@login_required
@require_GET
def row_examples(request, pk):
    """A few rows before and after. Those of single students stand under shortened keys, on a page of their own."""
    submission, dataset = _previewed(request, pk)
    if submission.state not in AHEAD:
        return redirect("workspace:submission", pk=pk)
    told = _told(dataset, submission)
    if dataset.is_student_level:
        log_reading(submission, by=request.user, rows=sum(len(rows) for _kind, rows in told))
    return _part_or_page(request, "examples", submission, dataset, examples=told)


@login_required
@require_GET
def effect(request, pk):
    """What acceptance would do to the headline measures."""
    submission, dataset = _previewed(request, pk)
    if not dataset.is_student_level or submission.state not in AHEAD:
        return redirect("workspace:submission", pk=pk)
    return _part_or_page(request, "effect", submission, dataset, effects=effects_of(submission))


def _previewed(request, pk):
    """A submission that the person may look into: 404 and 403 as for its page or, where it holds rows of single
    students, as for those rows.
    """
    submission = get_object_or_404(Submission.objects.select_related("organization"), pk=pk)
    dataset = DATASETS[submission.dataset]
    if not dataset.is_student_level:
        return visible(request, pk), dataset
    if not right_to_read_rows(request.user, submission.organization):
        require(request.user, "read_student_rows", submission.organization)
    if submission.state in AHEAD:
        check_reading(submission, by=request.user)
    return submission, dataset


def _part_or_page(request, name, submission, dataset, **told):
    """A part of the submission's page where htmx asks, else a page of its own."""
    part = "_" if request.headers.get("HX-Request") == "true" else ""
    context = {"submission": submission, "dataset": dataset, **told}
    return render(request, f"outcomes/submissions/{part}{name}.html", context)


def _told(dataset, submission):
    """[(title, [Example])] in the order in which they matter."""
    found = examples(dataset, submission)
    return [(TITLES[kind], found[kind]) for kind in TITLES if kind in found]
