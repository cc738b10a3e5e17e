from datetime import datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from partnership.audit import as_line
from partnership.models import AuditEvent, Organization


class Command(BaseCommand):
    help = "Write the audit log as lines of JSON, the oldest first."

    def add_arguments(self, parser):
        parser.add_argument("--since", help="First day, as 2026-01-31.")
        parser.add_argument("--organization", help="Short name of the one organization concerned.")

    def handle(self, *, since, organization, **options):
        events = AuditEvent.objects.order_by("id")
        if since:
            day = parse_date(since)
            if day is None:
                raise CommandError(f"“{since}” is not a day. Write it like 2026-01-31.")
            events = events.filter(at__gte=timezone.make_aware(datetime.combine(day, time.min)))
        if organization:
            try:
                concerned = Organization.objects.get(slug=organization)
            except Organization.DoesNotExist as unknown:
                raise CommandError(f"There is no organization “{organization}”.") from unknown
            events = events.filter(organization_id=concerned.pk)
        for event in events.iterator(chunk_size=2000):
            self.stdout.write(as_line(event))
