"""A small non-profit that has no files: it prints participant codes and ticks who comes, on a phone."""

from datetime import date, timedelta

from django.utils import timezone

from outcomes.participation.codes import print_codes
from outcomes.participation.signing import begin_session, close_session, tick
from outcomes.submissions.accept import accept
from outcomes.submissions.journey import stage_now
from outcomes.submissions.participants import ParticipantCode
from partnership.models import Organization, User
from programs.models import Program

ORGANIZATION, PROGRAM = "open-gate-studio", "after-school-studio"
CODES = 12
# One session that counts, and one that is still open: how many came.
DAY_THAT_COUNTS, CAME, CAME_SO_FAR = date(2026, 5, 12), 7, 3


def hold_sessions(county):
    """Print the codes, hold a session that is handed in and accepted, and open another; once only."""
    program = Program.objects.get(slug=PROGRAM)
    organization = Organization.objects.get(slug=ORGANIZATION)
    if ParticipantCode.objects.filter(program=program).exists():
        return
    manager, coordinator = (
        User.objects.get(email=next(each.email for each in county.people if _is(each, role)))
        for role in ("program_manager", "data_coordinator")
    )
    codes = print_codes(by=manager, program=program, organization=organization, number=CODES)
    told = {"by": manager, "program": program, "organization": organization, "hours": 2}
    held = begin_session(**told, date=DAY_THAT_COUNTS, service="Painting")
    tick(held, by=manager, came=codes[:CAME])
    accept(stage_now(close_session(held, by=manager, in_background=False)), by=coordinator)
    today = begin_session(**told, date=timezone.localdate() - timedelta(days=1), service="Printing")
    tick(today, by=manager, came=codes[:CAME_SO_FAR])


def _is(person, role):
    return (person.organization, person.role) == (ORGANIZATION, role)
