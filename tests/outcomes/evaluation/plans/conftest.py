"""Eight schools of Alder over four terms, and a mentoring program whose true effect is planted.

Students are chosen for a bad second term, which would have passed by itself; the program adds three points.
"""

from datetime import date

import numpy as np
import pytest

from outcomes.evaluation.plans import periods, run
from outcomes.evaluation.plans.actions import draft_plan, lock_plan, order_run
from outcomes.evaluation.plans.terms import Terms
from outcomes.models import AttendanceMonth, Engagement, Enrollment
from partnership.actions.places import add_place
from programs.actions.programs import set_sites
from tests.kept_world import same_again

from ...factories import claim, discipline

MONTHS = ["2023-10", "2024-03", "2024-10", "2025-03"]
FIRST = periods.period_of_month(periods.TERM, MONTHS[0])
SCHOOLS, STUDENTS, EFFECT = 8, 90, 3.0


@pytest.fixture(autouse=True)
def no_drawing(request, monkeypatch):
    """Drawing takes seconds; only tests that look at drawings have it done."""
    if "drawn" not in request.fixturenames:
        monkeypatch.setattr(run, "drawings", lambda result: {})


@pytest.fixture
def drawn():
    """Asked for by tests that look at drawings."""


@pytest.fixture
def planner(partnership_coordinator):
    return partnership_coordinator


@pytest.fixture
def program(world):
    return world.programs["mentoring"]


@pytest.fixture
def terms():
    """Two terms before, the fourth after."""
    return Terms(
        question="Do mentored students come more often?",
        step=periods.TERM,
        window=(FIRST + 3,),
        before=FIRST + 1,
        primary=("attendance",),
        secondary=("chronic_absence", "suspensions"),
        subgroups=("sex",),
    )


@pytest.fixture
def schools(world, program):
    """The program's eight schools."""
    return same_again("schools", lambda: eight_schools(world, program))


def eight_schools(world, program):
    made = [world.places["alder-1"], world.places["alder-2"]]
    made += [
        add_place(
            by=None,
            kind="school",
            code=f"991000101000{number}",
            name=f"Alder School {number}",
            parent=world.places["alder"],
        )
        for number in range(10, 10 + SCHOOLS - 2)
    ]
    set_sites(program, by=None, sites=made)
    return made


@pytest.fixture
def facts(world, program, schools):
    """{student: (school, [attendance of each term])} of what was handed in; participants have small keys."""
    return same_again("facts", lambda: four_terms(world, program, schools))


def four_terms(world, program, schools):
    chance = np.random.default_rng(7)
    told, engaged = {}, []
    claims = {
        (month, school.pk): claim(world, "student_attendance", school, month)
        for month in MONTHS
        for school in schools
    }
    enrollments = {
        (year, school.pk): claim(world, "student_enrollment", school, year)
        for year in ("2023-24", "2024-25")
        for school in schools
    }
    rows, enrolled = [], []
    for place, school in enumerate(schools):
        for number in range(STUDENTS):
            student = 1000 * (place + 1) + number
            habit = 93 + 2 * chance.standard_normal()
            terms = habit + 3 * chance.standard_normal(4)
            served = number >= 20 and terms[1] < 92 and chance.random() < 0.4
            terms[2:] += EFFECT * served
            terms = np.clip(terms, 50, 100)
            told[student] = (school, terms, served)
            if served:
                engaged.append(student)
            for month, attended in zip(MONTHS, terms, strict=True):
                missed = round(8000 * (100 - attended) / 100)
                rows.append(
                    AttendanceMonth(
                        student_key=student,
                        claim_id=claims[month, school.pk].pk,
                        expected=8000,
                        excused=missed // 2,
                        unexcused=missed - missed // 2,
                    )
                )
            enrolled += [
                Enrollment(
                    student_key=student,
                    claim_id=enrollments[year, school.pk].pk,
                    entry_date=date(int(year[:4]), 8, 15),
                    grade=f"{6 + number % 2 + (year == '2024-25'):02d}",
                    sex="F" if number % 3 else "M",
                )
                for year in ("2023-24", "2024-25")
            ]
        discipline(world, school, "2023-24", [(1000 * (place + 1) + 5, "out", 1)])
        discipline(world, school, "2024-25", [])
    AttendanceMonth.objects.bulk_create(rows)
    Enrollment.objects.bulk_create(enrolled)
    roster = claim(world, "program_roster", program, "2024-25")
    Engagement.objects.bulk_create(
        Engagement(student_key=student, claim_id=roster.pk, entry_date=date(2024, 9, 10), consent="given")
        for student in engaged
    )
    return told


@pytest.fixture
def locked(planner, program, terms):
    """A locked plan."""

    def made():
        plan = draft_plan(by=planner, program=program, title="Mentors and attendance", terms=terms)
        return lock_plan(plan, by=planner, people="Open Door, Alder and the partnership")

    return same_again(f"locked {terms}", made)


@pytest.fixture
def computed(request, facts, locked, planner):
    """A finished run of the locked plan."""
    return same_again(
        f"computed {'drawn' in request.fixturenames}", lambda: run.compute(order_run(locked, by=planner))
    )
