"""Sessions and the list of participants are open while an agreement lets the organization hand them in."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from partnership.actions.agreements import agreement_for

from .log import SERVICE_LOG


def is_open(organization):
    """Whether an agreement for service logs is in force today; never for law enforcement."""
    return not organization.is_law_enforcement and agreement_for(organization, SERVICE_LOG) is not None


def require_open(organization):
    """Raises PermissionDenied with the reason."""
    if not is_open(organization):
        raise PermissionDenied(
            _(
                "No data-sharing agreement of %(organization)s that covers the service log is in force today, so that "
                "sessions and participant codes are closed. Record or renew the agreement first; nothing was lost."
            )
            % {"organization": organization}
        )


def open_among(organizations):
    """Those of the organizations that `is_open`; where none is, raises PermissionDenied with the first one's reason."""
    found = [organization for organization in organizations if is_open(organization)]
    if not found:
        require_open(organizations[0])
    return found
