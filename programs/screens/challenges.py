"""Incentive challenges of a program."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from partnership.access.decorators import signed_in
from partnership.access.rights import can
from partnership.screens.common import show_form

from ..actions.challenges import add_challenge, change_challenge
from ..models import Challenge, Program
from .forms import ChallengeForm
from .programs import fetch, step


@signed_in
def add(request, slug):
    program = fetch(request.user, slug, "manage_partnership")
    form = ChallengeForm(request.POST or None)
    if form.is_valid():
        try:
            add_challenge(by=request.user, program=program, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The challenge is added."))
            return redirect("workspace:program", program.slug)
    return show_form(
        request,
        form,
        title=_("Add an incentive challenge"),
        lead=_("Who earned it is computed from submitted data; nobody ticks names."),
        submit=_("Add the challenge"),
        steps=[step(), step(program), (_("Add an incentive challenge"), "")],
    )


@signed_in
def change(request, pk):
    visible = Challenge.objects.filter(program__in=Program.objects.visible_to(request.user))
    challenge = get_object_or_404(visible.select_related("program"), pk=pk)
    if not can(request.user, "manage_partnership"):
        raise PermissionDenied
    # The form writes what was typed onto its instance; the action must still see what was there before.
    form = ChallengeForm(request.POST or None, instance=copy(challenge))
    if form.is_valid():
        try:
            change_challenge(challenge, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The challenge is changed."))
            return redirect("workspace:program", challenge.program.slug)
    return show_form(
        request,
        form,
        title=challenge.title,
        lead=_("An incentive challenge of %(program)s.") % {"program": challenge.program},
        submit=_("Save"),
        steps=[step(), step(challenge.program), (challenge.title, "")],
    )
