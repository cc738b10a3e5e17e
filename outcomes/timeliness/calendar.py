"""Deadlines and ends of agreements as an iCalendar feed (RFC 5545). It holds no data about students."""

from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.access.groups import put_in_groups
from partnership.access.rights import organizations_with
from partnership.icalendar import calendar_text
from partnership.models import Agreement, Organization

from .deadlines import due_on, next_period
from .expectations import expectations
from .models import CalendarLink


def person_of(token):
    """The active person whose calendar has this token, with the rights of today; or None."""
    link = CalendarLink.objects.filter(token_hash=CalendarLink.hashed(token)).select_related("user").first()
    if link is None or not link.user.is_active:
        return None
    put_in_groups(link.user)
    return link.user


def calendar_of(user):
    """The feed as text."""
    entries = (
        {"uid": uid, "day": day, "summary": summary, "busy": False}
        for uid, day, summary in (*_deadlines(user), *_agreement_ends(user))
    )
    return calendar_text(Organization.name_of_partnership(), entries, product="deadlines")


def _deadlines(user):
    """(uid, day, summary) of what is still missing, and of each dataset's next period."""
    today = timezone.localdate()
    for each in expectations(organizations_with(user, "view_submissions"), today):
        days = {period.period: period.due for period in each.open_periods}
        coming = next_period(each.dataset, today)
        days.setdefault(coming, due_on(each.dataset, coming))
        for period, day in days.items():
            summary = _("%(dataset)s %(period)s of %(organization)s is due") % {
                "dataset": each.dataset.title,
                "period": period,
                "organization": each.organization,
            }
            yield f"{each.organization.pk}-{each.dataset.key}-{period}", day, summary


def _agreement_ends(user):
    kept = organizations_with(user, "manage_agreements")
    for agreement in (
        Agreement.objects.in_force().filter(organization__in=kept).select_related("organization")
    ):
        summary = _("Agreement ends: %(agreement)s, %(organization)s") % {
            "agreement": agreement,
            "organization": agreement.organization,
        }
        yield f"{agreement.pk}", agreement.last_day, summary
