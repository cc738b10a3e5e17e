"""Awards: money of a funder for a program, which entitles the funder to the program's releases."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from partnership.access.decorators import signed_in
from partnership.access.rights import can
from partnership.screens.common import show_form

from ..actions.awards import change_award, make_award
from ..models import Award, Program
from .forms import AddAwardForm, AwardForm
from .programs import fetch, step


@signed_in
def add(request, slug):
    program = fetch(request.user, slug, "manage_partnership")
    form = AddAwardForm(request.POST or None)
    if form.is_valid():
        try:
            make_award(by=request.user, program=program, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The award is recorded."))
            return redirect("workspace:program", program.slug)
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
    visible = Award.objects.filter(program__in=Program.objects.visible_to(request.user))
    award = get_object_or_404(visible.select_related("program", "funder"), pk=pk)
    if not can(request.user, "manage_partnership"):
        raise PermissionDenied
    # The form writes what was typed onto its instance; the action must still see what was there before.
    form = AwardForm(request.POST or None, instance=copy(award))
    if form.is_valid():
        try:
            change_award(award, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The award is changed."))
            return redirect("workspace:program", award.program.slug)
    return show_form(
        request,
        form,
        title=award.title,
        lead=_("An award of %(funder)s for %(program)s.")
        % {"funder": award.funder, "program": award.program},
        submit=_("Save"),
        steps=[step(), step(award.program), (award.title, "")],
    )
