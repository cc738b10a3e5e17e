"""The rows to fix on the page of a submission: downloaded as a workbook, uploaded corrected."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from outcomes.submissions.fixit.correct import correct
from outcomes.submissions.fixit.hand_back import MOST_ROWS, hand_back
from outcomes.submissions.fixit.marks import ERRORS, PROBLEMS, WHOLE, count_rows
from outcomes.submissions.models import CorrectionState, State, Submission
from partnership.access.rights import can, require

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LABELS = {
    ERRORS: gettext_lazy("Rows with errors"),
    PROBLEMS: gettext_lazy("Rows with errors, left out or worth a look"),
    WHOLE: gettext_lazy("The whole file"),
}


class RowsForm(forms.Form):
    """Which rows to hand back, each choice with its number of rows."""

    rows = forms.ChoiceField(label=gettext_lazy("Rows to download"), widget=forms.RadioSelect)

    def __init__(self, *args, counts, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [
            (which, f"{label}: {intcomma(counts[which])}") for which, label in LABELS.items() if counts[which]
        ]
        if counts[PROBLEMS] == counts[ERRORS]:
            choices = [choice for choice in choices if choice[0] != PROBLEMS]
        self.fields["rows"].choices, self.fields["rows"].initial = choices, choices[0][0]
        if max(counts.values()) > MOST_ROWS:
            self.fields["rows"].help_text = _("A workbook holds the first %(most)s rows at most.") % {
                "most": intcomma(MOST_ROWS)
            }


class CorrectionForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Corrected rows"),
        help_text=gettext_lazy(
            "The workbook you downloaded, or any spreadsheet of corrected rows with its column of row numbers."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )


def section(submission, user):
    """What the page shows of it: {"rows_form" and "upload_form" where the person may correct rows now, "rounds":
    the Corrections so far, "refused": the last of them, where it was not taken}."""
    rounds = list(submission.corrections.select_related("created_by"))
    told = {"rounds": rounds}
    if not _is_open(submission):
        return told
    if rounds and rounds[-1].state == CorrectionState.REFUSED:
        told["refused"] = rounds[-1]
    counts = count_rows(submission)
    if counts[PROBLEMS] and can(user, "submit_data", submission.organization):
        told |= {"rows_form": RowsForm(counts=counts), "upload_form": CorrectionForm()}
    return told


@login_required
@require_GET
def download_rows(request, pk):
    submission = _own(request, pk)
    which = request.GET.get("rows")
    try:
        handed = hand_back(submission, by=request.user, which=which if which in LABELS else ERRORS)
    except ValidationError as problem:
        return _back(request, submission, problem)
    return HttpResponse(
        handed.content,
        content_type=XLSX,
        headers={
            "Content-Disposition": content_disposition_header(True, handed.name),
            "Cache-Control": "no-store",
        },
    )


@login_required
@require_POST
def correct_rows(request, pk):
    submission = _own(request, pk)
    if getattr(request, "upload_too_large", False):
        return _back(request, submission, _("The file is too large to take in. Nothing has changed."))
    form = CorrectionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _back(request, submission, _("Choose the file with the corrected rows. Nothing has changed."))
    file = form.cleaned_data["file"]
    try:
        correct(submission, by=request.user, name=file.name, content=file.read())
    except ValidationError as problem:
        return _back(request, submission, problem)
    return redirect("workspace:submission", pk=submission.pk)


def _is_open(submission):
    return submission.state == State.STAGED and submission.vault_item_id is not None


def _own(request, pk):
    visible = Submission.objects.visible_to(request.user).select_related("organization", "vault_item__owner")
    submission = get_object_or_404(visible, pk=pk)
    require(request.user, "submit_data", submission.organization)
    return submission


def _back(request, submission, problem):
    for message in problem.messages if isinstance(problem, ValidationError) else [problem]:
        messages.error(request, message)
    return redirect("workspace:submission", pk=submission.pk)
