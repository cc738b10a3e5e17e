"""What should be read again: whoever wrote it is reminded by e-mail, once for each day that was set."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnership.access.roles import ROLES
from partnership.audit import record
from partnership.mail import write_to
from partnership.models import Membership

from ..models import Chore
from ..models.base import SitePage
from ..posting.kinds import address_of, kinds

AHEAD = timedelta(days=14)
WRITERS = [key for key, role in ROLES.items() if "edit_pages" in role.permissions]


def remind_of_reviews():
    """Write to the owners of pages and to the writers of postings that are due within a fortnight; returns how many
    were announced (`manage.py tick`).
    """
    soon = timezone.localdate() + AHEAD
    announced = 0
    for page in _pages_due(soon):
        addresses = [page.owner.email] if page.owner and page.owner.is_active else []
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        announced += _announce(f"page {page.pk}", page, page.next_review_on, address, addresses)
    for kind in kinds().values():
        for posting in (
            kind.model.objects.published().filter(next_review_on__lte=soon).select_related("organization")
        ):
            addresses = _writers_of(posting.organization)
            announced += _announce(
                f"{kind.key} {posting.pk}", posting, posting.next_review_on, address_of(posting), addresses
            )
    return announced


def _pages_due(soon):
    for model in SitePage.__subclasses__():
        for concrete in _concrete(model):
            yield from (
                concrete.objects.live()
                .filter(next_review_on__lte=soon, alias_of=None)
                .select_related("owner")
            )


def _concrete(model):
    if not model._meta.abstract:
        return [model]
    return [each for child in model.__subclasses__() for each in _concrete(child)]


def _writers_of(organization):
    people = Membership.objects.in_force().filter(
        organization=organization, role__in=WRITERS, user__is_active=True
    )
    return sorted(set(people.values_list("user__email", flat=True)))


@transaction.atomic
def _announce(what, told, day, address, addresses):
    if not addresses:
        return False
    _chore, is_new = Chore.objects.get_or_create(what=what, day=day)
    if not is_new:
        return False
    record("review.reminded", by=None, organization=getattr(told, "organization", None), target=told)
    subject = _("To be read again: %(title)s") % {"title": told}
    text = _("“%(title)s” should be read again by %(day)s. Is it still right?\n\n%(address)s\n") % {
        "title": told,
        "day": date_format(day),
        "address": settings.BASE_URL + address,
    }
    write_to(addresses, subject, text)
    return True
