"""Similar students: the same school and grade exactly, nearest on the baselines within a caliper.

Nobody is used twice within one call. The one with the fewest possible partners chooses first; of two with as
many, the one with the lower baselines, and of two partners equally far the lower one is taken. Students who
are equal in all of this stand for each other: weights and differences are averages over them, so that no
result depends on the order of the rows, and no lot decides.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.spatial import cKDTree

from . import cluster, glm
from .effect_sizes import pooled_sd

# In standard deviations (of both sides pooled), for each baseline.
CALIPER = 0.25
# Cells with more pairs of students than this are searched with a tree instead of a table.
TABLE = 2_000_000
# Digits in which two students are equal: sums in another order differ further down.
DIGITS = 9
FEWEST_CHOICES, LARGEST_FIRST, AS_GIVEN = "fewest_choices", "largest_first", "as_given"


@dataclass(frozen=True)
class Pairs:
    """Row positions of participants and of their comparison students, one entry per pair; n: rows in all.

    alike: number of each row's class; rows of one class are of one side and equal in what was matched on, and
    which of them stands in a pair says nothing. Without it every row is a class of its own.
    """

    participant: np.ndarray
    comparison: np.ndarray
    distance: np.ndarray
    n: int
    alike: np.ndarray = field(default=None)

    def __post_init__(self):
        if self.alike is None:
            object.__setattr__(self, "alike", np.arange(self.n))

    @property
    def matched(self):
        """Row positions of participants with a partner, in order."""
        return np.unique(self.participant)

    def weights(self):
        """Per row: 1 for matched participants, 1 / (partners of the set) for their partners, else 0; shared
        equally among those who are alike.
        """
        partners = np.bincount(self.participant, minlength=self.n)
        weights = (partners > 0).astype(float)
        weights[self.comparison] = 1 / partners[self.participant]
        return self.averaged(weights)

    def averaged(self, values):
        """Values (n rows) with the average of those who are alike in the place of each."""
        values = np.asarray(values, float)
        flat = values.reshape(self.n, -1)
        number = np.bincount(self.alike)[:, None]
        sums = np.column_stack([np.bincount(self.alike, column) for column in flat.T])
        return (sums / np.maximum(number, 1))[self.alike].reshape(values.shape)

    def differences(self, values):
        """Participant minus the average of its partners, one per matched participant (rows of values)."""
        sets, typical, partners = self._sets(values)
        return typical[sets] - partners

    def own_differences(self, values):
        """The same of a column, with every participant's own value: for whom one of the alike has a partner."""
        sets, _typical, partners = self._sets(values)
        number = np.bincount(self.alike[sets], minlength=self.n)
        found = np.bincount(self.alike[sets], partners, minlength=self.n) / np.maximum(number, 1)
        rows = np.flatnonzero(number[self.alike] > 0)
        return np.asarray(values, float)[rows] - found[self.alike[rows]]

    def _sets(self, values):
        """(matched participants, typical value of each row, average of each set's partners)."""
        typical = self.averaged(values)
        flat = typical.reshape(self.n, -1)
        sets, first = np.unique(self.participant, return_inverse=True)
        sums = np.column_stack([np.bincount(first, column) for column in flat[self.comparison].T])
        partners = sums / np.bincount(first)[:, None]
        return sets, typical, partners.reshape((len(sets), *typical.shape[1:]))


def scaled(frame, variables):
    """Columns in units of their standard deviation within the sides: a caliper of 0.25 is 0.25 SD."""
    ours = frame["participant"].to_numpy() == 1
    columns = []
    for variable in variables:
        values = frame[variable].to_numpy(float)
        sd = pooled_sd(values[ours].std(ddof=1), ours.sum(), values[~ours].std(ddof=1), (~ours).sum())
        columns.append(values / sd if sd > 0 else np.zeros(len(values)))
    return np.column_stack(columns)


def mahalanobis(frame, variables):
    """Columns turned and scaled, so that plain distance is Mahalanobis's (covariance within the sides)."""
    values = frame[list(variables)].to_numpy(float)
    ours = frame["participant"].to_numpy() == 1
    centered = np.where(
        ours[:, None], values - values[ours].mean(axis=0), values - values[~ours].mean(axis=0)
    )
    covariance = centered.T @ centered / (len(values) - 2)
    spread, axes = np.linalg.eigh(covariance)
    kept = spread > 1e-12 * spread.max()
    return values @ (axes[:, kept] / np.sqrt(spread[kept]))


def propensity(frame, variables):
    """One column: the logit probability of taking part, given numeric variables."""
    return glm.probabilities(frame["participant"], frame[list(variables)])[:, None]


def nearest(coordinates, participant, *, exact=None, caliper=CALIPER, ratio=1, order=FEWEST_CHOICES):
    """Pair each participant with up to `ratio` unused comparison students.

    coordinates: n x d; closeness is the straight distance, and each coordinate must agree within `caliper`
    (None: no limit). participant: n truth values. exact: group of each row, partners share it.
    order: FEWEST_CHOICES, LARGEST_FIRST by the first coordinate, or AS_GIVEN.
    Partners are given in rounds: everybody's first before anybody's second.
    """
    participant = np.asarray(participant, bool)
    coordinates = np.round(np.asarray(coordinates, float).reshape(len(participant), -1), DIGITS)
    groups = np.zeros(len(participant), int) if exact is None else exact
    caliper = np.inf if caliper is None else caliper
    by_data, alike = _sorted(groups, participant, coordinates)
    found = []
    for places in cluster.Blocks.of(np.asarray(groups)[by_data]).rows():
        rows = by_data[places]
        ours, theirs = rows[participant[rows]], rows[~participant[rows]]
        if len(ours) == 0 or len(theirs) == 0:
            continue
        if order == AS_GIVEN:
            ours = np.sort(ours)
        table = len(ours) * len(theirs) <= TABLE
        search = (_Table if table else _Tree)(coordinates[ours], coordinates[theirs], caliper)
        if order == LARGEST_FIRST:
            turns = np.argsort(-coordinates[ours, 0], kind="stable")
        elif order == AS_GIVEN:
            turns = np.arange(len(ours))
        else:
            turns = np.argsort(search.choices, kind="stable")
        for a, b, distance in _greedy(search, turns, ratio):
            found.append((ours[a], theirs[b], distance))
    found.sort()
    columns = zip(*found, strict=True) if found else ([], [], [])
    a, b, distance = columns
    return Pairs(np.array(a, int), np.array(b, int), np.array(distance, float), len(participant), alike)


