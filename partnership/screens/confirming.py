"""Every quarter: who still needs a role? Keep, or end (actions.confirming)."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ..access.decorators import signed_in
from ..access.rights import fetch, may_give, require
from ..access.roles import ROLES
from ..actions import confirming
from ..actions.memberships import grant_role
from ..models import Membership, Organization
from .common import crumbs, try_action

KEEP, END = "keep", "end"


@signed_in
def confirm_roles(request, slug):
    organization = fetch(request.user, "manage_people", Organization.objects, slug=slug)
    waiting = confirming.to_confirm().filter(organization=organization).select_related("user", "organization")
    waiting = list(waiting.order_by("user__name", "user__email", "role"))
    if request.method == "POST":
        answers = {str(each.pk): request.POST.get(f"role-{each.pk}") for each in waiting}
        return try_action(
            request,
            lambda: confirming.answer(
                waiting,
                by=request.user,
                keep={pk for pk, answer in answers.items() if answer == KEEP},
                end={pk for pk, answer in answers.items() if answer == END},
            ),
            to=reverse("workspace:confirm_roles", args=[organization.slug]),
            done=_done(sum(answer in (KEEP, END) for answer in answers.values())),
        )
    return render(
        request,
        "partnership/confirm_roles.html",
        {
            "organization": organization,
            "waiting": [(each, ROLES[each.role], _may_answer(request.user, each)) for each in waiting],
            "last_day": confirming.last_day_to_confirm(organization),
            "ended": confirming.ended_unconfirmed(organization),
            "crumbs": crumbs(
                (organization.name, reverse("workspace:organization", args=[organization.slug])),
                (_("People"), reverse("workspace:people", args=[organization.slug])),
                (_("Who still needs a role"), ""),
            ),
        },
    )


@signed_in
@require_POST
def give_again(request, pk):
    """Give a role again that ended because nobody confirmed it."""
    membership = get_object_or_404(Membership.objects.select_related("organization", "user"), pk=pk)
    organization = membership.organization
    require(request.user, "manage_people", organization)
    if not _may_answer(request.user, membership) or membership.ended_at is None:
        raise PermissionDenied
    if not membership.user.is_active:
        raise PermissionDenied(_("The account of this person is closed. Reopen it first."))
    return try_action(
        request,
        lambda: grant_role(
            by=request.user,
            user=membership.user,
            organization=organization,
            role=membership.role,
            ends_on=None,
        ),
        to=reverse("workspace:people", args=[organization.slug]),
        done=_("%(person)s holds the role %(role)s again.")
        % {"person": membership.user, "role": membership.get_role_display()},
    )


def _may_answer(user, membership):
    return membership.user_id != user.pk and may_give(user, membership.role, membership.organization)


def _done(number):
    if not number:
        return _("Nothing was chosen, so that nothing has changed.")
    return ngettext("%(number)s answer is noted.", "%(number)s answers are noted.", number) % {
        "number": number
    }
