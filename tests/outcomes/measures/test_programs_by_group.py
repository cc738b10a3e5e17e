"""Who was served, completed and earned, by the groups of the youth as students: against loops over the same rows."""

import random
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes.measures.calculate import counts_of
from outcomes.measures.cube import Where
from outcomes.measures.definition import definition
from outcomes.measures.dimensions import DIMENSIONS
from outcomes.measures.populations import claims_of_schools, placed, reported
from outcomes.measures.programs import count_programs
from outcomes.measures.student_year import rebuild
from outcomes.models import Claim, Enrollment, StudentLink
from partnership.models import Place, User

from ..factories import claim
from .test_programs import YEAR, drawn, programs, results, roster, slow  # noqa: F401

MEASURES = (
    "youth_served",
    "youth_new",
    "youth_carried_over",
    "completion",
    "challenge_earned",
    "challenge_measurable",
)
RACES = {"RB": "race_black", "RH": "race_hispanic", "RW": "race_white", "": "race_not_reported"}
SPANS = {"05": "grades_4_6", "07": "grades_7_8", "": "grade_not_reported"}
LEARNER = {True: "english_learner", False: "not_english_learner", None: "english_learner_not_reported"}


def enrolled(world, dice):
    """{youth: {dimension: group}}: of two schools, the one entered last tells race and grade, either tells of a learner."""
    told, rows = {}, {"alder-1": [], "birch-1": []}
    for youth in range(1, 25):
        at = dice.sample(sorted(rows), dice.choice([0, 1, 1, 2]))
        groups = {"race": "race_not_reported", "grade_span": "grade_not_reported"}
        learner = []
        for number, slug in enumerate(at):
            row = {
                "race": dice.choice(list(RACES)),
                "grade": dice.choice(list(SPANS)),
                "english_learner": dice.choice(list(LEARNER)),
            }
            rows[slug].append((youth, date(2024, 8 + number, 15), row))
            learner.append(row["english_learner"])
            for dimension, words, said in (
                ("race", RACES, row["race"]),
                ("grade_span", SPANS, row["grade"]),
            ):
                if said:
                    groups[dimension] = words[said]
        any_told = [one for one in learner if one is not None]
        groups["english_learner"] = LEARNER[any(any_told) if any_told else None]
        told[youth] = groups
    for slug, some in rows.items():
        made = claim(world, "student_enrollment", world.places[slug], YEAR)
        Enrollment.objects.bulk_create(
            Enrollment(student_key=youth, claim_id=made.pk, entry_date=entry, **row)
            for youth, entry, row in some
        )
    rebuild({(school, YEAR) for school in Place.objects.filter(kind="school").values_list("pk", flat=True)})
    return told


def counted():
    schools = Place.objects.filter(kind="school")
    of_schools = claims_of_schools(schools, [YEAR], {"student_enrollment"})
    claims = Claim.objects.filter(in_effect=True, program__isnull=False).select_related("program")
    return count_programs(claims, [YEAR], placed(schools, reported(of_schools), [YEAR]))


def told(found, key, dimension, group):
    counts = counts_of(definition(key), found.get(Where(YEAR, "", dimension, group), {}))
    return counts.numerator, counts.denominator


@pytest.mark.parametrize("seed", range(3))
def test_any_youth_of_any_schools(world, programs, seed):
    dice = random.Random(seed)
    rosters, given, earned = drawn(dice)
    for program in rosters:
        roster(world, programs[program], rosters[program])
        results(world, programs[program], earned[program])
    groups = enrolled(world, dice)
    found = counted()
    for dimension in ("race", "grade_span", "english_learner"):
        for group in DIMENSIONS[dimension].groups:
            mine = {youth for youth, of in groups.items() if of[dimension] == group}
            some = {program: [row for row in rows if row[0] in mine] for program, rows in rosters.items()}
            theirs = {
                program: {n: result for n, result in rows.items() if n in mine}
                for program, rows in earned.items()
            }
            by_hand = slow(some, {program: [] for program in some}, theirs, list(some))
            for key in MEASURES:
                assert told(found, key, dimension, group) == by_hand[key], (key, group)
    # Of what was received nothing is told by group, and of single programs neither.
    assert {where.place for where in found if where.dimension} == {""}


def test_a_code_has_the_groups_of_the_student_it_was_linked_to(world, programs):
    made = claim(world, "student_enrollment", world.places["alder-1"], YEAR)
    Enrollment.objects.create(student_key=1, claim_id=made.pk, entry_date=date(2024, 8, 15), race="RB")
    roster(world, programs["camp"], [(900, date(2024, 9, 1), None, "", "given")])
    StudentLink.objects.create(
        from_key=900, to_key=1, organization=world["alder"], linked_by=User.objects.first()
    )
    rebuild({(world.places["alder-1"].pk, YEAR)})
    assert told(counted(), "youth_served", "race", "race_black") == (1, 1)


def test_the_cost_is_the_same_for_any_number_of_youth_and_groups(world, programs):
    few = []
    for seed in (0, 1):
        Claim.objects.update(in_effect=False)
        rosters, _given, earned = drawn(random.Random(seed))
        for program in rosters:
            roster(world, programs[program], rosters[program][: 3 + 20 * seed])
            results(world, programs[program], earned[program])
        enrolled(world, random.Random(seed))
        with CaptureQueriesContext(connection) as statements:
            counted()
        few.append(len(statements))
    assert few[0] == few[1]
