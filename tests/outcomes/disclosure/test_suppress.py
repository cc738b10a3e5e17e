"""The suppressor and the auditor by hand; against every table a reader could think of: test_every_table."""

import numpy as np
import pandas as pd
import pytest

from outcomes.disclosure.audit import audit
from outcomes.disclosure.bounds import Contradiction, bounds
from outcomes.disclosure.cubes import TOTAL, cube, measures
from outcomes.disclosure.published import Published, join_published
from outcomes.disclosure.suppress import CannotProtect, suppress
from outcomes.disclosure.tables import Table, join


def crossed(counts):
    """The Table of a two-way table with margins."""
    frame = pd.DataFrame(
        [
            {"school": f"school {row}", "group": f"group {column}", "students": count}
            for row, line in enumerate(counts)
            for column, count in enumerate(line)
        ]
    )
    return cube(frame, ["school", "group"], "students")


def test_the_bounds_are_those_of_the_numbers_alone():
    """By hand: 4 + 6 = 10 shown, both hidden: 0 to 10; one of three shown leaves the sum of the other two."""
    published = Published.of([10, np.nan, np.nan], [(0, (1, 2))])
    assert bounds(published, [0, 1]) == [(10, 10), (0, 10)]
    published = Published.of([30, 14, np.nan, np.nan], [(0, (1, 2, 3))])
    assert bounds(published, [2, 3]) == [(0, 16), (0, 16)]
    with pytest.raises(Contradiction):
        bounds(Published.of([5, 9, np.nan], [(0, (1, 2))]), [2])


def test_what_is_hidden_for_its_own_sake_ends_at_ten():
    """1 to 10 students counted, or at most ten of whom they are a part; nobody at all is no secret."""
    counted = Table(tuple("abcde"), [0, 1, 10, 11, 40], [])
    assert counted.primary().tolist() == [False, True, True, False, False]
    of_few = Table(tuple("abc"), [0, 0, 30], [], populations=[10, 11, np.nan])
    assert of_few.primary().tolist() == [True, False, False]


def test_one_hidden_cell_of_a_sum_is_no_protection():
    table = Table(("all", "a", "b"), [40, 7, 33], [(0, (1, 2))], weights=[2, 1, 1])
    assert [one.key for one in audit(table.published(table.primary()), table.primary()).under_protected] == [
        "a"
    ]
    pattern = suppress(table)
    assert pattern.hidden.tolist() == [False, True, True]
    assert audit(table.published(pattern.hidden), pattern.primary).passed


def test_showing_any_secondary_cell_is_noticed():
    table = crossed([[5, 40, 60], [30, 45, 8], [50, 3, 70]])
    pattern = suppress(table)
    assert audit(table.published(pattern.hidden), pattern.primary).passed
    for cell in np.flatnonzero(pattern.secondary):
        shown = pattern.hidden.copy()
        shown[cell] = False
        assert not audit(table.published(shown), pattern.primary).passed


def test_headlines_and_useful_cells_stay():
    """The least useful cells go: of two that would do, the one of students whose group nobody reported."""
    frame = pd.DataFrame({"group": ["a", "b", "not reported", "c"], "students": [4, 80, 90, 95]})
    table = cube(frame, ["group"], "students", not_reported=("not reported",))
    pattern = suppress(table)
    assert [table.keys[cell][0] for cell in np.flatnonzero(pattern.secondary)] == ["not reported"]


def test_schools_within_cities_and_two_counts_of_the_same_students():
    frame = pd.DataFrame(
        [
            ("alder", "a1", 120, 12, 40),
            ("alder", "a2", 90, 3, 31),
            ("alder", "a3", 80, 25, 20),
            ("birch", "b1", 200, 30, 60),
            ("birch", "b2", 150, 22, 9),
        ],
        columns=["city", "school", "students", "suspended", "absent"],
    )
    table = measures(
        frame,
        ["city", "school"],
        population="students",
        counts=["suspended", "absent"],
        within={"school": "city"},
    )
    pattern = suppress(table)
    assert audit(table.published(pattern.hidden), pattern.primary).passed
    hidden = {table.keys[cell] for cell in np.flatnonzero(pattern.hidden)}
    assert ("alder", "a2", "suspended") in hidden
    assert ("birch", "b2", "absent") in hidden
    assert not any(key[:2] == (TOTAL, TOTAL) for key in hidden)


def test_the_same_table_gives_the_same_pattern_and_other_rows_the_same_cost():
    counts = [[5, 40, 60], [30, 45, 8], [50, 3, 70]]
    one, other = crossed(counts), crossed(counts[::-1])
    assert suppress(one).hidden.tolist() == suppress(one).hidden.tolist()
    assert suppress(one).cost == suppress(other).cost


def test_two_releases_that_are_safe_apart_are_judged_together():
    """Each hides a and one other; together they show both others."""
    values = {"all": 60, "a": 6, "b": 24, "c": 30}
    table = Table(tuple(values), list(values.values()), [(0, (1, 2, 3))])
    first, second = (
        table.published(np.array([key in hidden for key in values])) for hidden in ({"a", "b"}, {"a", "c"})
    )
    assert audit(first, ["a"]).passed
    assert audit(second, ["a"]).passed
    assert [one.key for one in audit(join_published(first, second), ["a"]).under_protected] == ["a"]
    # The suppressor, told what is out already, keeps to it.
    later = suppress(join(table.as_published(np.array([False, True, True, False])), table), table.primary())
    assert audit(join_published(first, table.published(later.hidden)), ["a"]).passed


def test_the_difference_of_two_releases_is_protected():
    before = Table(("all", "a", "b"), [100, 40, 60], [(0, (1, 2))])
    after = Table(("all after", "a after", "b after"), [103, 43, 60], [(0, (1, 2))])
    joined = join(before.as_published(np.zeros(3, dtype=bool)), after).with_differences(
        [("all after", "all"), ("a after", "a"), ("b after", "b")]
    )
    pattern = suppress(joined)
    hidden = {joined.keys[cell] for cell in np.flatnonzero(pattern.hidden)}
    assert "a after" in hidden
    assert audit(joined.published(pattern.hidden), pattern.primary).passed


def test_what_is_public_cannot_be_protected_and_that_is_said():
    table = Table(("all", "a", "b"), [40, 7, 33], [(0, (1, 2))], hideable=[False, True, False])
    with pytest.raises(CannotProtect, match="No choice of hidden cells protects a"):
        suppress(table)


def test_a_number_that_everybody_has_ties_nothing_together():
    """Two pairs beside a public number: two groups, and the number is in both."""
    table = Table(
        keys=("public", "a", "b", "c", "d", "together"),
        values=[40, 3, 37, 20, 20, 40],
        equations=[(0, (1, 2)), (0, (3, 4)), (0, (5,))],
        hideable=[False, True, True, True, True, False],
    )
    assert [cells.tolist() for cells in table.components()] == [[0, 1, 2], [0, 3, 4]]
    part = table.part(table.components()[0])
    assert part.equations == ((0, (1, 2)),)
