"""What participation adds to the workspace's navigation and home (partnership.navigation)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from partnership.access.rights import holds_anywhere, organizations_with
from partnership.navigation import NAMED_IN_NAVIGATION, Card, Item, Line
from programs.actions.sessions import RIGHT
from programs.models import Program, Session

NAMED_ON_A_CARD = 5


def workspace(request):
    """Sessions of the own programs for those who sign people in; links for a district's data steward."""
    user, items = request.user, []
    if holds_anywhere(user, RIGHT):
        programs = list(Program.objects.owned_with(user, RIGHT)[:NAMED_IN_NAVIGATION])
        children = [
            Item(program.name, reverse("workspace:program_sessions", args=[program.slug]))
            for program in programs
        ]
        items += [Item(_("Sessions"), "", children)] if children else []
    if holds_anywhere(user, "link_students"):
        for organization in organizations_with(user, "link_students")[:NAMED_IN_NAVIGATION]:
            address = reverse("workspace:link_codes", args=[organization.slug])
            items.append(Item(organization.name, "", [Item(_("Link participant codes"), address)]))
    return items


def cards(request):
    """Sessions that are still open, for those who may close them."""
    if not holds_anywhere(request.user, RIGHT):
        return []
    own = organizations_with(request.user, RIGHT)
    waiting = Session.objects.filter(organization__in=own, closed_at=None).select_related("program")
    lines = [
        Line(str(session), reverse("workspace:session", args=[session.pk]), str(session.program))
        for session in waiting[:NAMED_ON_A_CARD]
    ]
    text = _("Close them to hand in who came.")
    return [Card(_("Sessions that are open"), lines, text, waits=True)] if lines else []
