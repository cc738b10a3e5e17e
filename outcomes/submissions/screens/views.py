"""Screens of the spreadsheet's journey: fetch, check the right, call one action, redirect."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from outcomes.datasets import DATASETS
from outcomes.submissions import accept, receive, withdraw
from outcomes.submissions.hold import is_over_threshold
from outcomes.submissions.models import Submission
from outcomes.submissions.navigation import may_follow
from outcomes.submissions.reading import log_reading, right_to_read_rows
from outcomes.submissions.recipes import recipes
from outcomes.submissions.rights import may_change
from outcomes.submissions.rows import staged_rows
from outcomes.submissions.worded import row_texts, row_titles
from partnership.access.rights import can, holds_anywhere, require
from partnership.screens.explained import explain

from . import fix_it, held, preview
from . import page as wording
from .common import act as _act
from .common import own as _own
from .common import visible as _visible
from .forms import CertifyForm, FilterForm, ReasonForm, SubmitForm
from .templates import TemplateForm


@login_required
@require_GET
def submissions(request):
    if not may_follow(request.user):
        raise PermissionDenied
    form = FilterForm(request.GET or None, user=request.user)
    found = form.apply(Submission.objects.visible_to(request.user)).select_related(
        "organization", "created_by", "program"
    )
    page = Paginator(found, 25).get_page(request.GET.get("page"))
    for submission in page:
        submission.dataset_title = DATASETS[submission.dataset].title
    return render(
        request,
        "outcomes/submissions/list.html",
        {"page": page, "form": form, "may_submit": holds_anywhere(request.user, "submit_data")},
    )


@login_required
@require_http_methods(["GET", "POST"])
def submit(request):
    if not holds_anywhere(request.user, "submit_data"):
        raise PermissionDenied
    if request.method == "POST" and getattr(request, "upload_too_large", False):
        messages.error(
            request,
            _(
                "The file is too large to take in. Split it by school year and hand in the parts; nothing was lost."
            ),
        )
        return redirect("workspace:submit")
    form = SubmitForm(
        request.POST or None, request.FILES or None, user=request.user, initial=request.GET.dict()
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            submission = receive.receive(
                by=request.user,
                organization=told["organization"],
                dataset=told["dataset"],
                period=told["period"],
                program=told["program"],
                silent_schools=told.get("silent_schools", ()),
                name=told["file"].name,
                content=told["file"].read(),
                note=told["note"],
            )
            return redirect("workspace:submission", pk=submission.pk)
        except ValidationError as problem:
            form.add_error(None, problem)
    return render(
        request,
        "outcomes/submissions/submit.html",
        {"form": form, "template_form": TemplateForm(user=request.user)},
    )


@login_required
@require_GET
def how_to_export(request):
    """Nothing of anybody's data: whoever is signed in may read how the usual systems export."""
    context = {"recipes": recipes(), "may_submit": holds_anywhere(request.user, "submit_data")}
    return render(request, "outcomes/submissions/recipes.html", context)


@login_required
@require_GET
def submission(request, pk):
    submission = _visible(request, pk)
    organization = submission.organization
    dataset = DATASETS[submission.dataset]
    found = wording.problems(submission)
    context = {
        "submission": submission,
        "dataset": dataset,
        "errors": found["error"],
        "left_out": found["left_out"],
        "warnings": found["warning"],
        "notices": wording.notices(submission, found),
        "recognized_facts": wording.recognized_facts(submission),
        "columns": wording.columns(submission),
        "scope": wording.scope(submission),
        "step_title": wording.step_title(submission),
        "under_way": submission.state in wording.UNDER_WAY,
        "may_submit": may_change(request.user, submission),
        "may_accept": can(request.user, "submit_data", organization),
        "may_decide": can(request.user, "decide_claims"),
        "may_read_rows": dataset.is_student_level and bool(right_to_read_rows(request.user, organization)),
        "certify_form": CertifyForm(asks_why=is_over_threshold(submission)),
        "withdraw_form": ReasonForm(),
        "fix_it": fix_it.section(submission, request.user),
        "releases_counting": wording.releases_counting(submission),
        "purged_at": wording.purged_at(submission),
        **held.context(request.user, submission),
        **preview.context(submission),
    }
    return render(request, "outcomes/submissions/detail.html", context)


@login_required
@require_GET
def who(request, pk):
    """Who can see and do what with a submission, and because of what."""
    submission = _visible(request, pk)
    here = reverse("workspace:submission", args=[submission.pk])
    steps = [(_("Submissions"), reverse("workspace:submissions")), (submission.file_name, here)]
    return explain(request, submission, steps=steps)


@login_required
@require_GET
def progress(request, pk):
    submission = _visible(request, pk)
    if submission.state not in wording.UNDER_WAY:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"submission": submission, "step_title": wording.step_title(submission)}
    return render(request, "outcomes/submissions/_progress.html", context)


@login_required
@require_GET
def student_rows(request, pk):
    """Student-level rows, under their hashed keys; whoever may not read them learns nothing of them."""
    submission = get_object_or_404(Submission.objects.select_related("organization"), pk=pk)
    if not right_to_read_rows(request.user, submission.organization):
        require(request.user, "read_student_rows", submission.organization)
    dataset = DATASETS[submission.dataset]
    if not dataset.is_student_level:
        return redirect("workspace:submission", pk=pk)
    page = Paginator(staged_rows(submission), 50).get_page(request.GET.get("page"))
    log_reading(submission, by=request.user, rows=len(page.object_list))
    return render(
        request,
        "outcomes/submissions/rows.html",
        {
            "submission": submission,
            "dataset": dataset,
            "page": page,
            "titles": row_titles(dataset),
            "rows": [row_texts(dataset, fact) for fact in page],
        },
    )


@login_required
@require_POST
def accept_submission(request, pk):
    submission = _own(request, pk)
    form = CertifyForm(request.POST, asks_why=is_over_threshold(submission))
    if not form.is_valid():
        for message in form.sentences():
            messages.error(request, message)
        return redirect("workspace:submission", pk=pk)
    why = form.cleaned_data.get("why", "")
    return _act(request, submission, lambda: accept.accept(submission, by=request.user, why=why))


@login_required
@require_POST
def leave_out_rows(request, pk):
    submission = _own(request, pk)
    reasons = request.POST.getlist("reason")
    return _act(request, submission, lambda: accept.leave_out(submission, by=request.user, reasons=reasons))


@login_required
@require_POST
def discard_submission(request, pk):
    submission = _own(request, pk)
    return _act(request, submission, lambda: withdraw.discard(submission, by=request.user))


@login_required
@require_POST
def withdraw_submission(request, pk):
    submission = _own(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the submission is withdrawn; nothing has changed yet."))
        return redirect("workspace:submission", pk=pk)
    why = form.cleaned_data["why"]
    return _act(request, submission, lambda: withdraw.withdraw(submission, by=request.user, why=why))


@login_required
@require_POST
def decide_submission(request, pk):
    submission = _visible(request, pk)
    require(request.user, "decide_claims", submission.organization)
    admit = request.POST.get("decision") == "admit"
    return _act(
        request, submission, lambda: accept.decide_contested(submission, by=request.user, admit=admit)
    )
