"""Similar students: the same school and grade exactly, nearest on the baselines within a caliper.

Nobody is used twice within one call. The result depends on the data alone: students are taken in the order
of the frame, and the one with the fewest possible partners chooses first.
"""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from . import cluster, glm
from .effect_sizes import pooled_sd

# In standard deviations (of both sides pooled), for each baseline.
CALIPER = 0.25
# Cells with more pairs of students than this are searched with a tree instead of a table.
TABLE = 2_000_000
FEWEST_CHOICES, LARGEST_FIRST, AS_GIVEN = "fewest_choices", "largest_first", "as_given"


@dataclass(frozen=True)
class Pairs:
    """Row positions of participants and of their comparison students, one entry per pair; n: rows in all."""

    participant: np.ndarray
    comparison: np.ndarray
    distance: np.ndarray
    n: int

    @property
    def matched(self):
        """Row positions of participants with a partner, in order."""
        return np.unique(self.participant)

    def weights(self):
        """Per row: 1 for matched participants, 1 / (partners of the set) for their partners, else 0."""
        partners = np.bincount(self.participant, minlength=self.n)
        weights = (partners > 0).astype(float)
        weights[self.comparison] = 1 / partners[self.participant]
        return weights

    def differences(self, values):
        """Participant minus the average of its partners, one per matched participant (rows of values)."""
        values = np.asarray(values, float)
        flat = values.reshape(len(values), -1)
        sets, first = np.unique(self.participant, return_inverse=True)
        partners = np.bincount(first)[:, None]
        sums = np.column_stack([np.bincount(first, column) for column in flat[self.comparison].T])
        return (flat[sets] - sums / partners).reshape((len(sets), *values.shape[1:]))


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
    coordinates = np.asarray(coordinates, float).reshape(len(participant), -1)
    participant = np.asarray(participant, bool)
    groups = np.zeros(len(participant), int) if exact is None else exact
    caliper = np.inf if caliper is None else caliper
    found = []
    for rows in cluster.Blocks.of(groups).rows():
        ours, theirs = rows[participant[rows]], rows[~participant[rows]]
        if len(ours) == 0 or len(theirs) == 0:
            continue
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
    return Pairs(np.array(a, int), np.array(b, int), np.array(distance, float), len(participant))


def _greedy(search, turns, ratio):
    turns = turns[search.choices[turns] > 0]
    for _ in range(ratio):
        served = []
        for a in turns:
            b, distance = search.take(a)
            if b is not None:
                served.append(a)
                yield a, b, distance
        turns = served


class _Table:
    """All distances at once; a partner who is taken becomes infinitely far."""

    def __init__(self, ours, theirs, caliper):
        gaps = np.abs(ours[:, None, :] - theirs[None, :, :])
        self.distances = np.sqrt((gaps**2).sum(axis=2))
        if np.isfinite(caliper):
            self.distances[(gaps > caliper).any(axis=2)] = np.inf
        self.choices = np.isfinite(self.distances).sum(axis=1)
        self.taken = np.zeros(len(theirs))

    def take(self, a):
        distances = self.distances[a] + self.taken
        b = distances.argmin()
        if distances[b] == np.inf:
            return None, None
        self.taken[b] = np.inf
        return b, distances[b]


class _Tree:
    """For large cells: the nearest few, and more of them when those are taken."""

    FEW = 16

    def __init__(self, ours, theirs, caliper):
        self.ours, self.theirs, self.caliper = ours, theirs, caliper
        self.tree = cKDTree(theirs)
        self.free = np.ones(len(theirs), bool)
        if np.isfinite(caliper):
            self.choices = self.tree.query_ball_point(ours, caliper, p=np.inf, return_length=True)
        else:
            self.choices = np.full(len(ours), len(theirs))
        few = min(self.FEW, len(theirs))
        self.distances, self.near = (v.reshape(len(ours), few) for v in self.tree.query(ours, k=few))

    def take(self, a):
        distances, near = self.distances[a], self.near[a]
        while True:
            for b, distance in zip(near, distances, strict=True):
                if self.free[b] and (np.abs(self.ours[a] - self.theirs[b]) <= self.caliper).all():
                    self.free[b] = False
                    return b, distance
            beyond = distances[-1] > self.caliper * np.sqrt(self.ours.shape[1])
            if len(near) == len(self.theirs) or beyond:
                return None, None
            distances, near = self.tree.query(self.ours[a], k=min(4 * len(near), len(self.theirs)))
