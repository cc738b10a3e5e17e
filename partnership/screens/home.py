"""The workspace's home: the person's organizations, and what waits for the person."""

from datetime import timedelta
from itertools import groupby

from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ..access.decorators import signed_in
from ..access.rights import organizations_with, organizations_within
from ..access.roles import ROLES
from ..actions.confirming import to_confirm
from ..models import Admission, Agreement, Membership
from ..models.membership import ENDING_SOON
from ..navigation import Card, Line, home_cards

# A card names this many.
NAMED_ON_A_CARD = 5
AGREEMENT_WARNING_DAYS = 60


@signed_in
@require_safe
def home(request):
    cards = home_cards(request)
    return render(
        request,
        "workspace/home.html",
        {
            "organizations": _own_organizations(request.user),
            "admissions": Admission.objects.in_force()
            .filter(evaluator=request.user)
            .select_related("organization")
            .order_by("ends_on"),
            "waiting": [card for card in cards if card.waits],
            "cards": [card for card in cards if not card.waits],
        },
    )


def cards(request):
    """What waits for those who keep people and agreements."""
    found = (_roles_to_confirm(request.user), _agreements_ending(request.user), _roles_ending(request.user))
    return [card for card in found if card]


def _own_organizations(user):
    """[(organization, [(role, membership)])] of the roles in force."""
    memberships = (
        Membership.objects.in_force()
        .filter(user=user)
        .select_related("organization", "organization__city")
        .order_by("organization__name", "organization_id", "role")
    )
    return [
        (organization, [(ROLES[membership.role], membership) for membership in together])
        for organization, together in groupby(memberships, key=lambda membership: membership.organization)
    ]


def _roles_to_confirm(user):
    """For an organization's own administrators; the partnership's hear of it where there are none."""
    own = organizations_within(user, "manage_people")
    waiting = to_confirm().filter(organization__in=own).exclude(user=user)
    by_organization = waiting.values("organization__name", "organization__slug").annotate(number=Count("pk"))
    return _card(
        by_organization.order_by("organization__name"),
        title=_("Who still needs a role?"),
        text=_("Once in a quarter, keep or end each. Data roles that nobody confirms end."),
        line=lambda one: Line(
            one["organization__name"],
            reverse("workspace:confirm_roles", args=[one["organization__slug"]]),
            ngettext("%(number)s role to confirm", "%(number)s roles to confirm", one["number"])
            % {"number": one["number"]},
        ),
    )


def _agreements_ending(user):
    today = timezone.localdate()
    ending = (
        Agreement.objects.in_force()
        .filter(
            organization__in=organizations_with(user, "manage_agreements"),
            ends_on__lte=today + timedelta(days=AGREEMENT_WARNING_DAYS),
        )
        .select_related("organization")
        .order_by("ends_on", "title")
    )
    return _card(
        ending,
        title=_("Agreements that end soon"),
        text=_(
            "When an agreement ends, uploads and student-level views under it close. Sign the next one in time."
        ),
        line=lambda agreement: Line(
            agreement.title,
            reverse("workspace:agreement", args=[agreement.pk]),
            _("%(organization)s, last day %(day)s")
            % {"organization": agreement.organization, "day": date_format(agreement.ends_on)},
        ),
        url=reverse("workspace:agreements"),
    )


def _roles_ending(user):
    today = timezone.localdate()
    managed = organizations_with(user, "manage_people")
    ending = (
        Membership.objects.in_force()
        .filter(organization__in=managed, ends_on__lte=today + ENDING_SOON)
        .select_related("organization", "user")
        .order_by("ends_on", "user__name")
    )
    return _card(
        ending,
        title=_("Roles that end soon"),
        text=_("Give these people a later last day if they go on."),
        line=lambda membership: Line(
            str(membership.user),
            reverse("workspace:change_role", args=[membership.pk]),
            _("%(role)s, %(organization)s, last day %(day)s")
            % {
                "role": membership.get_role_display(),
                "organization": membership.organization,
                "day": date_format(membership.ends_on),
            },
        ),
    )


def _card(found, *, title, text, line, url=""):
    """A card of the first few of a queryset, or None when it is empty. One query."""
    first = list(found[: NAMED_ON_A_CARD + 1])
    if not first:
        return None
    lines = [line(each) for each in first[:NAMED_ON_A_CARD]]
    if len(first) > NAMED_ON_A_CARD:
        lines.append(Line(_("and others"), url))
    return Card(title, lines, text, waits=True)
