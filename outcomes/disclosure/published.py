"""What anyone can read: the numbers shown, and the equations between them. All that the auditor gets.

An equation is `(total, parts)`, positions of cells: the total is the sum of the parts. Inequalities are
equations with a cell that nobody prints: `x <= n` is `n = x + others`.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix

INFINITE = np.inf


@dataclass(frozen=True, eq=False)
class Published:
    """For each cell the range it is known to be in.

    keys: what each number is about; equal keys in two releases mean the very same fact. lower, upper: equal where
    the number is shown, 0 and infinity where it is hidden, the range of a rounded rate or of a ladder's step in
    between. shown: whether a reader gets a number or a range at all.
    """

    keys: tuple
    lower: np.ndarray
    upper: np.ndarray
    equations: tuple
    shown: np.ndarray

    @classmethod
    def of(cls, values, equations, keys=None):
        """From numbers alone: NaN where a cell is hidden."""
        values = np.asarray(values, dtype=float)
        shown = ~np.isnan(values)
        keys = tuple(range(len(values)) if keys is None else keys)
        lower, upper = np.where(shown, values, 0), np.where(shown, values, INFINITE)
        return cls(keys, lower, upper, tuple(equations), shown)

    def __len__(self):
        return len(self.keys)

    @cached_property
    def position(self):
        """{key: position}."""
        return {key: position for position, key in enumerate(self.keys)}


def incidence(equations, size):
    """Sparse matrix with a row for each equation: 1 at each part, -1 at the total, so that matrix @ values = 0."""
    rows = [row for row, (_, parts) in enumerate(equations) for _ in range(len(parts) + 1)]
    columns = [column for total, parts in equations for column in (total, *parts)]
    signs = [sign for _, parts in equations for sign in (-1.0, *[1.0] * len(parts))]
    return csr_matrix((signs, (rows, columns)), shape=(len(equations), size))


def common_positions(tables):
    """{key: position} over several tables, each key once."""
    keys = dict.fromkeys(key for table in tables for key in table.keys)
    return {key: number for number, key in enumerate(keys)}


def common_equations(tables, position):
    """The equations of several tables over common positions, each once."""
    found = {}
    for table in tables:
        to = [position[key] for key in table.keys]
        for total, parts in table.equations:
            found.setdefault((to[total], tuple(sorted(to[part] for part in parts))))
    return tuple(found)


def join_published(*releases, differences=()):
    """All that several releases tell together, for an audit of them all.

    Equal keys are the very same fact. differences: [(key, key of what is taken from it)], the larger number
    first; each adds a cell (key, "minus", other key) that no release prints.
    """
    position = common_positions(releases)
    equations, size = list(common_equations(releases, position)), len(position) + len(differences)
    lower, upper, shown = np.zeros(size), np.full(size, INFINITE), np.zeros(size, dtype=bool)
    for release in releases:
        to = [position[key] for key in release.keys]
        lower[to], upper[to] = np.maximum(lower[to], release.lower), np.minimum(upper[to], release.upper)
        shown[to] |= release.shown
    for key in (list(position)[at] for at in np.flatnonzero(lower > upper)[:1]):
        raise ValueError(
            f"{key} is published with two values. They are two facts: give each a key of its own."
        )
    for number, (one, other) in enumerate(differences, start=len(position)):
        equations.append((position[one], (position[other], number)))
    keys = (*position, *((one, "minus", other) for one, other in differences))
    return Published(keys, lower, upper, tuple(equations), shown)
