"""What agencies count: two numbers of the same rows, divided once; nothing where either is not known."""

from fractions import Fraction
from random import Random

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


def test_trainings_are_told_by_rank(world):
    """Each rank over its courses; of whom no rank is told, those not reported; a word of one's own, other ranks."""
    courses = {
        "A": {"all": (40, 60), "line": (30, 40), "command": (5, 10)},
        "B": {"line": (12, 40), "cadets": (9, 9)},
        "C": {"all": (2, 4)},
    }
    rows = [
        (course, rank, {"completed": a, "expected": b})
        for course, ranks in courses.items()
        for rank, (a, b) in ranks.items()
    ]
    tell(world, "training_completions", "harbor-police", "2024", rows)

    def of(group, place="harbor-police"):
        where = Where("2024", place, "rank", group) if group else Where("2024", place, "", "")
        return told("training_completions", "training_completion", where)

    expected = {
        "": (40 + 12 + 9 + 2, 60 + 40 + 9 + 4),
        "line": (42, 80),
        "command": (5, 10),
        "rank_other": (9, 9),
        "rank_not_reported": (40 - 30 - 5 + 2, 60 - 40 - 10 + 4),
    }
    for group, (part, whole) in expected.items():
        for place in ("harbor-police", ""):
            assert of(group, place) == half_up(Fraction(100 * part, whole), 1), group
    assert of("teacher") is None


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


@pytest.mark.parametrize("seed", range(4))
def test_groups_add_up_to_everybody_or_are_not_told(world, seed):
    """Against a count by hand of what two departments say of two programs each, some of it unknown."""
    dice, said = Random(seed), {}
    names = ("all", "race_black", "race_white", "race_not_reported", "sex_missing", "male", "age_15_17")
    for slug in ("bay-probation", "county-office"):
        rows = [
            (item, group, {"youth": dice.randrange(10, 60) * (4 if group == "all" else 1)})
            for item in "AB"
            for group in names
            if dice.random() < 0.8
        ]
        for _item, _group, counts in rows:
            counts["arrested"] = dice.choice([None, dice.randrange(counts["youth"])])
        said[slug] = rows
        tell(world, "probation_outcomes", slug, "2024-25", rows)
    claims = Claim.objects.filter(in_effect=True).select_related("agency")
    found = count_agencies("probation_outcomes", claims)
    assert {key for key in found if key[1] == "jjcpa_arrested"} == set(by_hand(said))
    for key, pair in by_hand(said).items():
        numbers = {"jjcpa_arrested": (pair[0],) * 2, "jjcpa_youth": (pair[1],) * 2} if pair else None
        assert found[key] == numbers, key


def by_hand(said):
    """{(Where, "jjcpa_arrested"): (arrested, youth) or None} of {agency: rows}"""
    kinds = {"race": ("race_black", "race_white", "race_not_reported")}
    kinds["sex"] = ("male", "sex_not_reported")
    told = {}
    for slug, rows in said.items():
        mine = told[slug] = {}
        for _item, group, counts in rows:
            if counts["arrested"] is not None:
                group = "sex_not_reported" if group == "sex_missing" else group
                one = mine.get(group, (0, 0))
                mine[group] = (one[0] + counts["arrested"], one[1] + counts["youth"])
        fit(mine, kinds)
    told[""] = {}
    for mine in [told[slug] for slug in said if "all" in told[slug]]:
        for group, pair in mine.items():
            if pair:
                one = told[""].get(group, (0, 0))
                told[""][group] = (one[0] + pair[0], one[1] + pair[1])
    fit(told[""], kinds)
    of = {group: kind for kind, some in kinds.items() for group in some} | {"age_15_17": "age", "all": ""}
    return {
        (Where("2024-25", slug, of[group], group if group != "all" else ""), "jjcpa_arrested"): pair
        for slug, mine in told.items()
        for group, pair in mine.items()
    }


def fit(mine, kinds):
    for some in kinds.values():
        parts = [mine[group] for group in some if group in mine]
        if "all" in mine and parts:
            arrested = mine["all"][0] - sum(a for a, _b in parts)
            youth = mine["all"][1] - sum(b for _a, b in parts)
            if arrested < 0 or youth < 0 or arrested > youth:
                mine.update({group: None for group in some if group in mine})
            elif arrested or youth:
                one = mine.get(some[-1], (0, 0))
                mine[some[-1]] = (one[0] + arrested, one[1] + youth)
