"""The suppressor and the auditor against trying every table: with steps and rounded rates, and two releases together."""

import itertools
from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomes.disclosure.audit import audit
from outcomes.disclosure.published import join_published
from outcomes.disclosure.suppress import CannotProtect, suppress
from outcomes.disclosure.tables import Table

from .test_suppress import crossed

ROOM = 11  # how much higher than any true value the reader looks

counts = st.lists(st.lists(st.integers(0, 13), min_size=2, max_size=2), min_size=2, max_size=2)
slowly = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
EXACT, HIDDEN, STEP, RATE = range(4)


def every_table(published, highest):
    """All tables of whole numbers, none of its parts above `highest`, within the ranges that are published."""
    totals = {total for total, _parts in published.equations}
    inner = [cell for cell in range(len(published)) if cell not in totals]
    ranges = [
        range(int(published.lower[cell]), int(min(published.upper[cell], highest)) + 1) for cell in inner
    ]
    tables = np.zeros((int(np.prod([len(one) for one in ranges])), len(published)), dtype=int)
    tables[:, inner] = list(itertools.product(*ranges))
    # A total of totals comes after those.
    for total, parts in sorted(published.equations, key=lambda one: any(part in totals for part in one[1])):
        tables[:, total] = tables[:, list(parts)].sum(axis=1)
    agree = ((tables >= published.lower) & (tables <= published.upper)).all(axis=1)
    for total, parts in published.equations:
        agree &= tables[:, total] == tables[:, list(parts)].sum(axis=1)
    return tables[agree]


def narrowed(published, cells, highest):
    """Keys of the cells that no agreeing table takes to 1 or below, or none to 10 or above."""
    tables = every_table(published, highest)
    assert len(tables)
    return {published.keys[cell] for cell in cells if tables[:, cell].min() > 1 or tables[:, cell].max() < 10}


def told(table, forms):
    """The Table with, for each cell, the range that a step (0 to 10) or a rounded rate (one more or less) leaves open."""
    lower, upper = table.values.copy(), table.values.copy()
    for cell, form in zip(range(len(table)), forms, strict=True):
        if form == STEP and table.values[cell] <= 10:
            lower[cell], upper[cell] = 0, 10
        elif form == RATE:
            lower[cell], upper[cell] = max(table.values[cell] - 1, 0), table.values[cell] + 1
    return replace(table, lower=lower, upper=upper)


@slowly
@given(counts, st.lists(st.integers(EXACT, RATE), min_size=9, max_size=9))
def test_the_auditor_finds_what_trying_every_table_finds(counts, forms):
    table = told(crossed(counts), forms)
    hidden = np.array([form == HIDDEN for form in forms])
    published = table.published(hidden)
    highest = max(map(max, counts)) + ROOM
    found = {one.key for one in audit(published, table.primary()).under_protected}
    assert found == narrowed(published, np.flatnonzero(table.primary()), highest)


@slowly
@given(counts, st.just([EXACT] * 9) | st.lists(st.sampled_from([EXACT, STEP, RATE]), min_size=9, max_size=9))
def test_what_the_suppressor_leaves_narrows_nothing(counts, forms):
    table = told(crossed(counts), forms)
    pattern = suppress(table)
    highest = max(map(max, counts)) + ROOM
    assert not narrowed(table.published(pattern.hidden), np.flatnonzero(table.primary()), highest)


def release(values, names, forms):
    """What a release tells of a total and its two parts."""
    table = told(Table(names, [sum(values), *values], [(0, (1, 2))]), forms)
    return table, table.published(np.array([form == HIDDEN for form in forms]))


forms_of_three = st.lists(st.integers(EXACT, RATE), min_size=3, max_size=3)


@slowly
@given(st.tuples(st.integers(0, 13), st.integers(0, 13)), forms_of_three, forms_of_three)
def test_of_two_releases_of_the_same_students(values, one, other):
    names = ("all", "a", "b")
    table, first = release(values, names, one)
    _table, second = release(values, names, other)
    joined, primary = join_published(first, second), table.primary()
    found = {each.key for each in audit(joined, primary).under_protected}
    assert found == narrowed(joined, np.flatnonzero(primary), max(values) + ROOM)


@slowly
@given(
    st.tuples(st.integers(0, 13), st.integers(0, 13)),
    st.tuples(st.integers(0, 6), st.integers(0, 6)),
    forms_of_three,
    forms_of_three,
)
def test_of_two_releases_and_what_changed_between_them(values, more, one, other):
    """The later tells of some students more: who they are is protected as students are."""
    now = tuple(map(sum, zip(values, more, strict=True)))
    _table, first = release(values, ("all", "a", "b"), one)
    _table, second = release(now, ("all now", "a now", "b now"), other)
    pairs = [("all now", "all"), ("a now", "a"), ("b now", "b")]
    joined = join_published(first, second, differences=pairs)
    gaps = dict(zip(pairs, (sum(more), *more), strict=True))
    judged = [(one, "minus", other) for (one, other), gap in gaps.items() if 1 <= gap <= 10]
    found = {each.key for each in audit(joined, judged).under_protected}
    # Every table of both, the changes then by subtraction; none of it may be negative.
    highest = max(now) + ROOM
    before, after = every_table(first, highest), every_table(second, highest)
    changes = {
        name: (after[:, None, at] - before[None, :, at])[
            (after[:, None, :] >= before[None, :, :]).all(axis=2)
        ]
        for at, name in enumerate(pairs)
    }
    expected = {key for key in judged if (change := changes[key[0], key[2]]).min() > 1 or change.max() < 10}
    assert found == expected


@slowly
@given(counts, st.lists(st.integers(EXACT, HIDDEN), min_size=9, max_size=9))
def test_the_suppressor_keeps_to_what_an_earlier_release_showed(counts, forms):
    """Or says that it cannot: then the earlier release had given a small count away."""
    table, highest = crossed(counts), max(map(max, counts)) + ROOM
    hidden = np.array([form == HIDDEN for form in forms])
    first = table.published(hidden)
    try:
        later = suppress(table.as_published(hidden), table.primary())
    except CannotProtect as refusal:
        cells = [table.position[key] for key in refusal.keys]
        assert narrowed(first, cells, highest) == set(refusal.keys)
        return
    joined = join_published(first, table.published(later.hidden | hidden))
    assert not narrowed(joined, np.flatnonzero(table.primary()), highest)
