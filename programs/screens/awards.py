"""Awards: money of a funder for a program, which entitles the funder to the program's releases."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from partnership.access.decorators import signed_in
from partnership.screens.common import show_form

from ..actions.awards import change_award, make_award
from .forms import AddAwardForm, AwardForm
from .programs import fetch, step
from .targets import award_step, fetch_award


@signed_in
def add(request, slug):
    program = fetch(request.user, slug, "manage_partnership")
    form = AddAwardForm(request.POST or None)
    if form.is_valid():
        try:
            award = make_award(by=request.user, program=program, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The award is recorded. Record next what it promises."))
            return redirect("workspace:award", award.pk)
    return show_form(
        request,
        form,
        title=_("Record an award"),
        lead=_("The funder's reviewers see the released outcomes of %(program)s until the review ends.")
        % {"program": program},
        submit=_("Record the award"),
        steps=[step(), step(program), (_("Record an award"), "")],
    )


@signed_in
def change(request, pk):
    award = fetch_award(request.user, pk, keeper=True)
    # The form writes what was typed onto its instance; the action must still see what was there before.
    form = AwardForm(request.POST or None, instance=copy(award))
    if form.is_valid():
        try:
            change_award(award, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The award is changed."))
            return redirect("workspace:award", award.pk)
    return show_form(
        request,
        form,
        title=award.title,
        lead=_("An award of %(funder)s for %(program)s.")
        % {"funder": award.funder, "program": award.program},
        submit=_("Save"),
        steps=[step(), step(award.program), award_step(award), (_("Change"), "")],
    )
