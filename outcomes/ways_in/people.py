"""The people of an organization who hand in, and who confirm what others handed in for it."""

from outcomes.submissions.rights import CONFIRMING, SUBMIT
from partnership.access.roles import ROLES
from partnership.models import Membership, User


def who_hands_in(organization):
    """[User]: the organization's data coordinators of today."""
    return _holding({SUBMIT}, organization)


def who_confirms(organization):
    """[User]: the organization's own people who may confirm."""
    return _holding(CONFIRMING, organization)


def works_for_the_partnership(email):
    """Whether the address is that of somebody with a partnership-wide role, who cannot answer for a partner."""
    wide = [key for key, role in ROLES.items() if role.partnership_wide]
    found = Membership.objects.in_force().filter(role__in=wide, user__email__iexact=email.strip())
    return found.exists()


def _holding(codenames, organization):
    roles = [key for key, role in ROLES.items() if codenames & role.permissions]
    holders = Membership.objects.in_force().filter(role__in=roles, organization=organization)
    return list(User.objects.filter(is_active=True, pk__in=holders.values("user")).order_by("email"))
