"""What programs count, against loops over the same rows: youth, engagements, services, challenges, dollars."""

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from outcomes.measures.calculate import counts_of, value_of
from outcomes.measures.cube import Where
from outcomes.measures.definition import definition
from outcomes.measures.programs import count_programs
from outcomes.models import Claim, Engagement, StudentEvent, StudentLink, StudentResult
from partnership.models import User
from programs.actions.awards import make_award
from programs.actions.programs import add_program

from ..factories import claim
from .slow import half_up

YEAR = "2024-25"
JULY, JUNE = date(2024, 7, 1), date(2025, 6, 30)
UNITS = {"hours": 1, "sessions": 1, "meals": 1, "dollars": 1, "minutes": Fraction(1, 60)}
RECEIVED = ("attended", "partial", "")


@pytest.fixture
def programs(world):
    """Two programs, so that a youth may be in both."""
    world.programs["camp"] = add_program(
        by=None,
        name="Summer Camp",
        slug="camp",
        strategy="opportunities_provision",
        owners=[world["open-door"]],
    )
    return world.programs


def roster(world, program, rows):
    """rows: [(youth, entry, exit, reason, consent)]"""
    made = claim(world, "program_roster", program, YEAR)
    names = ("student_key", "entry_date", "exit_date", "exit_reason", "consent")
    Engagement.objects.bulk_create(
        Engagement(claim_id=made.pk, **dict(zip(names, row, strict=True))) for row in rows
    )


def services(world, program, rows):
    """rows: [(youth, day, unit, amount in hundredths, status)]"""
    made = claim(world, "service_log", program, YEAR)
    StudentEvent.objects.bulk_create(
        StudentEvent(
            claim_id=made.pk,
            student_key=youth,
            date=day,
            item="s",
            number=n,
            unit=unit,
            value=value,
            status=status,
        )
        for n, (youth, day, unit, value, status) in enumerate(rows)
    )


def results(world, program, rows, challenge="spring"):
    """rows: {youth: result}"""
    made = claim(world, "challenge_results", program, YEAR)
    Claim.objects.filter(pk=made.pk).update(family=challenge)
    StudentResult.objects.bulk_create(
        StudentResult(claim_id=made.pk, student_key=youth, item=challenge, wave="", status=status)
        for youth, status in rows.items()
    )


def found():
    claims = Claim.objects.filter(in_effect=True, program__isnull=False).select_related("program")
    return count_programs(claims, [YEAR])


def told(counted, key, place=""):
    """(numerator, denominator, printed) as people read them."""
    one = definition(key)
    counts = counts_of(one, counted.get(Where(YEAR, place, "", ""), {}))
    return counts.numerator, counts.denominator, value_of(one, counts)


def test_a_roster_by_hand(world, programs):
    roster(
        world,
        programs["mentoring"],
        [
            (1, date(2023, 9, 1), date(2024, 9, 30), "completed", "given"),  # carried over
            (2, date(2024, 9, 1), date(2024, 9, 10), "unsuccessful", ""),  # ten days
            (3, date(2024, 9, 1), None, "", "given"),
            (4, date(2024, 9, 1), date(2024, 9, 5), "moved", "given"),  # closed, without a result
            (5, date(2024, 9, 1), date(2024, 9, 5), "completed", "declined"),  # in no number
            (6, date(2025, 5, 1), date(2025, 7, 15), "completed", "given"),  # after the school year
        ],
    )
    counted = found()
    assert told(counted, "youth_served", "campus-mentors") == (5, 5, 5)
    assert told(counted, "youth_new")[0] == 4
    assert told(counted, "youth_carried_over")[0] == 1
    assert told(counted, "completion")[:2] == (1, 2)
    # 396 days, ten and five.
    assert told(counted, "length_of_stay") == (396 + 10 + 5, 3, 137)


def test_a_youth_of_two_programs_counts_in_both_and_once_above(world, programs):
    for program in programs.values():
        roster(world, program, [(1, date(2024, 9, 1), None, "", "given")])
    counted = found()
    assert [told(counted, "youth_served", place)[0] for place in ("campus-mentors", "camp", "")] == [1, 1, 1]


def test_a_code_counts_as_the_student_it_was_linked_to(world, programs):
    roster(world, programs["mentoring"], [(1, date(2024, 9, 1), None, "", "given")])
    roster(world, programs["camp"], [(900, date(2024, 9, 1), None, "", "given")])
    assert told(found(), "youth_served")[0] == 2
    StudentLink.objects.create(
        from_key=900, to_key=1, organization=world["alder"], linked_by=User.objects.first()
    )
    assert told(found(), "youth_served")[0] == 1


def test_hours_are_never_added_to_lunches_and_minutes_are_hours(world, programs):
    day = date(2024, 10, 1)
    services(
        world,
        programs["mentoring"],
        [
            (1, day, "hours", 150, "attended"),
            (1, day, "minutes", 2_000, ""),
            (2, day, "hours", 100, "absent"),
            (2, day, "meals", 300, "attended"),
            (3, day, "hours", 50, "planned"),
        ],
    )
    counted = found()
    # An hour and a half and twenty minutes, of one youth.
    assert told(counted, "hours_per_youth") == (150 * 60 + 2_000, 1, Fraction(18, 10))
    assert told(counted, "meals_per_youth") == (300, 1, 3)
    assert told(counted, "sessions_per_youth")[2] is None


def test_who_could_not_be_measured_is_in_neither_number_of_a_challenge(world, programs):
    results(world, programs["mentoring"], {1: "earned", 2: "not_earned", 3: "not_measurable"})
    results(world, programs["mentoring"], {1: "not_earned"}, challenge="autumn")
    counted = found()
    assert told(counted, "challenge_earned")[:2] == (1, 3)
    assert told(counted, "challenge_measurable")[:2] == (3, 4)


