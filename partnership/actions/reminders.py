"""Agreements that end soon are announced by e-mail 60, 30 and 7 days ahead, each once (`manage.py tick`)."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..access.roles import ROLES
from ..audit import record
from ..mail import write_to
from ..models import Agreement, AgreementReminder, Membership, Organization

DAYS_AHEAD = (60, 30, 7)


def remind_of_ending_agreements():
    """Send what is due; returns how many agreements were announced. A run that was missed is made up for by
    the next one, with the nearest reminder alone.
    """
    today = timezone.localdate()
    soon = (
        Agreement.objects.in_force(today)
        .filter(ends_on__lte=today + timedelta(days=max(DAYS_AHEAD)))
        .select_related("organization")
        .prefetch_related("reminders")
    )
    return sum(_remind(agreement, today) for agreement in soon)


@transaction.atomic
def _remind(agreement, today):
    left = (agreement.last_day - today).days
    reached = [days for days in DAYS_AHEAD if left <= days]
    sent = {reminder.days for reminder in agreement.reminders.all()}
    if not reached or min(reached) in sent:
        return False
    AgreementReminder.objects.bulk_create(
        [AgreementReminder(agreement=agreement, days=days) for days in reached if days not in sent],
        ignore_conflicts=True,
    )
    record(
        "agreement.reminded", by=None, organization=agreement.organization, target=agreement, days_left=left
    )
    _send(agreement, left)
    return True


def _send(agreement, left):
    context = {
        "agreement": agreement,
        "days": left,
        "link": settings.BASE_URL + reverse("workspace:agreement", args=[agreement.pk]),
        "partnership_name": Organization.name_of_partnership(),
    }
    subject = _("Agreement ends on %(day)s: %(agreement)s") % {
        "day": date_format(agreement.last_day),
        "agreement": agreement,
    }
    text = render_to_string("partnership/email/agreement_ends.txt", context)
    write_to(keepers_of_agreements(agreement.organization), subject, text)


def keepers_of_agreements(organization):
    """E-mail addresses of those who keep an organization's agreements: its own people, and the partnership's."""
    own = [key for key, role in ROLES.items() if "manage_agreements" in role.permissions]
    wide = [key for key, role in ROLES.items() if "every_manage_agreements" in role.permissions]
    memberships = Membership.objects.in_force().filter(user__is_active=True)
    people = memberships.filter(role__in=own, organization=organization) | memberships.filter(role__in=wide)
    return sorted(set(people.values_list("user__email", flat=True)))
