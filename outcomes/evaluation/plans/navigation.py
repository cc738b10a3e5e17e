"""What evaluations add to the workspace's navigation (partnership.navigation)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from partnership.access.rights import can, holds_anywhere
from partnership.navigation import Item

from .visibility import BUILD


def workspace(request):
    """Evaluations, for those who plan them, follow data or sign releases."""
    user = request.user
    rights = ("evaluate", "sign_release", "view_submissions", "every_view_submissions")
    if can(user, BUILD) or any(holds_anywhere(user, right) for right in rights):
        return [Item(_("Evaluations"), reverse("workspace:evaluations"))]
    return []
