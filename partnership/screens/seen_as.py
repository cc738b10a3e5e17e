"""Seeing the workspace as a role of one's own organization would (access.seen_as)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..access import seen_as
from ..access.decorators import signed_in
from ..access.rights import fetch
from ..access.roles import ROLES
from ..models import Organization


@signed_in
@require_POST
def see_as(request, slug):
    organization = fetch(request.user, "manage_people", Organization.objects, slug=slug)
    if not seen_as.may_see_as(request.user, organization):
        raise PermissionDenied
    role = ROLES.get(request.POST.get("role", ""))
    if role is None or not role.is_possible_in(organization):
        messages.error(request, _("Choose a role that the organization can hold."))
        return redirect("workspace:people", organization.slug)
    seen_as.begin(request, organization, role)
    return redirect("workspace:home")


@signed_in
@require_POST
def stop_seeing_as(request):
    seen_as.stop(request)
    messages.success(request, _("You see the workspace with your own roles again."))
    return redirect("workspace:home")
