"""Who is matched with whom."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.evaluation import matching
from outcomes.evaluation.designs import matched
from outcomes.evaluation.rows import student_rows

from .worlds import world


def pool(seed, n, cells=4):
    rng = np.random.default_rng(seed)
    ours = rng.random(n) < 0.25
    # Whole days absent, so that ties abound.
    values = np.round(rng.normal(10, 4, (n, 2)) - ours[:, None])
    return values / 4, ours, rng.integers(0, cells, n)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 120), st.integers(1, 3))
def test_partners_are_of_the_cell_within_the_caliper_and_used_once(seed, n, ratio):
    values, ours, cell = pool(seed, n)
    pairs = matching.nearest(values, ours, exact=cell, ratio=ratio)
    assert ours[pairs.participant].all() and not ours[pairs.comparison].any()
    assert (cell[pairs.participant] == cell[pairs.comparison]).all()
    assert (np.abs(values[pairs.participant] - values[pairs.comparison]) <= matching.CALIPER).all()
    assert len(np.unique(pairs.comparison)) == len(pairs.comparison)
    assert np.bincount(pairs.participant, minlength=1).max() <= ratio


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 120))
def test_nobody_with_a_free_partner_stays_alone(seed, n):
    values, ours, cell = pool(seed, n)
    pairs = matching.nearest(values, ours, exact=cell)
    free = ~ours
    free[pairs.comparison] = False
    for alone in np.setdiff1d(np.flatnonzero(ours), pairs.participant):
        near = (np.abs(values - values[alone]) <= matching.CALIPER).all(axis=1)
        assert not (near & free & (cell == cell[alone])).any()


@pytest.mark.parametrize("ratio", [1, 3])
def test_the_tree_finds_what_the_table_finds(monkeypatch, ratio):
    rng = np.random.default_rng(5)
    values, ours = rng.normal(size=(3000, 2)), rng.random(3000) < 0.2
    table = matching.nearest(values, ours, ratio=ratio)
    monkeypatch.setattr(matching, "TABLE", 0)
    tree = matching.nearest(values, ours, ratio=ratio)
    assert (table.participant == tree.participant).all()
    assert (table.comparison == tree.comparison).all()


def test_the_order_of_the_panel_does_not_matter():
    panel = world(3, students=1500, schools=6)
    shuffled = panel.sample(frac=1, random_state=1)
    one, other = (
        matched.difference_in_change(matched.match(student_rows(p, outcome=3, baselines=(2, 1))))
        for p in (panel, shuffled)
    )
    assert one == other


def test_the_student_with_the_fewest_choices_chooses_first():
    values = np.array([[0.0], [0.2], [0.1], [-0.2]])
    ours = np.array([True, True, False, False])
    pairs = matching.nearest(values, ours)
    # The second could only have the third; the first takes the one left, though the other was nearer.
    assert dict(zip(pairs.participant.tolist(), pairs.comparison.tolist(), strict=True)) == {0: 3, 1: 2}


def test_partners_share_one_student_of_weight():
    pairs = matching.Pairs(np.array([0, 0, 1]), np.array([2, 3, 4]), np.zeros(3), 6)
    assert pairs.weights().tolist() == [1, 1, 0.5, 0.5, 1, 0]
    assert pairs.differences(np.array([5.0, 1, 2, 4, 3, 9])).tolist() == [2, -2]


def test_mahalanobis_distance_ignores_units():
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"a": rng.normal(size=300), "participant": rng.integers(0, 2, 300)})
    frame["b"] = frame["a"] + rng.normal(size=300)
    ours = frame["participant"] == 1
    pairs = matching.nearest(matching.mahalanobis(frame, ["a", "b"]), ours, caliper=None)
    rescaled = matching.mahalanobis(frame.assign(b=frame["b"] * 1000), ["a", "b"])
    assert (matching.nearest(rescaled, ours, caliper=None).comparison == pairs.comparison).all()