def _sorted(groups, participant, coordinates):
    """(row positions by group, side and coordinates; class of each row: equal in all of these)."""
    keys = np.column_stack([cluster.coded(groups)[0], participant, coordinates])
    order = np.lexsort(keys.T[::-1])
    differ = (np.diff(keys[order], axis=0) != 0).any(axis=1)
    alike = np.empty(len(order), int)
    alike[order] = np.concatenate([[0], np.cumsum(differ)])
    return order, alike


def _greedy(search, turns, ratio):
    turns = turns[search.choices[turns] > 0]
    for _ in range(ratio):
        served = []
        for a in search.in_turn(turns):
            b, distance = search.take(a)
            if b is not None:
                served.append(a)
                yield a, b, distance
        turns = np.array(served, int)


class _Table:
    """All distances at once; a partner who is taken becomes infinitely far."""

    def __init__(self, ours, theirs, caliper):
        gaps = np.abs(ours[:, None, :] - theirs[None, :, :])
        self.distances = np.round(np.sqrt((gaps**2).sum(axis=2)), DIGITS)
        if np.isfinite(caliper):
            self.distances[(np.round(gaps, DIGITS) > caliper).any(axis=2)] = np.inf
        self.choices = np.isfinite(self.distances).sum(axis=1)
        self.taken = np.zeros(len(theirs))

    def in_turn(self, turns):
        return turns

    def take(self, a):
        distances = self.distances[a] + self.taken
        b = distances.argmin()
        if distances[b] == np.inf:
            return None, None
        self.taken[b] = np.inf
        return b, distances[b]


class _Tree:
    """For large cells: the nearest few kinds of partners, and more of them when those are used up.

    Partners who are equal are one kind; `next` is the first of each that is free, `end` where the kind ends.
    A portion of the participants looks at the kinds that were free when its turn came: where most partners are
    taken, nobody wades through them.
    """

    FEW = 16
    # Participants a portion, at least; and how many portions a round has at most.
    LEAST, PORTIONS = 256, 40

    def __init__(self, ours, theirs, caliper):
        starts = np.flatnonzero(np.concatenate([[True], (np.diff(theirs, axis=0) != 0).any(axis=1)]))
        self.ours, self.kinds, self.caliper = ours, theirs[starts], caliper
        self.reach = (caliper + 10.0**-DIGITS) * np.sqrt(ours.shape[1])
        self.next, self.end = starts.tolist(), [*starts[1:].tolist(), len(theirs)]
        self.used_up = np.zeros(len(starts), bool)
        if np.isfinite(caliper):
            within = caliper + 10.0**-DIGITS / 2
            near = cKDTree(theirs).query_ball_point(ours, within, p=np.inf, return_length=True)
            self.choices = np.asarray(near)
        else:
            self.choices = np.full(len(ours), len(theirs))

    def in_turn(self, turns):
        size = max(self.LEAST, -(-len(turns) // self.PORTIONS))
        for start in range(0, len(turns), size):
            portion = turns[start : start + size]
            self.free = np.flatnonzero(~self.used_up)
            if len(self.free) == 0:
                return
            self.tree = cKDTree(self.kinds[self.free])
            found = self._nearest(portion, self.FEW)
            for a, *self.found in zip(portion, *found, strict=True):
                yield a

    def take(self, a):
        distances, kinds, within = self.found
        while True:
            all_there = len(kinds) == len(self.free)
            for distance, kind, near in zip(distances, kinds, within, strict=True):
                # Those as far as the last one may not all be here.
                if distance == np.inf or (distance == distances[-1] and not all_there):
                    break
                if near and self.next[kind] < self.end[kind]:
                    self.next[kind] += 1
                    self.used_up[kind] = self.next[kind] == self.end[kind]
                    return self.next[kind] - 1, distance
            if all_there or distance == np.inf:
                return None, None
            (distances,), (kinds,), (within,) = self._nearest([a], 4 * len(kinds))

    def _nearest(self, places, few):
        """The nearest kinds of some of `ours`, nearest first: lists of distances (infinite beyond the caliper's
        reach), of kinds, and of whether the caliper holds for each coordinate.
        """
        of, few = self.ours[places], min(few, len(self.free))
        distances, near = self.tree.query(of, k=few, distance_upper_bound=self.reach)
        distances, near = np.round(distances, DIGITS).reshape(-1, few), near.reshape(-1, few)
        order = np.lexsort((near, distances), axis=1)
        distances = np.take_along_axis(distances, order, axis=1)
        # Beyond the reach there is no kind; any will do.
        kinds = self.free[np.minimum(np.take_along_axis(near, order, axis=1), len(self.free) - 1)]
        gaps = np.abs(of[:, None, :] - self.kinds[kinds])
        within = (np.round(gaps, DIGITS) <= self.caliper).all(axis=2)
        return distances.tolist(), kinds.tolist(), within.tolist()
