"""What retention adds to the workspace's navigation (partnership.navigation)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from partnership.access.rights import holds_anywhere, holds_everywhere, organizations_with
from partnership.navigation import NAMED_IN_NAVIGATION, Item, whole_partnership


def workspace(request):
    """Certificates for those who keep agreements; erasure for data stewards, under their organization."""
    user, items = request.user, []
    certificates = Item(_("Destruction certificates"), reverse("workspace:certificates"))
    if holds_everywhere(user, "manage_agreements"):
        items.append(Item(whole_partnership(), "", [certificates]))
    elif holds_anywhere(user, "manage_agreements"):
        items.append(certificates)
    if holds_anywhere(user, "link_students"):
        for organization in organizations_with(user, "link_students")[:NAMED_IN_NAVIGATION]:
            address = reverse("workspace:erase_student", args=[organization.slug])
            items.append(Item(organization.name, "", [Item(_("Erase a student"), address)]))
    return items
