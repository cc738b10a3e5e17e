"""What the ways in add to the workspace's navigation and home (partnership.navigation)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from outcomes.submissions.models import State, Submission
from outcomes.submissions.rights import CONFIRMING, ON_BEHALF
from partnership.access.rights import can, held
from partnership.models import Organization
from partnership.navigation import NAMED_IN_NAVIGATION, Card, Item, Line, whole_partnership

NAMED_ON_A_CARD = 5


def workspace(request):
    """Ways in of the organizations that the person answers for; handing in for others."""
    items = []
    for each in _answered_for(request.user)[:NAMED_IN_NAVIGATION]:
        address = reverse("workspace:ways_in", args=[each.slug])
        items.append(Item(each.name, "", [Item(_("Ways in"), address)]))
    if can(request.user, ON_BEHALF):
        address = reverse("workspace:submit_on_behalf")
        items.append(Item(whole_partnership(), "", [Item(_("Hand in for a partner"), address)]))
    return items


def cards(request):
    """What was handed in on behalf of the person's organizations and waits for their word."""
    waiting = list(
        Submission.objects.filter(
            organization__in=_answered_for(request.user), state=State.UNCONFIRMED
        ).select_related("organization")[:NAMED_ON_A_CARD]
    )
    if not waiting:
        return []
    lines = [
        Line(
            str(DATASETS[submission.dataset]),
            reverse("workspace:submission", args=[submission.pk]),
            f"{submission.organization}, {submission.file_name}",
            submission.state,
        )
        for submission in waiting
    ]
    return [Card(_("Please confirm"), lines, _("The partnership handed this in for you."), waits=True)]


def _answered_for(user):
    """Queryset of the organizations in which the person hands in data or keeps the people."""
    own = [organization for organization, codenames in held(user).items() if CONFIRMING & codenames]
    return Organization.objects.filter(pk__in=own)
