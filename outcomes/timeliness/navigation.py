"""What timeliness adds to the workspace's navigation and home (partnership.navigation)."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnership.access.rights import can, holds_anywhere, organizations_with
from partnership.navigation import NAMED_IN_NAVIGATION, Card, Item, Line, whole_partnership

from .deadlines import UP_TO_DATE, due_on, next_period
from .expectations import expectations

NAMED_ON_A_CARD = 6


def workspace(request):
    """The board for the chaser; the own deadlines for those who hand in or follow data."""
    user = request.user
    if can(user, "view_submissions"):
        return [Item(whole_partnership(), "", [Item(_("Who is late"), reverse("workspace:timeliness"))])]
    if not holds_anywhere(user, "view_submissions"):
        return []
    own = organizations_with(user, "view_submissions")[:NAMED_IN_NAVIGATION]
    return [
        Item(each.name, "", [Item(_("Deadlines"), reverse("workspace:timeliness_of", args=[each.slug]))])
        for each in own
    ]


def cards(request):
    """The next files expected of those for whom the person hands in data, the most urgent first."""
    if not holds_anywhere(request.user, "submit_data"):
        return []
    today = timezone.localdate()
    found = expectations(organizations_with(request.user, "submit_data"), today)
    lines = sorted((_next(each, today) for each in found), key=lambda told: told[0])
    if not lines:
        return []
    return [
        Card(
            _("Next files expected"),
            [line for _due, line in lines[:NAMED_ON_A_CARD]],
            url=reverse("workspace:calendar_link"),
            url_label=_("Deadlines in your calendar"),
            waits=any(each.state != UP_TO_DATE for each in found),
        )
    ]


def _next(expectation, today):
    """(day, Line) of the file that an organization should hand in next."""
    dataset, organization = expectation.dataset, expectation.organization
    open_period = expectation.next_open
    period = open_period.period if open_period else next_period(dataset, today)
    due = open_period.due if open_period else due_on(dataset, period)
    # A month is told by the file itself.
    asked = f"&period={period}" if dataset.cadence != "month" else ""
    address = f"{reverse('workspace:submit')}?organization={organization.pk}&dataset={dataset.key}{asked}"
    text = _("%(organization)s, %(period)s, due on %(day)s") % {
        "organization": organization,
        "period": period,
        "day": date_format(due),
    }
    return due, Line(str(dataset.title), address, text, expectation.state)
