"""When events take place: the rule of an event spelled out into days, in the time of the clock on the wall."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import weekdays
from dateutil.rrule import MONTHLY, WEEKLY, rrule
from django.utils import timezone

from ..models.events import Event, Repeats


@dataclass(frozen=True)
class Occurrence:
    event: Event
    start: datetime
    end: datetime

    @property
    def day(self):
        return self.start.date()


def occurrences(events, first, last):
    """Every occurrence of the events between two days, both included, in order of time."""
    found = [each for event in events for each in occurrences_of(event, first, last)]
    return sorted(found, key=lambda each: (each.start, str(each.event)))


def occurrences_of(event, first, last):
    """The occurrences of one event between two days. A game at four stays at four when the clocks change."""
    zone = timezone.get_default_timezone()
    begins = timezone.localtime(event.starts_at, zone).replace(tzinfo=None)
    lasts = event.ends_at - event.starts_at
    skipped = {date.fromisoformat(day) for day in event.skipped}
    return [
        Occurrence(event, start.replace(tzinfo=zone), start.replace(tzinfo=zone) + lasts)
        for start in _starts(event, begins, first - lasts, last)
        if start.date() not in skipped and (start + lasts).date() >= first
    ]


def _starts(event, begins, first, last):
    """Local moments, without a zone, at which the event begins."""
    if event.repeats == Repeats.ONCE:
        return [begins] if first <= begins.date() <= last else []
    until = datetime.combine(min(event.repeats_until, last), time.max)
    return _rule(event, begins, until).between(datetime.combine(first, time.min), until, inc=True)


def _rule(event, begins, until):
    if event.repeats == Repeats.MONTHLY_DAY:
        # The second Tuesday stays the second Tuesday; in the fifth week "the last" is meant.
        week = (begins.day - 1) // 7 + 1
        weekday = weekdays[begins.weekday()](week if week < 5 else -1)
        return rrule(MONTHLY, dtstart=begins, until=until, byweekday=weekday)
    interval = 2 if event.repeats == Repeats.FORTNIGHTLY else 1
    return rrule(WEEKLY, interval=interval, dtstart=begins, until=until)


def occurrence_on(event, day):
    """The occurrence of an event that begins on a day, or None."""
    return next((each for each in occurrences_of(event, day, day) if each.day == day), None)


def next_occurrences(event, number, today=None):
    """The next few occurrences from today on."""
    today = today or timezone.localdate()
    last = event.repeats_until or timezone.localtime(event.ends_at).date()
    return occurrences_of(event, today, max(last, today) + timedelta(days=1))[:number]
