"""Plans and results in the workspace: fetch, check, call one action, redirect."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnership.access.decorators import signed_in
from partnership.access.rights import can, holds_anywhere
from partnership.navigation import url_or_blank
from partnership.screens.common import crumbs, page_of, refused, show_form, try_action

from ..actions import amend_plan, change_draft, discard_plan, draft_plan, lock_plan, order_run
from ..models import EvaluationPlan, PlanState
from ..run import STEPS
from ..visibility import fetch_plan, may_plan, may_see_results, programs_to_plan
from . import page
from .forms import AmendForm, LockForm, PlanForm, StartForm


@signed_in
@require_safe
def plans(request):
    found = EvaluationPlan.objects.visible_to(request.user).exclude(state=PlanState.DISCARDED)
    return render(
        request,
        "outcomes/evaluation/plans.html",
        {
            "page": page_of(request, found.select_related("program"), 25),
            "may_plan": programs_to_plan(request.user).exists(),
            "crumbs": crumbs((_("Evaluations"), "")),
        },
    )


@signed_in
def begin(request):
    """First which program and which steps of time (GET), then the plan itself."""
    programs = programs_to_plan(request.user)
    if not programs.exists():
        raise PermissionDenied
    chosen = "program" in request.GET
    start = StartForm(request.GET if chosen else None, programs=programs)
    if not start.is_valid():
        return show_form(
            request,
            start,
            title=_("Plan an evaluation"),
            lead=_(
                "First what is asked, then the answer: a plan is locked with its day and its people before any result is "
                "computed."
            ),
            submit=_("Go on"),
            steps=[_step(), (_("Plan an evaluation"), "")],
            template="outcomes/evaluation/begin.html",
        )
    program, step = start.cleaned_data["program"], start.cleaned_data["step"]
    form = PlanForm(request.POST or None, step=step)
    if form.is_valid():
        plan = draft_plan(
            by=request.user, program=program, title=form.cleaned_data["title"], terms=form.terms()
        )
        messages.success(request, _("The plan is written down. Lock it when all have agreed on it."))
        return redirect("workspace:evaluation", plan.pk)
    return show_form(
        request,
        form,
        title=_("Plan an evaluation of %(program)s") % {"program": program},
        submit=_("Write the plan down"),
        steps=[_step(), (_("Plan an evaluation"), "")],
    )


@signed_in
@require_safe
def plan(request, pk):
    found = fetch_plan(request.user, pk)
    context = page.plan_context(found, sees_results=may_see_results(request.user, found.program))
    plans_it = may_plan(request.user, found.program)
    context |= {
        "may_plan": plans_it,
        # An upper app's screen; releases are built from the result by those who build releases.
        "release_url": url_or_blank("workspace:release_evaluation", found.pk)
        if can(request.user, "build_release") and context["has_result"]
        else "",
        "may_extract": plans_it and found.is_locked and holds_anywhere(request.user, "evaluate"),
        "crumbs": crumbs(_step(), (found.title, "")),
    }
    return render(request, "outcomes/evaluation/plan.html", context)


@signed_in
def change(request, pk):
    found = fetch_plan(request.user, pk, to_plan=True)
    form = PlanForm(request.POST or None, step=found.content.step, terms=found.content, title=found.title)
    if form.is_valid():
        try:
            change_draft(found, by=request.user, title=form.cleaned_data["title"], terms=form.terms())
        except ValidationError as refusal:
            refused(request, form, refusal)
        else:
            messages.success(request, _("The plan is changed."))
            return redirect("workspace:evaluation", found.pk)
    return show_form(
        request, form, title=_("Change the plan"), submit=_("Save"), steps=_steps(found, _("Change"))
    )


@signed_in
def lock(request, pk):
    found = fetch_plan(request.user, pk, to_plan=True)
    form = LockForm(request.POST or None)
    if form.is_valid():
        try:
            lock_plan(found, by=request.user, people=form.cleaned_data["people"])
        except ValidationError as refusal:
            refused(request, form, refusal)
        else:
            messages.success(request, _("The plan is locked. Now it can be computed."))
            return redirect("workspace:evaluation", found.pk)
    return show_form(
        request,
        form,
        title=_("Lock the plan"),
        lead=_(
            "From now on it is changed only by amendments, which every result shows. That is what keeps an evaluation "
            "from looking until something is found."
        ),
        submit=_("Lock the plan"),
        steps=_steps(found, _("Lock")),
    )


@signed_in
def amend(request, pk):
    found = fetch_plan(request.user, pk, to_plan=True)
    form = AmendForm(request.POST or None, step=found.content.step, terms=found.content)
    if form.is_valid():
        try:
            amend_plan(found, by=request.user, terms=form.terms(), why=form.cleaned_data["why"])
        except ValidationError as refusal:
            refused(request, form, refusal)
        else:
            messages.success(request, _("The plan is amended. Compute it again to see its result."))
            return redirect("workspace:evaluation", found.pk)
    return show_form(
        request,
        form,
        title=_("Amend the plan"),
        submit=_("Amend the plan"),
        steps=_steps(found, _("Amend")),
    )


@require_POST
@signed_in
def discard(request, pk):
    found = fetch_plan(request.user, pk, to_plan=True)
    return try_action(
        request,
        lambda: discard_plan(found, by=request.user),
        to="workspace:evaluations",
        done=_("The draft is discarded."),
    )


@require_POST
@signed_in
def run(request, pk):
    found = fetch_plan(request.user, pk, to_plan=True)
    return try_action(
        request,
        lambda: order_run(found, by=request.user),
        to=reverse("workspace:evaluation", args=[found.pk]),
        done=_("The plan is being computed."),
    )


@signed_in
@require_safe
def progress(request, pk):
    """How far the newest run is, for htmx; when it is over, the page is loaded anew."""
    found = fetch_plan(request.user, pk)
    newest = found.runs.first()
    if newest is None or not newest.is_under_way:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"plan": found, "run": newest, "step_title": STEPS.get(newest.step, STEPS[""])}
    return render(request, "outcomes/evaluation/_progress.html", context)


@signed_in
@require_safe
def drawing(request, pk, name):
    """A drawing of the newest result, as part of its page."""
    found = fetch_plan(request.user, pk)
    if not may_see_results(request.user, found.program):
        raise PermissionDenied
    result = page.newest_result(found)
    svg = result and result.drawings.get(translation.get_language(), {}).get(name)
    if not svg:
        raise Http404
    return HttpResponse(svg, content_type="image/svg+xml")


def _step():
    return _("Evaluations"), reverse("workspace:evaluations")


def _steps(found, here):
    return [_step(), (found.title, reverse("workspace:evaluation", args=[found.pk])), (here, "")]
