"""What this app adds to the workspace's navigation and home (partnership.navigation)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from partnership.access.rights import holds_anywhere, holds_everywhere
from partnership.navigation import Card, Item, Line

from .posting.desk import waiting_for


def writes(user):
    """Whether the person writes or approves for any organization."""
    return (
        holds_anywhere(user, "edit_pages")
        or holds_anywhere(user, "approve_pages")
        or holds_everywhere(user, "approve_pages")
    )


def workspace(request):
    return [Item(_("Public site"), reverse("workspace:desk"))] if writes(request.user) else []


def cards(request):
    """What waits for the person on the public site."""
    if not writes(request.user):
        return []
    waiting = waiting_for(request.user)
    if not waiting:
        return []
    lines = [Line(paper.title, paper.url, paper.what, paper.state) for paper in waiting[:5]]
    return [
        Card(
            _("To read and publish"),
            lines,
            url=reverse("workspace:desk"),
            url_label=_("Your desk"),
            waits=True,
        )
    ]
