"""What this app adds to the workspace's navigation and home (partnership.navigation)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from partnership.access.rights import held
from partnership.navigation import Item


def workspace(request):
    """Programs, for everyone who holds a role somewhere."""
    if not held(request.user):
        return []
    return [Item(_("Programs"), reverse("workspace:programs"))]


def cards(request):
    return []
