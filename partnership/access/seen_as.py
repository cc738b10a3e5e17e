"""Seeing the workspace as a role of one's own organization would: to look, never to act.

What is seen is what both the role and the person's own rights give: never more than one's own (access.guard narrows every
question). Only an administrator of the organization, by a role in it, may; it is logged under the person's own name; nothing
but the end of it is taken in; the page editor, which keeps rights of its own, is closed meanwhile.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.shortcuts import render
from django.urls import reverse

from ..audit import record
from ..models import Organization
from .groups import role_group
from .rights import forget, held
from .roles import ROLES, Role

IN_SESSION = "seen_as"
LOOKING = {"GET", "HEAD", "OPTIONS"}
CLOSED = "/admin/"


@dataclass(frozen=True)
class SeenAs:
    organization: Organization
    role: Role
    group: Group


def may_see_as(user, organization):
    """Whether the person may see the workspace as a role of the organization would."""
    return "manage_people" in held(user).get(organization.pk, ())


def begin(request, organization, role):
    """From the next request on. role: a Role that the organization can hold."""
    role_group(organization, role.key)
    request.session[IN_SESSION] = [str(organization.pk), role.key]
    record("role.viewed_as", by=request.user, organization=organization, role=role.key)


def stop(request):
    """Be oneself again."""
    if seen := request.session.pop(IN_SESSION, None):
        organization = Organization.objects.filter(pk=seen[0]).first()
        record("role.viewed_as_itself", by=request.user, organization=organization, role=seen[1])


class SeenAsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.seen_as = _seen_as(request) if request.user.is_authenticated else None
        if request.seen_as is None:
            return self.get_response(request)
        request.user.seen_as = request.seen_as.group
        forget(request.user)
        ends = {reverse("workspace:stop_seeing_as"), reverse("account_logout")}
        is_refused = request.method not in LOOKING and request.path not in ends
        if is_refused or request.path.startswith(CLOSED):
            return render(request, "partnership/seen_as_refused.html", status=403)
        return self.get_response(request)


def _seen_as(request):
    """What the session asks for, while the person may; None otherwise."""
    asked = request.session.get(IN_SESSION)
    if not asked:
        return None
    organization = Organization.objects.filter(pk=asked[0]).first()
    role = ROLES.get(asked[1])
    if organization and role and may_see_as(request.user, organization) and role.is_possible_in(organization):
        return SeenAs(organization, role, role_group(organization, role.key))
    stop(request)
    return None
