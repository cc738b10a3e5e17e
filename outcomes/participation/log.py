"""Sessions as the file that a partner's own system would export: a service log, in bytes."""

import csv
from io import StringIO

from django.db.models import Count, Sum

from outcomes.datasets.periods import first_day, last_day
from outcomes.submissions.codes import printed
from programs.models import Session

from .models import SignIn

SERVICE_LOG = "service_log"
HEADER = ("Participant Code", "Date", "Service", "Quantity", "Unit", "Status")


def closed_sessions(program, organization, year):
    """Queryset of the closed sessions that an organization held of a program in a school year."""
    return Session.objects.filter(
        program=program,
        organization=organization,
        date__range=(first_day(year), last_day(year)),
        closed_at__isnull=False,
    )


def service_log(program, organization, year):
    """CSV (bytes): a row for each participant, day and service, with the hours of all sessions together."""
    came = (
        SignIn.objects.filter(session__in=closed_sessions(program, organization, year))
        .values_list("code__code", "session__date", "session__service")
        .annotate(hours=Sum("session__hours"), sessions=Count("pk"))
        .order_by("session__date", "session__service", "code__code")
    )
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for code, day, service, hours, _sessions in came:
        writer.writerow((printed(code), day.isoformat(), service, hours, "hours", "attended"))
    return text.getvalue().encode()
