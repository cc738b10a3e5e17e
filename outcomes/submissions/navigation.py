"""What submissions add to the workspace's navigation and home (partnership.navigation)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outcomes.datasets import DATASETS
from partnership.access.rights import can, holds_anywhere, organizations_with
from partnership.navigation import NAMED_IN_NAVIGATION, Card, Item, Line

from .hold import waiting_for
from .models import State, Submission

NAMED_ON_A_CARD = 5


def workspace(request):
    """Submissions, for those who hand in or follow data."""
    if not may_follow(request.user):
        return []
    children = []
    if holds_anywhere(request.user, "submit_data"):
        children.append(Item(_("Hand in a spreadsheet"), reverse("workspace:submit")))
        children.append(Item(_("Type a small sheet"), reverse("workspace:sheets")))
    own = organizations_with(request.user, "submit_data")[:NAMED_IN_NAVIGATION]
    read_by = [
        Item(
            each.name,
            "",
            [Item(_("How your files are read"), reverse("workspace:mappings", args=[each.slug]))],
        )
        for each in own
    ]
    return [Item(_("Submissions"), reverse("workspace:submissions"), children), *read_by]


def may_follow(user):
    """Whether the person sees the submissions of any organization."""
    return holds_anywhere(user, "view_submissions") or can(user, "view_submissions")


def cards(request):
    """Submissions that wait for the person: to be accepted, or to be decided between two organizations."""
    waiting = []
    if holds_anywhere(request.user, "submit_data"):
        own = organizations_with(request.user, "submit_data")
        waiting += [
            _card(
                Submission.objects.filter(organization__in=own, state=State.MAPPING),
                _("Files that wait for their columns"),
                _("Say once which of their columns are which."),
            ),
            _card(
                Submission.objects.filter(organization__in=own, state=State.STAGED),
                _("Files ready to review"),
                _("Nothing of them counts until you accept."),
            ),
        ]
    waiting += [
        _card(
            waiting_for(request.user),
            _("Files that wait for a second person"),
            _("A colleague accepted a file that changes much. Look at it, then approve or reject it."),
        )
    ]
    if can(request.user, "decide_claims"):
        waiting += [
            _card(
                Submission.objects.filter(state=State.CONTESTED),
                _("Two organizations, the same places"),
                _("Decide whose numbers count."),
            )
        ]
    return [card for card in waiting if card]


def _card(found, title, text):
    first = list(found.select_related("organization")[: NAMED_ON_A_CARD + 1])
    if not first:
        return None
    lines = [
        Line(
            str(DATASETS[submission.dataset]),
            reverse("workspace:submission", args=[submission.pk]),
            f"{submission.organization}, {submission.file_name}",
            submission.state,
        )
        for submission in first[:NAMED_ON_A_CARD]
    ]
    if len(first) > NAMED_ON_A_CARD:
        more = found.count() - NAMED_ON_A_CARD
        lines.append(
            Line(
                ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more},
                reverse("workspace:submissions"),
            )
        )
    return Card(title, lines, text, waits=True)
