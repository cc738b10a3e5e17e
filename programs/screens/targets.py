"""What an award promises: recorded and changed by those who keep the awards, read by all who see the award."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnership.access.decorators import signed_in
from partnership.access.rights import can
from partnership.navigation import url_or_blank
from partnership.screens.common import crumbs, refused, show_form

from ..actions.targets import add_target, change_target, drop_target
from ..catalog import measures
from ..models import Award, Target
from .programs import step
from .target_form import TargetForm


@signed_in
@require_safe
def award(request, pk):
    found = fetch_award(request.user, pk)
    known = measures()
    targets = list(found.targets.all())
    for target in targets:
        target.known = known.get(target.measure)
    return render(
        request,
        "programs/award.html",
        {
            "award": found,
            "targets": targets,
            "may_change": can(request.user, "manage_partnership"),
            "promised_url": url_or_blank("workspace:outcomes"),
            "crumbs": crumbs(step(), step(found.program), (found.title, "")),
        },
    )


@signed_in
def add(request, pk):
    found = fetch_award(request.user, pk, keeper=True)
    form = TargetForm(request.POST or None, award=found)
    if form.is_valid():
        try:
            add_target(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            refused(request, form, refusal)
        else:
            messages.success(request, _("The target is recorded."))
            return redirect("workspace:award", found.pk)
    return show_form(
        request,
        form,
        title=_("Record a target"),
        lead=_(
            "What %(award)s promises. What was delivered is read from releases; it is never typed.",
        )
        % {"award": found},
        submit=_("Record the target"),
        steps=[step(), step(found.program), award_step(found), (_("Record a target"), "")],
    )


@signed_in
def change(request, pk):
    target = _fetch(request.user, pk)
    form = TargetForm(request.POST or None, award=target.award, instance=copy(target))
    if form.is_valid():
        try:
            change_target(target, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            refused(request, form, refusal)
        else:
            messages.success(request, _("The target is changed. The log keeps what it was before."))
            return redirect("workspace:award", target.award.pk)
    return show_form(
        request,
        form,
        title=_("Change a target"),
        lead=_("A promise of %(award)s.") % {"award": target.award},
        submit=_("Save"),
        steps=[step(), step(target.award.program), award_step(target.award), (_("Change a target"), "")],
    )


@signed_in
def drop(request, pk):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    target = _fetch(request.user, pk)
    drop_target(target, by=request.user)
    messages.success(request, _("The target is dropped. The log remembers it."))
    return redirect("workspace:award", target.award.pk)


def fetch_award(user, pk, *, keeper=False):
    """The award: 404 to a stranger to it, 403 to those who see it and do not keep awards."""
    found = get_object_or_404(Award.objects.visible_to(user).select_related("program", "funder"), pk=pk)
    if keeper and not can(user, "manage_partnership"):
        raise PermissionDenied
    return found


def award_step(award):
    """The breadcrumb of an award."""
    return award.title, url_or_blank("workspace:award", award.pk)


def _fetch(user, pk):
    visible = Target.objects.filter(award__in=Award.objects.visible_to(user))
    target = get_object_or_404(visible.select_related("award__program", "award__funder"), pk=pk)
    if not can(user, "manage_partnership"):
        raise PermissionDenied
    return target
