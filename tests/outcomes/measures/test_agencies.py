"""What agencies count: two numbers of the same rows, divided once; nothing where either is not known."""

from fractions import Fraction

import pytest

from outcomes.datasets.probation_outcomes import OUTCOMES
from outcomes.measures.agencies import count_agencies
from outcomes.measures.calculate import counts_of, value_of
from outcomes.measures.cube import Where
from outcomes.measures.definition import definition
from outcomes.models import Claim, Tally
from outcomes.submissions.effects import effects_of
from tests.outcomes.datasets.conftest import world  # noqa: F401
from tests.outcomes.submissions.conftest import hand_in  # noqa: F401

from ..factories import claim
from .slow import half_up


def tell(world, dataset, organization, period, rows):
    """rows: [(item, group, {element: count or None})]"""
    made = claim(world, dataset, world[organization], period, organization=world[organization])
    Tally.objects.bulk_create(
        Tally(
            claim_id=made.pk,
            item=item,
            group=group,
            element=element,
            count=count,
            state="reported" if count is not None else "suppressed",
        )
        for item, group, counts in rows
        for element, count in counts.items()
    )
    return made


def told(dataset, key, where):
    claims = Claim.objects.filter(in_effect=True, dataset=dataset).select_related("agency")
    found, one = count_agencies(dataset, claims), definition(key)
    pair = found.get((where, one.numerator))
    if pair is None:
        return None
    everybody = found.get((Where(where.year, where.place, "", ""), one.numerator))
    return value_of(one, counts_of(one, pair, everybody))


def test_the_six_of_jjcpa(world):
    """Each outcome over that of which it is a part, over two programs of the department."""
    rows = {
        "A": {
            "youth": 120,
            "probation_ended": 40,
            "probation_completed": 31,
            "arrested": 9,
            "violated": 7,
            "incarcerated": 4,
        }
        | {"restitution_due": 18, "restitution_completed": 10, "service_due": 25, "service_completed": 19},
        "B": {
            "youth": 60,
            "probation_ended": 20,
            "probation_completed": 11,
            "arrested": 12,
            "violated": 3,
            "incarcerated": 2,
        }
        | {"restitution_due": 9, "restitution_completed": 4, "service_due": 11, "service_completed": 8},
    }
    tell(
        world,
        "probation_outcomes",
        "bay-probation",
        "2024-25",
        [(a, "all", counts) for a, counts in rows.items()],
    )
    for part, whole in OUTCOMES.items():
        exact = (
            Fraction(sum(one[part] for one in rows.values()), sum(one[whole] for one in rows.values())) * 100
        )
        for place in ("bay-probation", ""):
            found = told("probation_outcomes", f"jjcpa_{part}", Where("2024-25", place, "", ""))
            assert found == half_up(exact, 1), part


def test_a_number_of_which_a_part_is_not_known_is_divided_by_nothing(world):
    tell(
        world,
        "probation_outcomes",
        "bay-probation",
        "2024-25",
        [
            ("A", "all", {"youth": 100, "arrested": 10, "violated": None}),
            ("B", "all", {"youth": 100, "arrested": None, "violated": None}),
        ],
    )
    where = Where("2024-25", "bay-probation", "", "")
    # Of the hundred alone of whom it is known.
    assert told("probation_outcomes", "jjcpa_arrested", where) == 10
    assert told("probation_outcomes", "jjcpa_violated", where) is None


def test_the_disparity_index_is_a_share_of_stops_over_a_share_of_people(world):
    stops = {"all": (420, 9_800), "race_black": (84, 490), "race_white": (126, 4_900), "age_15_17": (50, 400)}
    rows = [("Harbor", group, {"stops": a, "population": b}) for group, (a, b) in stops.items()]
    tell(world, "police_stops", "harbor-police", "2024", rows)
    for group, index in {"race_black": "4.00", "race_white": "0.60"}.items():
        stopped, people = stops[group]
        share = Fraction(stopped, 420) / Fraction(people, 9_800)
        found = told("police_stops", "stop_disparity", Where("2024", "harbor-police", "race", group))
        assert found == half_up(share, 2) and str(found) == index
    assert str(told("police_stops", "stops_per_1000", Where("2024", "harbor-police", "", ""))) == "42.9"
    assert (
        str(told("police_stops", "stops_per_1000", Where("2024", "harbor-police", "age", "age_15_17")))
        == "125.0"
    )


def test_agencies_of_the_same_streets_are_never_added_up(world):
    tell(world, "police_stops", "harbor-police", "2024", [("", "all", {"stops": 20, "population": 1_000})])
    assert told("police_stops", "stops_per_1000", Where("2024", "", "", "")) is None


def test_single_ranks_do_not_count_beside_the_whole(world):
    rows = [
        ("all", "all", {"headcount": 100, "community": 10_000}),
        ("sworn", "all", {"headcount": 70, "community": 10_000}),
        ("sworn", "race_hispanic", {"headcount": 10, "community": 4_000}),
        ("civilian", "race_hispanic", {"headcount": 10, "community": 0}),
    ]
    tell(world, "workforce", "harbor-police", "2024", rows)
    # A fifth of the workforce, two fifths of the community.
    found = told(
        "workforce", "workforce_representation", Where("2024", "harbor-police", "race", "race_hispanic")
    )
    assert str(found) == "0.50"


def test_trainings_are_added_up_over_courses_and_organizations(world):
    tell(
        world,
        "training_completions",
        "harbor-police",
        "2024",
        [("A", "all", {"completed": 5, "expected": 10})],
    )
    rows = [("A", "teacher", {"completed": 3, "expected": 4}), ("A", "all", {"completed": 6, "expected": 10})]
    tell(
        world,
        "training_completions",
        "alder",
        "2024",
        [*rows, ("B", "teacher", {"completed": 1, "expected": 5})],
    )
    assert str(told("training_completions", "training_completion", Where("2024", "alder", "", ""))) == "46.7"
    assert str(told("training_completions", "training_completion", Where("2024", "", "", ""))) == "48.0"


def test_the_preview_of_an_agencys_file(world, hand_in):
    header, rows = "fiscal_year,youth,arrested", ["2024-25,120,12"]
    submission = hand_in("probation_outcomes", header, rows, organization="county-office")
    effects = {effect.measure: (effect.before, effect.after) for effect in effects_of(submission)}
    assert effects["jjcpa_arrested"] == (None, 10)
    assert effects["jjcpa_probation_completed"] == (None, None)


def test_what_feeds_no_measure_says_so(world, hand_in):
    submission = hand_in("school_calendar", "school,month,instruction_days", ["0100001,2024-09,20"])
    assert effects_of(submission) == []


@pytest.mark.parametrize("group", ["migrant", "high_needs", "grade_05"])
def test_groups_that_numbers_are_not_told_by_stay_out(world, group):
    tell(world, "police_stops", "harbor-police", "2024", [("", group, {"stops": 20, "population": 1_000})])
    claims = Claim.objects.filter(in_effect=True, dataset="police_stops").select_related("agency")
    assert count_agencies("police_stops", claims) == {}
