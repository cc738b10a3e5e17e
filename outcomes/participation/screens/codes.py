"""Participant codes of a program: listed, made, printed on cards, taken out of use."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from outcomes.participation.agreement import open_among
from outcomes.participation.codes import bring_code_back, print_codes, retire_code
from outcomes.submissions.participants import ParticipantCode
from partnership.access.decorators import signed_in
from partnership.access.rights import fetch
from partnership.screens.common import crumbs, try_action
from programs.actions.sessions import RIGHT

from .common import codes_of, fetch_program, read_participants, sessions_step, steps
from .forms import PrintForm


@signed_in
def codes(request, slug):
    """The list of codes, and the form that makes new ones."""
    program, owners = fetch_program(request.user, slug)
    owners = open_among(owners)
    form = PrintForm(request.POST or None, owners=owners)
    if form.is_valid():
        try:
            made = print_codes(
                by=request.user,
                program=program,
                organization=form.organization,
                number=form.cleaned_data["number"],
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _made(len(made)))
            return redirect("workspace:code_cards", program.slug)
    found = read_participants(
        codes_of(program, owners), by=request.user, target=program, organizations=owners, verb="codes.read"
    )
    in_use = [each for each in found if not each.code.retired_at]
    fresh = [each for each in in_use if not each.is_known]
    return render(
        request,
        "outcomes/participation/codes.html",
        {
            "program": program,
            "form": form,
            "fresh": fresh,
            "groups": [
                (_("In use"), [each for each in in_use if each.is_known], False),
                (_("Cards not handed out yet"), fresh, False),
                (_("Out of use"), [each for each in found if each.code.retired_at], True),
            ],
            "crumbs": crumbs(*steps(program, sessions_step(program), (_("Participant codes"), ""))),
        },
    )


@signed_in
@require_safe
def cards(request, slug):
    """Cards to cut out, of the codes that were not handed out yet: a code, and a line for the partner's own list."""
    program, owners = fetch_program(request.user, slug)
    owners = open_among(owners)
    found = read_participants(
        codes_of(program, owners).filter(retired_at=None),
        by=request.user,
        target=program,
        organizations=owners,
        verb="codes.read",
    )
    here = _("Cards")
    return render(
        request,
        "outcomes/participation/cards.html",
        {
            "program": program,
            "cards": [each for each in found if not each.is_known or "all" in request.GET],
            "crumbs": crumbs(*steps(program, sessions_step(program), (here, ""))),
        },
    )


@signed_in
@require_POST
def retire(request, pk):
    code = fetch(
        request.user, RIGHT, ParticipantCode.objects.select_related("organization", "program"), pk=pk
    )
    if code.retired_at:
        action, done = bring_code_back, _("The code %(code)s is in use again.")
    else:
        action, done = retire_code, _("The code %(code)s is out of use. What was signed with it stays.")
    return try_action(
        request,
        lambda: action(code, by=request.user),
        to=reverse("workspace:participant_codes", args=[code.program.slug]),
        done=done % {"code": code},
    )


def _made(number):
    return ngettext("%(number)s code is made.", "%(number)s codes are made.", number) % {"number": number}