def test_dollars_of_an_award_fall_into_the_years_by_days(world, programs):
    roster(world, programs["mentoring"], [(n, date(2024, 9, 1), None, "", "given") for n in range(4)])
    assert Where(YEAR, "", "", "") in found() and "award_dollars" not in found()[Where(YEAR, "", "", "")]
    make_award(
        by=None,
        funder=world["lantern-fund"],
        program=programs["mentoring"],
        title="Two years",
        dollars=7_310,
        starts_on=date(2023, 7, 1),
        ends_on=JUNE,
        review_until=date(2026, 6, 30),
    )
    # 365 of 731 days.
    assert told(found(), "cost_per_youth", "campus-mentors") == (3_650, 4, 913)


def drawn(draw):
    """Rosters, services and results of two programs; some youth declined in one of them."""
    rosters, given, earned = {}, {}, {}
    for program in ("mentoring", "camp"):
        youth = [n for n in range(1, 25) if draw.random() < 0.6]
        rosters[program] = []
        for n in youth:
            entry = JULY + timedelta(days=draw.randint(-200, 300))
            leave = draw.choice([None, entry + timedelta(days=draw.randint(0, 300))])
            reason = draw.choice(["completed", "unsuccessful", "moved", ""]) if leave else ""
            consent = draw.choice(["given", "given", "", "pending", "declined", "withdrawn"])
            rosters[program].append((n, entry, leave, reason, consent))
        given[program] = [
            (
                draw.randint(1, 24),
                JULY + timedelta(days=draw.randint(0, 300)),
                draw.choice([*UNITS, "trips"]),
                draw.choice([None, 0, 25, 50, 100, 333]),
                draw.choice([*RECEIVED, "absent", "excused", "planned"]),
            )
            for _ in range(80)
        ]
        earned[program] = {
            n: draw.choice(["earned", "not_earned", "not_measurable"])
            for n in range(1, 25)
            if draw.random() < 0.5
        }
    return rosters, given, earned


def slow(rosters, given, earned, programs):
    """{measure: (numerator, denominator)} in the units that people read, over some programs."""
    said_no = {
        (program, row[0])
        for program in programs
        for row in rosters[program]
        if row[4] in ("declined", "withdrawn")
    }
    rows = [row for program in programs for row in rosters[program] if (program, row[0]) not in said_no]
    served = {row[0] for row in rows}
    carried = {row[0] for row in rows if row[1] < JULY}
    ended = [row for row in rows if row[2] and row[2] <= JUNE]
    results = {
        reason: len([row for row in ended if row[3] == reason]) for reason in ("completed", "unsuccessful")
    }
    answers = {
        "youth_served": (len(served),) * 2,
        "youth_new": (len(served - carried),) * 2,
        "youth_carried_over": (len(carried),) * 2,
        "completion": (results["completed"], sum(results.values())),
        "length_of_stay": (sum((row[2] - row[1]).days + 1 for row in ended), len(ended)),
    }
    for unit in ("hours", "sessions", "meals", "dollars"):
        words = (unit, "minutes") if unit == "hours" else (unit,)
        got = [
            (youth, Fraction(value, 100) * UNITS[word])
            for program in programs
            for youth, _day, word, value, status in given[program]
            if word in words and value and status in RECEIVED and (program, youth) not in said_no
        ]
        answers[f"{unit}_per_youth"] = (sum(value for _, value in got), len({youth for youth, _ in got}))
    entries = [
        status for program in programs for n, status in earned[program].items() if (program, n) not in said_no
    ]
    measurable = [status for status in entries if status != "not_measurable"]
    answers["challenge_earned"] = (measurable.count("earned"), len(measurable))
    answers["challenge_measurable"] = (len(measurable), len(entries))
    return answers


@pytest.mark.parametrize("seed", range(4))
def test_any_rows(world, programs, seed):
    rosters, given, earned = drawn(random.Random(seed))
    for program in rosters:
        roster(world, programs[program], rosters[program])
        services(world, programs[program], given[program])
        results(world, programs[program], earned[program])
    counted = found()
    for place, some in {"campus-mentors": ["mentoring"], "camp": ["camp"], "": ["mentoring", "camp"]}.items():
        for key, (numerator, denominator) in slow(rosters, given, earned, some).items():
            one = definition(key)
            printed = told(counted, key, place)[2]
            if not one.denominator:
                assert printed == numerator, (key, place)
            elif not denominator:
                assert printed is None
            else:
                exact = Fraction(numerator) / denominator * one.per
                assert Fraction(printed) == half_up(exact, one.decimals), (key, place)


def test_a_withdrawn_file_is_taken_back_exactly(world, programs):
    roster(world, programs["mentoring"], [(1, date(2024, 9, 1), None, "", "given")])
    before = found()
    services(world, programs["mentoring"], [(1, date(2024, 10, 1), "hours", 100, "attended")])
    assert found() != before
    Claim.objects.filter(dataset="service_log").update(in_effect=False)
    assert found() == before


def test_the_cost_is_the_same_for_any_number_of_youth(world, programs, django_assert_num_queries):
    for size in (3, 60):
        Claim.objects.update(in_effect=False)
        for program in programs.values():
            roster(world, program, [(n, date(2024, 9, 1), None, "", "given") for n in range(size)])
            services(world, program, [(n, date(2024, 9, 2), "hours", 100, "") for n in range(size)])
            results(world, program, dict.fromkeys(range(size), "earned"))
        with django_assert_num_queries(5):
            assert told(found(), "youth_served")[0] == size
