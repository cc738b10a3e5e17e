"""A table as the house knows it: every true count, the equations between them, and what each is worth to a reader.

`Published` is what a reader knows of it. The suppressor works on tables, the auditor on what is published, and
they share nothing else.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from .policy import policy as policy_in_force
from .published import INFINITE, Published, common_equations, common_positions, incidence

# The arrays of a table beside its values: name, default (None: the values), kind.
FIELDS = {
    "weights": (1.0, float),
    "hideable": (True, bool),
    "unprinted": (False, bool),
    "telling": (True, bool),
    "populations": (np.nan, float),
    "lower": (None, float),
    "upper": (None, float),
}


@dataclass(frozen=True, eq=False)
class Table:
    """Cells and equations, with the true counts; arrays are as long as `keys`.

    keys: what each number is about; equal keys in two tables mean the very same fact.
    values: the true counts. equations: [(position of a total, positions of its parts)].
    weights: what a reader loses with the cell. hideable: whether it may be hidden (not if it is public already).
    unprinted: never shown, so hidden from the start, at no loss. telling: whether a small count here tells of a
    few students (a number of double mentions does not). populations: the denominator of each cell, NaN where
    there is none. lower, upper: what a reader learns from the cell when it is shown: the value itself, or the
    range of a rounded rate or of a ladder's step.
    """

    keys: tuple
    values: np.ndarray
    equations: tuple
    weights: np.ndarray = None
    hideable: np.ndarray = None
    unprinted: np.ndarray = None
    telling: np.ndarray = None
    populations: np.ndarray = None
    lower: np.ndarray = None
    upper: np.ndarray = None

    def __post_init__(self):
        values, size = np.asarray(self.values), len(self.keys)
        if size and (not np.array_equal(values, np.rint(values)) or values.min() < 0):
            raise ValueError("The cells of a table are counts: whole numbers from 0 on.")
        if len(values) != size or len(set(self.keys)) != size:
            raise ValueError("A table needs one value for each cell, and a key of its own for each.")
        given = {"keys": tuple(self.keys), "values": values.astype(np.int64)}
        given["equations"] = tuple((int(total), tuple(map(int, parts))) for total, parts in self.equations)
        for name, (default, kind) in FIELDS.items():
            value = getattr(self, name)
            value = (values if default is None else default) if value is None else value
            given[name] = np.array(np.broadcast_to(value, size), dtype=kind)
        for name, value in given.items():
            object.__setattr__(self, name, value)
        for row in np.flatnonzero(self.incidence @ self.values)[:1]:
            total, parts = self.equations[row]
            raise ValueError(
                f"The parts of {self.keys[total]} add up to {self.values[list(parts)].sum()}, "
                f"but the total says {self.values[total]}. Correct the numbers before they are protected."
            )
        if ((self.lower > self.values) | (self.values > self.upper)).any():
            raise ValueError("What a shown cell tells must contain its true value.")

    def __len__(self):
        return len(self.keys)

    @cached_property
    def position(self):
        """{key: position}."""
        return {key: position for position, key in enumerate(self.keys)}

    @cached_property
    def incidence(self):
        """The equations as a sparse matrix M with M @ values = 0."""
        return incidence(self.equations, len(self))

    def primary(self, policy=None):
        """Which cells the policy hides for their own sake: few students counted, or few in the population."""
        policy = policy or policy_in_force()
        small = (self.values >= 1) & (self.values <= policy.largest_count_hidden)
        small |= self.populations <= policy.smallest_population_hidden  # not where it is NaN
        return small & self.telling

    def components(self):
        """[positions, sorted]: groups of cells that no equation joins with one another; each is protected by itself.

        A number that everybody has ties nothing together: it stands in every group whose equations it is in.
        """
        moves = self.hideable | self.unprinted | (self.lower < self.upper)
        touching = abs(self.incidence).tocsc()
        moving, still = np.flatnonzero(moves), np.flatnonzero(~moves)
        between = touching[:, moving]
        count, label = connected_components(between.T @ between, directed=False)
        of_label = csr_matrix(
            (np.ones(len(moving)), (label, np.arange(len(moving)))), shape=(count, len(moving))
        )
        beside = (of_label @ between.T @ touching[:, still]).tocoo()
        cells = np.concatenate([moving, still[beside.col]])
        label = np.concatenate([label, beside.row])
        order = np.lexsort((cells, label))
        return np.split(cells[order], np.cumsum(np.bincount(label, minlength=count))[:-1])

    def part(self, positions):
        """The table of some of the cells; positions: sorted, a component."""
        inside = {old: new for new, old in enumerate(positions.tolist())}
        return Table(
            keys=[self.keys[position] for position in positions],
            equations=[
                (inside[total], [inside[part] for part in parts])
                for total, parts in self.equations
                if total in inside and inside.keys() >= set(parts)
            ],
            **{name: getattr(self, name)[positions] for name in ("values", *FIELDS)},
        )

    def published(self, hidden):
        """What a reader has when `hidden` (bool array) is not shown."""
        hidden = np.asarray(hidden) | self.unprinted
        lower, upper = np.where(hidden, 0, self.lower), np.where(hidden, INFINITE, self.upper)
        return Published(self.keys, lower, upper, self.equations, ~hidden)

    def as_published(self, hidden):
        """This table as an earlier release left it: what was shown can be hidden no more, what was not costs nothing."""
        hidden = np.asarray(hidden) | self.unprinted
        return replace(
            self, hideable=self.hideable & hidden, unprinted=hidden, weights=self.weights * ~hidden
        )

    def with_unprinted(self, keys, values, equations, telling=True):
        """The same table, more cells that nobody prints, and the equations that tie them to it.

        equations: positions as everywhere, those of the new cells following on those of the old.
        """
        new = {"weights": 0.0, "hideable": True, "unprinted": True, "telling": telling, "populations": np.nan}
        new |= {"values": values, "lower": values, "upper": values}
        arrays = {
            name: np.concatenate([getattr(self, name), np.broadcast_to(new[name], len(keys))])
            for name in ("values", *FIELDS)
        }
        return Table(keys=(*self.keys, *keys), equations=(*self.equations, *equations), **arrays)

    def with_differences(self, pairs):
        """The same table where a reader may subtract: pairs [(key, key of what is taken from it)].

        For two releases of one number, or two populations of which one holds the other. Each difference is a
        cell (key, "minus", other key) that nobody prints, so the students in it are protected as students are.
        A pair whose second number is the larger is turned.
        """
        size, keys, gaps, equations = len(self), [], [], []
        for one, other in pairs:
            if self.values[self.position[one]] < self.values[self.position[other]]:
                one, other = other, one
            a, b = self.position[one], self.position[other]
            equations.append((a, (b, size + len(keys))))
            keys.append((one, "minus", other))
            gaps.append(self.values[a] - self.values[b])
        return self.with_unprinted(keys, gaps, equations)


def join(*tables):
    """One table of several that share cells: equal keys become one cell, every equation stays.

    A cell is hideable only where all its tables say so, unprinted only where none prints it, and known as
    exactly as the most exact of them tells.
    """
    position, first = common_positions(tables), {}
    for table in tables:
        for at, key in enumerate(table.keys):
            first.setdefault(key, (table, at))
    arrays = {
        name: np.array([getattr(table, name)[at] for table, at in first.values()])
        for name in ("values", *FIELDS)
    }
    for table in tables:
        to = [position[key] for key in table.keys]
        for at in np.flatnonzero(arrays["values"][to] != table.values)[:1]:
            raise ValueError(
                f"{table.keys[at]} has two values. Give the two facts keys of their own, and protect their difference."
            )
        arrays["hideable"][to] &= table.hideable
        arrays["unprinted"][to] &= table.unprinted
        arrays["telling"][to] |= table.telling
        arrays["lower"][to] = np.maximum(arrays["lower"][to], table.lower)
        arrays["upper"][to] = np.minimum(arrays["upper"][to], table.upper)
    return Table(keys=tuple(position), equations=common_equations(tables, position), **arrays)
