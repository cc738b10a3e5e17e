"""The people of an organization: their roles, invitations, and how both end."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..access.decorators import signed_in
from ..access.rights import fetch, may_give
from ..access.roles import ROLES
from ..access.seen_as import may_see_as
from ..actions import invitations, memberships
from ..models import Invitation, Membership, Organization
from .common import crumbs, show_form, try_action
from .forms.people import InvitationForm, LastDayForm, is_dormant


@signed_in
@require_safe
def people(request, slug):
    """Current and past roles of an organization's people, and invitations nobody has taken up."""
    organization = fetch(request.user, "manage_people", Organization.objects, slug=slug)
    every = organization.memberships.select_related("user", "organization").order_by(
        "user__name", "user__email", "role", "-ended_at"
    )
    current = [membership for membership in every if membership.state != "ended"]
    return render(
        request,
        "partnership/people.html",
        {
            "organization": organization,
            "current": [(each, may_give(request.user, each.role, organization)) for each in current],
            "dormant": {each.user for each in current if is_dormant(each.user)},
            "roles_to_see_as": [role for role in ROLES.values() if role.is_possible_in(organization)]
            if may_see_as(request.user, organization)
            else [],
            "past": [membership for membership in every if membership.state == "ended"],
            "invitations": organization.invitations.waiting()
            .select_related("invited_by", "organization")
            .order_by("-created_at"),
            "crumbs": crumbs(_step(organization), (_("People"), "")),
        },
    )


@signed_in
def invite(request, slug):
    organization = fetch(request.user, "manage_people", Organization.objects, slug=slug)
    form = InvitationForm(request.POST or None, by=request.user, organization=organization)
    if form.is_valid():
        try:
            invitations.invite(by=request.user, organization=organization, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request,
                _("An invitation is on its way to %(email)s.") % {"email": form.cleaned_data["email"]},
            )
            return redirect("workspace:people", organization.slug)
    return show_form(
        request,
        form,
        title=_("Invite someone"),
        lead=_("The person receives an e-mail with a link that works once, for 14 days."),
        submit=_("Send the invitation"),
        steps=[_step(organization), _people_step(organization), (_("Invite someone"), "")],
    )


@signed_in
@require_POST
def send_invitation_again(request, pk):
    invitation = _fetch_invitation(request, pk)
    return try_action(
        request,
        lambda: invitations.send_again(invitation, by=request.user),
        to=reverse("workspace:people", args=[invitation.organization.slug]),
        done=_("A new link is on its way to %(email)s; the earlier one no longer works.")
        % {"email": invitation.email},
    )


@signed_in
@require_POST
def revoke_invitation(request, pk):
    invitation = _fetch_invitation(request, pk)
    return try_action(
        request,
        lambda: invitations.revoke_invitation(invitation, by=request.user),
        to=reverse("workspace:people", args=[invitation.organization.slug]),
        done=_("The invitation of %(email)s is withdrawn; its link no longer works.")
        % {"email": invitation.email},
    )


@signed_in
def change_role(request, pk):
    """Change the last day of a role."""
    membership = _fetch_membership(request, pk)
    organization = membership.organization
    form = LastDayForm(request.POST or None, initial={"ends_on": membership.ends_on})
    if form.is_valid():
        try:
            memberships.change_last_day(membership, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The last day is changed."))
            return redirect("workspace:people", organization.slug)
    return show_form(
        request,
        form,
        title=_("Last day of %(person)s") % {"person": membership.user},
        lead=_("%(role)s in %(organization)s.")
        % {"role": membership.get_role_display(), "organization": organization},
        submit=_("Save"),
        steps=[_step(organization), _people_step(organization), (membership.user, "")],
    )


@signed_in
def end_role(request, pk):
    """End a role: by those who may give it, or by the person who holds it."""
    own = Membership.objects.filter(user=request.user, ended_at=None).select_related("organization", "user")
    membership = own.filter(pk=pk).first()
    is_own = membership is not None
    membership = membership or _fetch_membership(request, pk)
    organization = membership.organization
    back = reverse("workspace:home") if is_own else reverse("workspace:people", args=[organization.slug])
    if request.method == "POST":
        return try_action(
            request,
            lambda: memberships.end_role(membership, by=request.user),
            to=back,
            done=_("The role %(role)s of %(person)s in %(organization)s has ended.")
            % {
                "role": membership.get_role_display(),
                "person": membership.user,
                "organization": organization,
            },
        )
    return render(
        request,
        "partnership/end_role.html",
        {
            "membership": membership,
            "role": ROLES[membership.role],
            "is_own": is_own,
            "back": back,
            "crumbs": crumbs(_step(organization), (_("End a role"), "")),
        },
    )


def _fetch_invitation(request, pk):
    waiting = Invitation.objects.waiting().select_related("organization")
    invitation = fetch(request.user, "manage_people", waiting, pk=pk)
    if not may_give(request.user, invitation.role, invitation.organization):
        raise PermissionDenied
    return invitation


def _fetch_membership(request, pk):
    running = Membership.objects.filter(ended_at=None).select_related("organization", "user")
    membership = fetch(request.user, "manage_people", running, pk=pk)
    if not may_give(request.user, membership.role, membership.organization):
        raise PermissionDenied
    return membership


def _step(organization):
    return organization.name, reverse("workspace:organization", args=[organization.slug])


def _people_step(organization):
    return _("People"), reverse("workspace:people", args=[organization.slug])
