"""Who sees and revokes an organization's ways in: who hands in its data, who keeps its people, and for links the
partnership's coordinator.
"""

from outcomes.submissions.rights import ON_BEHALF, SUBMIT
from partnership.access.rights import can, require

from .models import UploadLink


def may_see(user, organization):
    return any(can(user, codename, organization) for codename in (SUBMIT, ON_BEHALF, "manage_people"))


def right_to_link(user, organization):
    """The permission under which a person makes an upload link for the organization; "" without one."""
    return next((codename for codename in (SUBMIT, ON_BEHALF) if can(user, codename, organization)), "")


def require_to_revoke(user, stand_in):
    """Who could have made it, and who keeps the organization's people."""
    organization = stand_in.organization
    if can(user, "manage_people", organization):
        return
    if isinstance(stand_in, UploadLink) and can(user, ON_BEHALF, organization):
        return
    require(user, SUBMIT, organization)
