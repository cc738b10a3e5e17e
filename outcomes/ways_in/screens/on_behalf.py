"""Handing in for a partner, and the partner's answer in the workspace."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from outcomes.submissions.models import Submission
from outcomes.submissions.receive import receive
from outcomes.submissions.rights import ON_BEHALF, is_of_the_partner
from outcomes.submissions.screens.forms import CertifyForm, ReasonForm
from partnership.access.decorators import signed_in, with_right
from partnership.access.rights import require
from partnership.screens.common import show_form, try_action

from .. import on_behalf
from .forms import TOO_LARGE, OnBehalfForm


@with_right(ON_BEHALF)
def hand_in(request):
    if request.method == "POST" and getattr(request, "upload_too_large", False):
        messages.error(request, TOO_LARGE)
        return redirect("workspace:submit_on_behalf")
    form = OnBehalfForm(
        request.POST or None, request.FILES or None, user=request.user, initial=request.GET.dict()
    )
    if form.is_valid():
        told = form.cleaned_data
        try:
            submission = receive(
                by=request.user,
                right=ON_BEHALF,
                organization=told["organization"],
                dataset=told["dataset"],
                period=told["period"],
                program=told.get("program"),
                name=told["file"].name,
                content=told["file"].read(),
                note=told["note"],
            )
            return redirect("workspace:submission", pk=submission.pk)
        except ValidationError as problem:
            form.add_error(None, problem)
    return show_form(
        request,
        form,
        title=_("Hand in for a partner"),
        lead=_(
            "Totals only, never rows of students. Once you have looked at the file, the partner is asked to confirm it; nothing counts before."
        ),
        submit=_("Read the file"),
        steps=[
            (_("Submissions"), reverse("workspace:submissions")),
            (_("Hand in for a partner"), ""),
        ],
    )


@signed_in
@require_POST
def ask(request, pk):
    submission = _visible(request, pk)
    require(request.user, ON_BEHALF, submission.organization)
    if not CertifyForm(request.POST, asks_why=False).is_valid():
        return _certify_first(request, pk)
    email = request.POST.get("email", "")
    return _act(
        request,
        submission,
        lambda: on_behalf.ask_to_confirm(submission, by=request.user, email=email),
        _("%(organization)s is asked to confirm.") % {"organization": submission.organization},
    )


@signed_in
@require_POST
def confirm(request, pk):
    submission = _of_the_partner(request, pk)
    if not CertifyForm(request.POST, asks_why=False).is_valid():
        return _certify_first(request, pk)
    return _act(
        request, submission, lambda: on_behalf.confirm(submission, by=request.user), _("You have confirmed.")
    )


@signed_in
@require_POST
def decline(request, pk):
    submission = _of_the_partner(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why you do not confirm; nothing has changed yet."))
        return redirect("workspace:submission", pk=pk)
    return _act(
        request,
        submission,
        lambda: on_behalf.decline(submission, by=request.user, why=form.cleaned_data["why"]),
        _("You have not confirmed; nothing of the file counts."),
    )


def _visible(request, pk):
    visible = Submission.objects.visible_to(request.user).select_related("organization")
    return get_object_or_404(visible, pk=pk)


def _of_the_partner(request, pk):
    submission = _visible(request, pk)
    if not is_of_the_partner(request.user, submission.organization):
        raise PermissionDenied
    return submission


def _certify_first(request, pk):
    messages.error(request, _("Confirm that you have looked at the counts and problems first."))
    return redirect("workspace:submission", pk=pk)


def _act(request, submission, action, done):
    to = reverse("workspace:submission", args=[submission.pk])
    return try_action(request, action, to=to, done=done)
