"""Who reads and signs a draft for an organization, and the letters to them."""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnership.access.roles import ROLES
from partnership.mail import write_to
from partnership.models import Membership

from ..visibility import SIGN

SIGNING_ROLES = [key for key, role in ROLES.items() if SIGN in role.permissions]


def signers_of(organizations):
    """{organization id: [User]} of the people who may sign for each."""
    found = {}
    members = (
        Membership.objects.in_force()
        .filter(organization__in=organizations, role__in=SIGNING_ROLES, user__is_active=True)
        .select_related("user")
        .order_by("user__email")
    )
    for member in members:
        people = found.setdefault(member.organization_id, [])
        if member.user not in people:
            people.append(member.user)
    return found


def tell_of_draft(release, organizations, *, again=False):
    """Ask the signers of some organizations to read a draft, say what is behind the numbers, and sign."""
    subject = (
        _("Reminder: your numbers wait for you")
        if again
        else _("Your numbers are in a draft: please read and sign")
    )
    text = _(
        "The draft of a release, “%(release)s”, counts students of %(organization)s. Please read its numbers, add the "
        "story behind them if you wish, and sign by %(day)s. It is a draft: do not quote it."
    )
    for organization, addresses in _addresses(organizations):
        words = {
            "release": release.title,
            "organization": organization,
            "day": date_format(release.review_until, "DATE_FORMAT") if release.review_until else _("soon"),
        }
        address = f"{settings.BASE_URL}{release.get_absolute_url()}own/{organization.slug}/"
        _send(addresses, subject, text % words, address)


def tell_of_publication(release, organizations):
    """Tell the organizations that a release that counts their students is out."""
    text = _("The release “%(release)s” is published. From now on nothing of it changes.") % {
        "release": release.title
    }
    for _organization, addresses in _addresses(organizations):
        _send(
            addresses,
            _("A release with your numbers is published"),
            text,
            f"{settings.BASE_URL}{release.get_absolute_url()}",
        )


def _addresses(organizations):
    signers = signers_of(organizations)
    for organization in organizations:
        addresses = sorted(user.email for user in signers.get(organization.pk, ()))
        if addresses:
            yield organization, addresses


def _send(addresses, subject, text, address):
    write_to(addresses, subject, f"{text}\n\n{address}\n")
