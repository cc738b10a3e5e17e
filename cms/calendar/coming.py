"""What comes next, for the pages of programs, partners and the whole."""

from datetime import timedelta

from django.utils import timezone

from ..models.events import Event
from .occurrences import occurrences

AHEAD, SHOWN = timedelta(days=60), 4


def coming_of(program):
    """The next occurrences of a program's events."""
    return coming(Event.objects.filter(program=program))


def coming(events, number=SHOWN):
    """The next published occurrences among some events, within two months."""
    today = timezone.localdate()
    published = events.published().select_related("city", "organization").running(today, today + AHEAD)
    return occurrences(published, today, today + AHEAD)[:number]
