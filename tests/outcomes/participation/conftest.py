"""A small non-profit that knows its youth by codes, the district that links them, and a day at the program."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from outcomes.participation.codes import print_codes
from outcomes.participation.signing import begin_session, close_session, tick
from outcomes.submissions.accept import accept
from outcomes.submissions.codes import CODE
from outcomes.submissions.identity import student_keys
from outcomes.submissions.journey import stage_now
from outcomes.submissions.participants import ParticipantCode
from partnership.actions.agreements import sign_agreement
from tests.outcomes.submissions.conftest import accepted, hand_in  # noqa: F401

DAY = date(2024, 10, 8)


@pytest.fixture
def agreed(world):
    """Agreements that cover the service log as well."""
    for slug in ("open-door", "alder", "birch"):
        sign_agreement(
            by=None,
            organization=world[slug],
            datasets=["service_log"],
            title="Service log",
            purpose="To see who takes part.",
            starts_on=date(2020, 7, 1),
            ends_on=timezone.localdate() + timedelta(days=365),
        )


@pytest.fixture
def manager(world, agreed):
    return world.person("program_manager", world["open-door"])


@pytest.fixture
def coordinator(world, agreed):
    return world.person("data_coordinator", world["open-door"])


@pytest.fixture
def codes(world, manager):
    """Six codes of the program, in the order of the list."""
    print_codes(by=manager, program=world.programs["mentoring"], organization=world["open-door"], number=6)
    return list(ParticipantCode.objects.select_related("program", "organization"))


@pytest.fixture
def hold(world, manager):
    """hold(codes that came, date=, service=, hours=): a session, still open."""

    def hold(came, *, date=DAY, service="Homework help", hours=1.5):
        session = begin_session(
            by=manager,
            program=world.programs["mentoring"],
            organization=world["open-door"],
            date=date,
            service=service,
            hours=hours,
        )
        return tick(session, by=manager, came=came)

    return hold


@pytest.fixture
def close(manager):
    def close(session):
        return stage_now(close_session(session, by=manager, in_background=False))

    return close


@pytest.fixture
def count(close, coordinator):
    """Close a session and accept what it hands in."""
    return lambda session: accept(close(session), by=coordinator)


def key_of(code):
    """The student key of a code, the obvious way."""
    return student_keys([code.code], issuer=str(code.organization_id), kind=CODE)[code.code]
