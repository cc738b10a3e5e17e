"""Small groups are told together, before a page becomes a wall of asterisks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.disclosure.pooling import small_groups
from outcomes.measures.definition import registry
from outcomes.models import Enrollment
from outcomes.releases.build import build_release
from outcomes.releases.count import tally
from outcomes.releases.keys import key_of
from outcomes.releases.level import Level
from outcomes.releases.models import ValueState
from outcomes.releases.tables import rows

from ..factories import engage, school_year_of_data
from .conftest import YEARS, publish

RACES = {"RH": 100, "RB": 18, "RA": 16, "RP": 9, "RI": 4, "RW": 53}


def test_groups_that_are_large_enough_stand_alone():
    assert small_groups({"a": 30, "b": 40, "c": 8}, enough=25) == []


def test_small_ones_stand_together_never_one_alone_never_all():
    assert small_groups({"a": 300, "b": 20, "c": 8}, enough=25) == ["b", "c"]
    assert small_groups({"a": 300, "b": 60, "c": 8, "d": 3}, enough=25) == ["b", "c", "d"]
    assert small_groups({"a": 20, "b": 8}, enough=25) == []
    assert small_groups({"a": 300, "b": 9, "c": 8, "unknown": 2}, enough=25, keep=("unknown",)) == []


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 60)), st.integers(1, 40))
def test_what_is_pooled_is_large_enough_and_holds_every_small_group(sizes, enough):
    pooled = small_groups(sizes, enough=enough)
    if pooled:
        assert len(pooled) > 1 and set(pooled) < set(sizes)
        assert sum(sizes[group] for group in pooled) >= enough
        assert all(group in pooled for group, people in sizes.items() if people < enough)


@pytest.fixture
def by_race(world):
    """Two hundred students of six groups at one school, forty suspended, all of them in a program's second half."""
    students = range(1000, 1200)
    race_of = [race for race, many in RACES.items() for _ in range(many)]
    for year in YEARS:
        school_year_of_data(
            world,
            world.places["alder-1"],
            year,
            students,
            suspended=[*students[::5]],
            absent=dict.fromkeys(students[::4], 20),
        )
        engage(world, world.programs["mentoring"], year, students[::2])
    for race in RACES:
        of_race = [student for student, told in zip(students, race_of, strict=True) if told == race]
        Enrollment.objects.filter(student_key__in=of_race).update(race=race)
    return world


def test_a_release_tells_small_groups_together(by_race, coordinator):
    release = build_release(by=coordinator)
    assert next(check for check in release.checks if check["key"] == "audit")["passed"]
    told = set(
        release.cells.filter(dimension="race", population="all").values_list("group", flat=True).distinct()
    )
    pooled = "race_asian+race_black+race_native+race_pacific"
    assert told == {"race_hispanic", "race_white", pooled}
    cell = release.cells.get(
        measure="suspension_rate", year=YEARS[0], population="all", dimension="race", group=pooled
    )
    assert cell.state == ValueState.AT_MOST or (cell.numerator, cell.denominator) == (9, 47)
    # Counted a second way: the members' own tallies add up.
    truth = tally(Level(None), [registry()["suspension_rate"]], YEARS)
    members = [truth[key_of(cell)._replace(group=one)].counts for one in pooled.split("+")]
    assert sum(one.students for one in members) == 47
    assert sum(one.involved for one in members) <= 10
    (row,) = rows(release, [cell])
    assert "Together: " in row.group_title and "Pacific Islander" in row.group_title
    shown = release.cells.filter(dimension="race", population="all", measure="suspension_rate")
    # The whole and two groups would give the third back: one of three yields, where five of six did.
    hidden = shown.filter(state__in=[ValueState.SUPPRESSED, ValueState.PROTECTING])
    assert all(hidden.filter(year=year).count() <= 1 for year in YEARS)


def test_who_stands_together_can_be_chosen_on_the_page(by_race, coordinator, client):
    release = publish(by_race, build_release(by=coordinator, audience="public"), coordinator)
    page = client.get(f"/en/outcomes/{release.slug}/").content.decode()
    assert "race:race_asian+race_black+race_native+race_pacific" in page
