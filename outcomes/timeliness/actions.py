"""What the chaser does: choose whom to call, keep notes, give more time, write to all who are late."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from partnership.audit import record
from partnership.mail import write_to
from partnership.models import Organization

from .deadlines import due_on
from .expectations import expectations
from .models import CalendarLink, CallNote, Contact, Extension, Nudge
from .people import people_to_write_to, possible_contacts


@transaction.atomic
def choose_contact(organization, *, by, contact=None, deputy=None):
    """Name whom to call about the organization's files, and who stands in. Raises ValidationError."""
    people = {person for person in (contact, deputy) if person}
    if possible_contacts(organization).filter(pk__in=[person.pk for person in people]).count() < len(people):
        raise ValidationError(_("Choose people who hand in this organization's data today."))
    if contact and contact == deputy:
        raise ValidationError(_("Choose two different people, or no deputy."))
    chosen, _new = Contact.objects.update_or_create(
        organization=organization, defaults={"contact": contact, "deputy": deputy}
    )
    record("timeliness.contact_chosen", by=by, organization=organization, target=organization)
    return chosen


@transaction.atomic
def note_call(organization, *, by, text, on=None):
    """Keep what was said, with day and author."""
    note = CallNote.objects.create(organization=organization, text=text, on=on or timezone.localdate(), by=by)
    record("timeliness.call_noted", by=by, organization=organization, target=organization)
    return note


@transaction.atomic
def extend(organization, *, by, dataset, period, until, reason):
    """Give more time for one dataset and period. Raises ValidationError where it would be less."""
    if until <= due_on(DATASETS[dataset], period):
        raise ValidationError(_("It is due later than that anyway. Choose a later day."))
    extension = Extension.objects.create(
        organization=organization, dataset=dataset, period=period, until=until, reason=reason, by=by
    )
    record(
        "timeliness.extended",
        by=by,
        organization=organization,
        target=organization,
        dataset=dataset,
        period=period,
        until=str(until),
        reason_given=bool(reason),
    )
    return extension


@transaction.atomic
def nudge_all_who_are_late(*, by):
    """E-mail every organization with an overdue file, once a day at most; returns those written to."""
    today = timezone.localdate()
    late = {}
    for expectation in expectations(Organization.objects.all(), today):
        if expectation.is_late:
            late.setdefault(expectation.organization, []).append(expectation)
    addresses = people_to_write_to(list(late))
    written = []
    for organization, expected in late.items():
        people = addresses.get(organization.pk)
        if not people:
            continue
        _nudge, is_first = Nudge.objects.get_or_create(
            organization=organization, on=today, defaults={"by": by}
        )
        if is_first:
            written.append(organization)
            record(
                "timeliness.nudged",
                by=by,
                organization=organization,
                target=organization,
                datasets=[expectation.dataset.key for expectation in expected],
            )
            _send(organization, expected, people)
    return written


@transaction.atomic
def make_calendar_link(*, by):
    """The secret token of the person's calendar; it is told this once, and an earlier one stops working."""
    token = secrets.token_urlsafe(32)
    CalendarLink.objects.update_or_create(
        user=by, defaults={"token_hash": CalendarLink.hashed(token), "created_at": timezone.now()}
    )
    record("calendar.link_made", by=by)
    return token


@transaction.atomic
def revoke_calendar_link(*, by):
    """Close the address of the person's calendar."""
    if CalendarLink.objects.filter(user=by).delete()[0]:
        record("calendar.link_revoked", by=by)


def _send(organization, expected, people):
    context = {
        "organization": organization,
        "lines": [
            (each.dataset.title, [period for period in each.open_periods if period.state != "due"])
            for each in expected
        ],
        "link": settings.BASE_URL + reverse("workspace:timeliness_of", args=[organization.slug]),
        "partnership_name": Organization.name_of_partnership(),
    }
    text = render_to_string("outcomes/timeliness/nudge.txt", context)
    subject = _("Files of %(organization)s are overdue") % {"organization": organization}
    write_to(people, subject, text)
