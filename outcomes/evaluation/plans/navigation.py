"""What evaluations add to the workspace's navigation (partnership.navigation)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from partnership.access.rights import can, holds_anywhere, organizations_with
from partnership.navigation import NAMED_IN_NAVIGATION, Item

from .visibility import BUILD

DISTRICTS = ("school_district", "county_office")


def workspace(request):
    """Evaluations, for those who plan them, follow data or sign releases."""
    user = request.user
    rights = ("evaluate", "sign_release", "view_submissions", "every_view_submissions")
    if can(user, BUILD) or any(holds_anywhere(user, right) for right in rights):
        return [Item(_("Evaluations"), reverse("workspace:evaluations")), *_own_files(user), *_rosters(user)]
    return []


def _rosters(user):
    """Rosters of names, for a district's data steward."""
    return [
        Item(
            each.name,
            "",
            [Item(_("Rosters to link"), reverse("workspace:rosters_to_link", args=[each.slug]))],
        )
        for each in organizations_with(user, "link_students")[:NAMED_IN_NAVIGATION]
    ]


def _own_files(user):
    """A district's own list back with answers, under the district's name."""
    own = organizations_with(user, "read_student_rows").filter(kind__in=DISTRICTS)
    label = _("Your own file back, with answers")
    return [
        Item(each.name, "", [Item(label, reverse("workspace:own_file_answers", args=[each.slug]))])
        for each in own[:NAMED_IN_NAVIGATION]
    ]
