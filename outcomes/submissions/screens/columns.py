"""Screens that ask what a file's columns and words mean, and the one that shows what was answered before."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from outcomes.datasets import DATASETS
from outcomes.submissions import reader
from outcomes.submissions.mapping.answer import ANSWERABLE, answer_columns, answer_words, revoke
from outcomes.submissions.mapping.look import look
from outcomes.submissions.mapping.models import Mapping
from outcomes.submissions.mapping.review import review
from outcomes.submissions.mapping.words import asked_about
from outcomes.submissions.models import Submission
from outcomes.submissions.refusal import Refused
from partnership.access.decorators import signed_in
from partnership.access.rights import can, fetch, require
from partnership.models import Organization
from partnership.screens.common import crumbs, try_action
from partnership.vault import Destroyed

from .mapping_forms import ColumnsForm, WhereForm, chosen_targets, where, word_fields

GONE = gettext_noop(
    "The file is no longer in the vault, so that nothing more can be asked about it. Hand it in again."
)


@signed_in
def columns(request, pk):
    submission = _own(request, pk)
    if submission.state not in ANSWERABLE or submission.vault_item_id is None:
        messages.info(request, _("Nothing is asked about the columns of this file now."))
        return redirect("workspace:submission", pk=pk)
    try:
        seen = _look(request, submission, **where(request.POST or request.GET))
    except (Refused, reader.Refused, Destroyed) as refused:
        messages.error(request, getattr(refused, "sentence", _(GONE)))
        return redirect("workspace:submission", pk=pk)
    dataset = DATASETS[submission.dataset]
    form = ColumnsForm(request.POST or None, seen=seen, dataset=dataset, submission=submission)
    if form.is_valid():
        try:
            answer_columns(submission, seen, by=request.user, **form.answer())
            messages.success(request, _("Remembered. The file is being read by it."))
            return redirect("workspace:submission", pk=pk)
        except ValidationError as problem:
            form.add_error(None, problem)
    context = {
        "submission": submission,
        "dataset": dataset,
        "form": form,
        "where": WhereForm(seen=seen),
        "seen": seen,
        "crumbs": _steps(submission, _("Its columns")),
    }
    return render(request, "outcomes/submissions/columns.html", context)


def _look(request, submission, sheet, header_row):
    """The file as the person asks to see it; where there is no such sheet or row, as it is guessed."""
    try:
        return look(submission, by=request.user, sheet=sheet, header_row=header_row)
    except reader.Refused as refused:
        if not (sheet or header_row):
            raise
        messages.error(request, refused.sentence)
        return look(submission, by=request.user)


@signed_in
def words(request, pk):
    submission = _own(request, pk)
    if submission.state not in ANSWERABLE or submission.unknown_words_id is None:
        messages.info(request, _("Nothing is asked about the words of this file now."))
        return redirect("workspace:submission", pk=pk)
    dataset = DATASETS[submission.dataset]
    try:
        unknown = asked_about(submission, dataset, by=request.user)
    except Destroyed:
        messages.error(request, _(GONE))
        return redirect("workspace:submission", pk=pk)
    if request.method == "POST":
        try:
            answer_words(submission, unknown, by=request.user, targets=chosen_targets(unknown, request.POST))
            messages.success(request, _("Remembered. The file is being read by it."))
            return redirect("workspace:submission", pk=pk)
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
    context = {
        "submission": submission,
        "dataset": dataset,
        "columns": word_fields(unknown, request.POST),
        "crumbs": _steps(submission, _("Its words")),
    }
    return render(request, "outcomes/submissions/words.html", context)


@signed_in
@require_safe
def mappings(request, slug):
    """How an organization's files are read: what was answered, by whom, and when."""
    organization = fetch(request.user, "view_submissions", Organization.objects, slug=slug)
    context = {
        "organization": organization,
        "datasets": review(organization),
        "may_revoke": can(request.user, "submit_data", organization),
        "crumbs": crumbs(
            (organization.name, reverse("workspace:organization", args=[slug])),
            (_("How your files are read"), ""),
        ),
    }
    return render(request, "outcomes/submissions/mappings.html", context)


@signed_in
@require_POST
def revoke_mapping(request, pk):
    mapping = fetch(request.user, "submit_data", Mapping.objects.select_related("organization"), pk=pk)
    return try_action(
        request,
        lambda: revoke(mapping, by=request.user),
        to=reverse("workspace:mappings", args=[mapping.organization.slug]),
        done=_("Revoked. The next file of this kind is asked about again."),
    )


def _own(request, pk):
    """A submission that the person may change: 404 for strangers, 403 for those who may only look."""
    visible = Submission.objects.visible_to(request.user).select_related(
        "organization",
        "program",
        "column_mapping__made_by",
        "vault_item",
        "unknown_words",
        "created_by",
        "word_mapping",
    )
    submission = get_object_or_404(visible, pk=pk)
    require(request.user, "submit_data", submission.organization)
    return submission


def _steps(submission, last):
    return crumbs(
        (_("Submissions"), reverse("workspace:submissions")),
        (submission.file_name, reverse("workspace:submission", args=[submission.pk])),
        (last, ""),
    )
