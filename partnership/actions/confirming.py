"""Every quarter somebody of each organization says who still needs a role: keep, or end.

From the first day of a quarter there are 30 days to do so. Roles that touch data and that nobody confirmed end then,
never sooner than a week after a reminder went out; the other roles go on, so that somebody is left who can give a role
again. What ended is given again like any role.
"""

from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..access.rights import giving, may_give, memberships_on
from ..access.roles import ROLES
from ..audit import record
from ..mail import write_to
from ..models import AuditEvent, ConfirmationReminder, Membership, Organization
from .memberships import NOT_CONFIRMED, end_role, end_unconfirmed

DAYS_TO_CONFIRM = 30
DAYS_AHEAD = (30, 14, 7, 1)
NEVER_SOONER = timedelta(days=7)
DATA_ROLES = [key for key, role in ROLES.items() if role.touches_data]


def quarter_of(day):
    """The first day of the calendar quarter that a day lies in."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def to_confirm(today=None):
    """Queryset of the running memberships that nobody has confirmed in this quarter."""
    quarter = quarter_of(today or timezone.localdate())
    return (
        Membership.objects.in_force(today)
        .filter(Q(confirmed_on__lt=quarter) | Q(confirmed_on=None), starts_on__lt=quarter)
        .filter(user__is_active=True)
    )


def last_day_to_confirm(organization, today=None):
    """The last day before unconfirmed data roles of the organization end: 30 days from the beginning of the quarter, or a
    week after the first reminder, where that went out late.
    """
    quarter = quarter_of(today or timezone.localdate())
    due = quarter + timedelta(days=DAYS_TO_CONFIRM)
    sent = ConfirmationReminder.objects.filter(organization=organization, quarter=quarter)
    first = sent.aggregate(first=Min("sent_on"))["first"]
    return max(due, (first or today or timezone.localdate()) + NEVER_SOONER)


@transaction.atomic
def confirm_role(membership, *, by):
    """Say that the person still needs the role. Raises ValidationError for the own role, and for one that `by` may not
    give.
    """
    if by.pk == membership.user_id:
        raise ValidationError(
            _(
                "Nobody confirms a role of their own. Another administrator, or one of the partnership, has to."
            )
        )
    if not may_give(by, membership.role, membership.organization):
        raise ValidationError(
            _("The role “%(role)s” reaches beyond what you answer for in %(organization)s.")
            % {"role": membership.get_role_display(), "organization": membership.organization}
        )
    membership.confirmed_on, membership.confirmed_by = timezone.localdate(), by
    membership.save(update_fields=["confirmed_on", "confirmed_by"])
    record(
        "role.confirmed",
        by=by,
        organization=membership.organization,
        target=membership,
        role=membership.role,
        person=str(membership.user_id),
    )


@transaction.atomic
def answer(memberships, *, by, keep, end):
    """Take the answers for several roles at once; what is in neither waits on. keep, end: ids of memberships.

    Raises ValidationError, and then nothing has changed.
    """
    for membership in memberships:
        if str(membership.pk) in keep:
            confirm_role(membership, by=by)
        elif str(membership.pk) in end:
            end_role(membership, by=by)


def remind_to_confirm():
    """Remind those who keep an organization's people of roles to confirm; returns how many organizations were reminded.
    A run that was missed is made up for by the next one, with the nearest reminder alone.
    """
    today = timezone.localdate()
    waiting = Organization.objects.filter(pk__in=to_confirm(today).values("organization"))
    return sum(_remind(organization, today) for organization in waiting)


@transaction.atomic
def _remind(organization, today):
    quarter, last_day = quarter_of(today), last_day_to_confirm(organization, today)
    left = (last_day - today).days
    reached = [days for days in DAYS_AHEAD if left <= days]
    given = ConfirmationReminder.objects.filter(organization=organization, quarter=quarter)
    sent = set(given.values_list("days", flat=True))
    if not reached or min(reached) in sent:
        return False
    ConfirmationReminder.objects.bulk_create(
        [
            ConfirmationReminder(organization=organization, quarter=quarter, days=days, sent_on=today)
            for days in reached
            if days not in sent
        ],
        ignore_conflicts=True,
    )
    record("role.confirmation_reminded", by=None, organization=organization, last_day=str(last_day))
    _tell_of_waiting(organization, last_day)
    return True


def end_unconfirmed_roles():
    """End the data roles that nobody confirmed in time, and tell those concerned. Returns how many."""
    today = timezone.localdate()
    quarter = quarter_of(today)
    if today <= quarter + timedelta(days=DAYS_TO_CONFIRM):
        return 0
    told_in_time = ConfirmationReminder.objects.filter(quarter=quarter, sent_on__lt=today - NEVER_SOONER)
    silent = to_confirm(today).filter(
        role__in=DATA_ROLES, organization__in=told_in_time.values("organization")
    )
    silent = list(silent.select_related("user", "organization").order_by("organization__name", "user__name"))
    for membership in silent:
        with transaction.atomic():
            end_unconfirmed(membership)
            _tell_of_end(membership)
    return len(silent)


def ended_unconfirmed(organization):
    """Queryset of the roles that ended in this quarter because nobody confirmed them, and were not given again."""
    quarter = quarter_of(timezone.localdate())
    ended = AuditEvent.objects.filter(
        verb="role.ended",
        organization_id=organization.pk,
        at__date__gte=quarter,
        detail__why=NOT_CONFIRMED,
    )
    again = Membership.objects.filter(
        user=OuterRef("user"), organization=organization, role=OuterRef("role"), ended_at=None
    )
    found = Membership.objects.filter(pk__in=[UUID(event.target_id) for event in ended], user__is_active=True)
    return found.exclude(Exists(again)).select_related("user", "organization").order_by("user__name", "role")


def keepers_of_people(organization):
    """E-mail addresses of those who say who still needs a role: the organization's own administrators; where it has
    none, the partnership's.
    """
    there = memberships_on([organization.pk]).select_related("user", "organization")
    keepers = giving(there, "manage_people", {organization.pk})
    own = [each for each in keepers if each.organization_id == organization.pk]
    return sorted({each.user.email for each in own or keepers})


def _tell_of_waiting(organization, last_day):
    context = {
        "organization": organization,
        "last_day": last_day,
        "link": settings.BASE_URL + reverse("workspace:confirm_roles", args=[organization.slug]),
        "partnership_name": Organization.name_of_partnership(),
    }
    subject = _("Confirm by %(day)s who still needs a role: %(organization)s") % {
        "day": date_format(last_day),
        "organization": organization,
    }
    write_to(
        keepers_of_people(organization),
        subject,
        render_to_string("partnership/email/confirm_roles.txt", context),
    )


def _tell_of_end(membership):
    context = {"membership": membership, "partnership_name": Organization.name_of_partnership()}
    subject = _("A role has ended because nobody confirmed it: %(organization)s") % {
        "organization": membership.organization
    }
    addresses = [membership.user.email, *keepers_of_people(membership.organization)]
    write_to(addresses, subject, render_to_string("partnership/email/role_unconfirmed.txt", context))
