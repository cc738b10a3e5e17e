"""What releases add to the workspace's navigation and home (partnership.navigation)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from partnership.access.rights import can, holds_anywhere
from partnership.navigation import Card, Item, Line

from .approve import organizations_to_sign
from .models import Release, ReleaseState
from .visibility import BUILD, SIGN

NAMED_ON_A_CARD = 5


def workspace(request):
    """Outcomes for funders and all who make releases; the releases themselves for the latter."""
    makes = can(request.user, BUILD) or holds_anywhere(request.user, SIGN)
    items = []
    if makes or holds_anywhere(request.user, "review_outcomes"):
        items.append(Item(_("Outcomes"), reverse("workspace:outcomes")))
        items.append(Item(_("Releases"), reverse("workspace:releases")))
    if can(request.user, BUILD):
        items[-1].children.append(Item(_("Build a release"), reverse("workspace:build_release")))
    return items


def cards(request):
    """Drafts that wait for the person's signature, and the newest release to read."""
    user = request.user
    made = []
    if can(user, BUILD) or holds_anywhere(user, SIGN):
        drafts = Release.objects.visible_to(user).in_lists().filter(state=ReleaseState.DRAFT)
        drafts = drafts.prefetch_related("signatures", "contributors")[:NAMED_ON_A_CARD]
        waiting = [draft for draft in drafts if organizations_to_sign(draft, user)]
        if waiting:
            lines = [Line(draft.title, draft.get_absolute_url(), state="draft") for draft in waiting]
            made.append(Card(_("Releases to sign"), lines, waits=True))
    if holds_anywhere(user, "review_outcomes"):
        made.append(
            Card(
                _("Outcomes of what you fund"),
                text=_("The latest release of each program with an award that is open for review."),
                url=reverse("workspace:outcomes"),
                url_label=_("Review outcomes"),
            )
        )
    return made
