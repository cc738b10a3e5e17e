"""One person: roles as far as the reader answers for them, and the account itself."""

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..access.decorators import signed_in, with_right
from ..access.rights import fetch, holds_everywhere, may_give, organizations_with
from ..actions import accounts
from ..models import Membership, Organization, User
from .common import crumbs, page_of, try_action
from .forms.people import PersonFilter


@with_right("every_manage_people")
@require_safe
def everybody(request):
    """Everybody with an account, wherever the roles are."""
    filter_form = PersonFilter(request.GET)
    running = Membership.objects.in_force().select_related("organization").order_by("organization__name")
    found = filter_form.narrow(User.objects.all()).order_by("name", "email")
    found = found.prefetch_related(Prefetch("memberships", queryset=running, to_attr="running"))
    return render(
        request,
        "partnership/everybody.html",
        {"page": page_of(request, found), "filter": filter_form, "crumbs": crumbs((_("Everybody"), ""))},
    )


@signed_in
@require_safe
def person(request, pk):
    shown = _fetch(request.user, pk)
    managed = organizations_with(request.user, "manage_people")
    roles = shown.memberships.filter(organization__in=managed).select_related("organization", "user")
    roles = list(roles.order_by("organization__name", "role", "-ended_at"))
    return render(
        request,
        "partnership/person.html",
        {
            "person": shown,
            "roles": [(each, may_give(request.user, each.role, each.organization)) for each in roles],
            "leaves": _organizations_to_leave(roles),
            "may_forget_factor": Authenticator.objects.filter(user=shown).exists()
            and accounts.may_forget_second_factor(request.user, shown),
            "may_close": holds_everywhere(request.user, "manage_people") and shown != request.user,
            "crumbs": crumbs((shown, "")),
        },
    )


def _organizations_to_leave(roles):
    """Organizations in which the person holds a role, as far as the reader manages their people."""
    return sorted({each.organization for each in roles if each.state != "ended"}, key=lambda each: each.name)


@signed_in
@require_POST
def leave(request, slug, pk):
    """A person leaves an organization in one step."""
    organization = fetch(request.user, "manage_people", Organization.objects, slug=slug)
    running = Membership.objects.filter(organization=organization, ended_at=None)
    shown = get_object_or_404(User, pk=pk, pk__in=running.values("user"))
    return try_action(
        request,
        lambda: accounts.leave_organization(shown, by=request.user, organization=organization),
        to=reverse("workspace:people", args=[organization.slug]),
        done=_("%(person)s holds no role in %(organization)s any more and is signed out everywhere.")
        % {"person": shown, "organization": organization},
    )


@signed_in
@require_POST
def forget_second_factor(request, pk):
    shown = _fetch(request.user, pk)
    return try_action(
        request,
        lambda: accounts.forget_second_factor(shown, by=request.user),
        to=reverse("workspace:person", args=[shown.pk]),
        done=_("The second step of %(person)s is taken away; a letter to the mailbox tells the way back.")
        % {"person": shown},
    )


@signed_in
@require_POST
def close_account(request, pk):
    shown = _fetch(request.user, pk, everywhere=True)
    return try_action(
        request,
        lambda: accounts.close_account(shown, by=request.user),
        to=reverse("workspace:person", args=[shown.pk]),
        done=_("The account of %(person)s is closed and every role has ended.") % {"person": shown},
    )


@signed_in
@require_POST
def reopen_account(request, pk):
    shown = _fetch(request.user, pk, everywhere=True)
    return try_action(
        request,
        lambda: accounts.reopen_account(shown, by=request.user),
        to=reverse("workspace:person", args=[shown.pk]),
        done=_("%(person)s can sign in again. Invite the person to give roles anew.") % {"person": shown},
    )


def _fetch(user, pk, *, everywhere=False):
    """The person, for those who manage people where the person has (had) a role; `everywhere`: in every
    organization. 403 to other members of those organizations, 404 to strangers.
    """
    shown = get_object_or_404(User, pk=pk)
    if holds_everywhere(user, "manage_people"):
        return shown
    of_the_person = Organization.objects.filter(memberships__user=shown)
    if not everywhere and organizations_with(user, "manage_people").filter(pk__in=of_the_person).exists():
        return shown
    if Organization.objects.visible_to(user).filter(pk__in=of_the_person).exists():
        raise PermissionDenied
    raise Http404
