"""How a program was run, beside its result: counted a second, slow way."""

import dataclasses
from datetime import date

import pandas as pd
import pytest

from outcomes.evaluation.plans.gpra import gpra_of
from outcomes.evaluation.plans.operation import operation_of
from outcomes.evaluation.plans.tables import operation_tables
from outcomes.models import StudentEvent, Tally
from programs.actions.challenges import add_challenge
from programs.models import Session

from ...factories import claim
from .conftest import FIRST


def test_served_and_hours_of_the_roster_and_the_service_log(facts, world, program, terms):
    served = [student for student, (_s, _a, was_served) in facts.items() if was_served]
    log = claim(world, "service_log", program, "2024-25")
    StudentEvent.objects.bulk_create(
        StudentEvent(
            student_key=student,
            claim_id=log.pk,
            date=date(2024, 10, 1),
            item="mentoring",
            value=250,
            unit="hours",
            status="attended",
        )
        for student in served[:20]
    )
    told = operation_of(program, terms)["years"]["2024-25"]
    assert told["served"] == told["new"] + told["carried_over"] == len(served)
    assert (told["hours"], told["youth_with_hours"]) == (50.0, 20)


def test_what_is_of_few_youth_is_hidden(facts, world, program, terms):
    served = [student for student, (_s, _a, was_served) in facts.items() if was_served]
    log = claim(world, "service_log", program, "2024-25")
    StudentEvent.objects.create(
        student_key=served[0],
        claim_id=log.pk,
        date=date(2024, 10, 1),
        value=100,
        unit="hours",
        status="attended",
    )
    told = operation_of(program, terms)["years"]["2024-25"]
    assert told["hours"] == told["youth_with_hours"] == "hidden"


def test_sessions_held_stand_beside_those_planned(facts, world, program, terms):
    clerk = world.person("program_manager", world["open-door"])
    for day in (1, 2, 3):
        Session.objects.create(
            program=program,
            organization=world["open-door"],
            date=date(2025, 2, day),
            service="Mentoring",
            hours=1,
            created_by=clerk,
        )
    told = operation_of(program, dataclasses.replace(terms, planned_sessions=4))["sessions"]
    assert (told["offered"], told["attended"], told["planned"], told["as_planned_percent"]) == (3, 0, 4, 75)


def test_the_challenge_stands_with_window_rules_results_and_reasons(facts, program, terms):
    challenge = add_challenge(
        by=None,
        program=program,
        title="Spring challenge",
        starts_on=date(2025, 1, 6),
        ends_on=date(2025, 6, 10),
        no_unexcused_absence=False,
    )
    (told,) = operation_of(program, terms)["challenges"]
    served = {student: attended for student, (_s, attended, was_served) in facts.items() if was_served}
    missed = {
        student: [round(8000 * (100 - a) / 100) for a in attended] for student, attended in served.items()
    }
    earned = sum(now < before or now == before == 0 for *_rest, before, now in missed.values())
    assert told["entered"] == len(served) and told["title"] == challenge.title
    if min(earned, len(served) - earned) > 10:
        assert (told["earned"], told["not_earned"], told["not_measurable"]) == (
            earned,
            len(served) - earned,
            0,
        )
        assert told["reasons"] == {"not_better": len(served) - earned}
    else:
        assert told["earned"] == told["not_earned"] == "hidden"
    tables = operation_tables({"operation": {"challenges": [told]}})
    assert "Spring challenge" in tables[0].caption


def test_what_probation_counts_of_the_program_is_there_by_its_name(world, program, terms):
    made = claim(
        world, "probation_outcomes", world["harbor-police"], "2024", organization=world["harbor-police"]
    )
    Tally.objects.bulk_create(
        Tally(claim_id=made.pk, item=item, group="all", element=element, count=count)
        for item, element, count in [
            ("CAMPUS MENTORS", "youth", 60),
            ("CAMPUS MENTORS", "arrested", 20),
            ("CAMPUS MENTORS", "violated", 3),
            ("Another", "incarcerated", 30),
        ]
    )
    assert operation_of(program, terms)["jjcpa"] == {
        "arrested": {"students": 60, "count": 20},
        "violated": {"students": "hidden", "count": "hidden"},
    }


@pytest.mark.parametrize("small", [False, True])
def test_gpra_counts_those_who_came_rarely_and_came_more_often(terms, small):
    rows = []
    for student in range(40):
        low = student < (35 if not small else 5)
        better = student % 3 == 0
        for period, absent in (
            (FIRST, 900 if low else 100),
            (FIRST + 1, 900),
            (FIRST + 3, 500 if better else 950),
        ):
            rows.append((student, period, 8000, absent, 1, FIRST + 2, 1.0 if period < FIRST + 2 else 0.0))
    names = ["student", "period", "expected", "absent", "participant", "entry", "suspensions_in"]
    frame = pd.DataFrame(rows, columns=names)
    told = gpra_of(terms, frame)
    # 900 + 900 of 16,000 are more than a tenth; 100 + 900 are not.
    if small:
        assert told["attendance"] == {"students": "hidden", "count": "hidden"}
    else:
        assert told["attendance"] == {"students": 35, "count": 12}
    assert told["in_school_suspensions"] == {"students": "hidden", "count": "hidden"} or (
        told["in_school_suspensions"] == {"students": 40, "count": 40}
    )


def test_gpra_leaves_out_who_is_not_known_in_both(terms):
    frame = pd.DataFrame(
        [(1, FIRST, 8000, 2000, 1, FIRST + 2, 0.0), (2, FIRST + 3, 8000, 0, 1, FIRST + 2, None)],
        columns=["student", "period", "expected", "absent", "participant", "entry", "suspensions_in"],
    )
    assert gpra_of(terms, frame)["attendance"] == {"students": 0, "count": 0}
