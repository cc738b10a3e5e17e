"""Columns of codes against plain lists."""

from collections import Counter, defaultdict

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from outcomes.datasets.frame import Coded, combined, copies

ROWS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from("ab"), st.integers(0, 2)), max_size=40)


@given(ROWS)
def test_combined_is_equal_exactly_where_rows_are(rows):
    total = combined(Coded.of([row[0] for row in rows]), Coded.of([row[1] for row in rows])).tolist()
    for one, first in zip(rows, total, strict=True):
        for other, second in zip(rows, total, strict=True):
            assert (one[:2] == other[:2]) == (first == second)


@given(ROWS)
def test_copies_tells_contradictions_from_repetitions(rows):
    identity = combined(Coded.of([row[:2] for row in rows]))
    disagreeing, later = copies(identity, Coded.of([row[2] for row in rows]))
    contents, seen = defaultdict(set), Counter()
    for row in rows:
        contents[row[:2]].add(row[2])
    for number, row in enumerate(rows):
        seen[row] += 1
        contradicted = len(contents[row[:2]]) > 1
        assert disagreeing[number] == contradicted
        assert later[number] == (not contradicted and seen[row] > 1)


def test_a_column_of_no_rows_is_possible():
    assert len(combined(Coded(["x"], np.zeros(0, np.int32)))) == 0
