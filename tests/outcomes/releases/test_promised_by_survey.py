"""A promise on a measure that is told by survey alone: beside the number of its survey, and of no other."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from outcomes.releases.build import build_release
from outcomes.releases.models import ReleaseCell
from outcomes.releases.promised import promised
from outcomes.releases.tables import rows
from programs.actions.awards import make_award
from programs.actions.targets import add_target

from ..measures.test_scores import YEAR, programs, with_scores  # noqa: F401
from .conftest import publish


@pytest.fixture
def award(with_scores):
    today = timezone.localdate()
    return make_award(
        by=None,
        funder=with_scores["lantern-fund"],
        program=with_scores.programs["mentoring"],
        title="Mentors for Alder",
        starts_on=date(2023, 7, 1),
        ends_on=today + timedelta(days=30),
    )


@pytest.fixture
def promise(award):
    """`promise(survey)`: at least 40 % of its youth rose."""

    def add(survey="", measure="scores_rose"):
        return add_target(
            award,
            by=None,
            measure=measure,
            survey=survey,
            population="participants",
            year=YEAR,
            bound="at_least",
            value=Decimal(40),
            due_on=date(2025, 10, 1),
        )

    return add


@pytest.fixture
def release(with_scores):
    coordinator = with_scores.person("partnership_coordinator")
    draft = build_release(by=coordinator, program=with_scores.programs["mentoring"])
    return publish(with_scores, draft, coordinator)


def verdicts(award, without=""):
    cells = ReleaseCell.objects.that_can_be_promised().exclude(group=without or None)
    table = rows(award.program.releases.get(), cells)
    (account,) = promised([award], table, today=date(2025, 12, 1))
    return [(one.title, one.verdict) for one in account.promises]


def test_each_survey_keeps_or_breaks_its_own_promise(award, promise, release, with_scores, client):
    promise("hope")
    promise("Trust")
    promise("Courage")
    assert sorted(verdicts(award)) == [
        ("Scores that rose: Courage", "missing"),
        ("Scores that rose: Hope", "met"),
        # Four of sixty are told as a step, which lies below the promise whatever they were.
        ("Scores that rose: Trust", "not_met"),
    ]
    client.force_login(with_scores.person("funder"))
    for address in (release.get_absolute_url(), "/workspace/outcomes/"):
        page = re.sub(r"<[^>]+>|\s+", " ", client.get(address).content.decode())
        assert "3 promises: 1 kept, 1 not kept, 1 due and not delivered" in page
    sheet = client.get(f"{release.get_absolute_url()}sheet/").content.decode()
    assert "Scores that rose: Hope" in sheet and "41.7%" in sheet


def test_which_of_several_surveys_was_meant_is_never_guessed(award, promise, release):
    promise()
    assert verdicts(award) == [("Scores that rose", "cannot_tell")]
    assert verdicts(award, without="Trust") == [("Scores that rose: Hope", "met")]


def test_a_survey_is_named_only_where_a_measure_is_told_by_survey(promise):
    with pytest.raises(ValidationError) as refusal:
        promise("Hope", measure="attendance_rate")
    assert "not told by survey" in " ".join(refusal.value.messages)
