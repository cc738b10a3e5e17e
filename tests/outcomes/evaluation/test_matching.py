"""Who is matched with whom."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.evaluation import matching
from outcomes.evaluation.designs import matched
from outcomes.evaluation.evaluate import evaluate
from outcomes.evaluation.question import Question
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
@pytest.mark.parametrize("share", [0.2, 0.6])
@pytest.mark.parametrize("whole_days", [False, True])
def test_the_tree_finds_what_the_table_finds(monkeypatch, ratio, share, whole_days):
    """Also where partners run out, and where many are equally near."""
    rng = np.random.default_rng(5)
    values, ours = rng.normal(size=(3000, 2)), rng.random(3000) < share
    if whole_days:
        values = np.round(values * 8) / 8
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


def tied(seed, lottery, outcome="rate", periods=3):
    """Whole days missed, so that ties abound; the lottery decides the students' numbers, as a plan's seed does."""
    rng = np.random.default_rng(seed)
    n = 2400
    school, grade = rng.integers(0, 8, n), rng.integers(4, 6, n)
    missed = rng.poisson(rng.gamma(2, 1.5, n)[:, None], (n, periods))
    ours = rng.random(n) < np.clip(0.1 + 0.02 * missed[:, 0], 0, 0.5)
    y = 100 * (1 - missed / 90)
    if outcome == "yes_no":
        y = (missed >= 9).astype(float)
    number = np.random.default_rng(lottery).permutation(n)
    return pd.DataFrame(
        {
            "student": np.repeat(number, periods),
            "school": np.repeat(school, periods),
            "grade": np.repeat(grade, periods),
            "period": np.tile(np.arange(periods), n),
            "participant": np.repeat(ours.astype(int), periods),
            "entry": np.repeat(
                np.where(ours, periods - 1 - rng.integers(0, periods - 2, n), np.nan), periods
            ),
            "y": y.ravel(),
            "days": 90.0,
        }
    )


def everything_said(result):
    """All numbers of an evaluation, those of lists included."""
    if isinstance(result, dict):
        return [number for part in result.values() for number in everything_said(part)]
    if isinstance(result, list):
        return [number for part in result for number in everything_said(part)]
    return [result] if isinstance(result, (int, float)) else []


@pytest.mark.parametrize(
    ("kind", "design", "periods", "window"),
    [("rate", "matched", 3, 2), ("yes_no", "matched", 3, 2), ("rate", "staggered", 5, 4)],
)
def test_no_seed_moves_a_result_however_many_are_equally_near(kind, design, periods, window):
    question = Question(
        "attendance", window, (1, 0), kind=kind, subgroups=("grade",), dosage="hours", chosen="once"
    )

    def of(lottery):
        panel = tied(4, lottery, kind, periods)
        hours = np.random.default_rng(9).integers(1, 6, len(panel) // periods)
        panel = panel.assign(hours=np.repeat(hours, periods)).sort_values(["student", "period"])
        return evaluate(panel.reset_index(drop=True), question)

    one, other = of(lottery=1), of(lottery=2)
    assert one.design == design and one.estimate.p is not None
    first, second = everything_said(one.as_dict()), everything_said(other.as_dict())
    assert len(first) > 150 and first == pytest.approx(second, rel=1e-9, abs=1e-9)


def test_equal_students_stand_for_each_other_as_if_every_lot_had_been_drawn():
    """The slow way: many lots, each with the pairs it happened to draw, and their average."""
    found = []
    for lottery in range(60):
        rows = student_rows(tied(5, lottery), outcome=2, baselines=(1, 0))
        made = matched.match(rows)
        frame, pairs = made.frame, made.pairs
        change = (frame["post"] - frame["pre"]).to_numpy()
        drawn = dataclasses.replace(pairs, alike=np.arange(pairs.n)).differences(change).mean()
        found.append((drawn, pairs.differences(change).mean()))
    drawn, averaged = np.array(found).T
    assert np.ptp(averaged) < 1e-9 < 0.05 < np.ptp(drawn)
    assert drawn.mean() == pytest.approx(averaged[0], abs=4 * drawn.std() / np.sqrt(len(drawn)))


def test_mahalanobis_distance_ignores_units():
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"a": rng.normal(size=300), "participant": rng.integers(0, 2, 300)})
    frame["b"] = frame["a"] + rng.normal(size=300)
    ours = frame["participant"] == 1
    rescaled = frame.assign(b=frame["b"] * 1000)
    # All have as many choices, and the axes turn with the units: the order is given.
    one, other = (
        matching.nearest(matching.mahalanobis(of, ["a", "b"]), ours, caliper=None, order=matching.AS_GIVEN)
        for of in (frame, rescaled)
    )
    assert (one.comparison == other.comparison).all()
