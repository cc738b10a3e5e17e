"""What an attacker can compute from published numbers: bounds of the hidden cells.

The attacker knows the numbers shown, the equations between them, and that counts are not negative; nothing about
which cells were hidden for their own sake. Every table that agrees with this may be the true one; the lowest and the
highest value a cell has among them are its bounds. With `whole`, tables of whole numbers only: a closer look, since
in tables of three dimensions fractions reach further.
"""

from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from .published import incidence

CLOSE = 1e-6
NODES = 2000  # of one search in whole numbers
OPTIMAL, INFEASIBLE, UNBOUNDED = 0, 2, 3


class Contradiction(ValueError):
    """No table at all agrees with what is published."""

    def __init__(self):
        super().__init__(
            "The published numbers contradict one another: a total differs from the sum of its parts."
        )


class Attacker:
    """published: Published. Cells that no equation ties together are looked at apart, in `blocks`."""

    def __init__(self, published):
        self.published = published
        open_ = np.flatnonzero(published.lower < published.upper)
        matrix = incidence(published.equations, len(published)).tocsc()
        given = np.where(published.lower < published.upper, 0, published.lower)
        rest = -(matrix @ given)
        unknown = matrix[:, open_].tocsr()
        if (np.abs(rest[np.diff(unknown.indptr) == 0]) > CLOSE).any():
            raise Contradiction
        self.blocks = []
        if not len(open_):
            return
        _, label = connected_components(abs(unknown).T @ abs(unknown), directed=False)
        sizes = np.bincount(label)
        ends = np.cumsum(sizes)
        order = np.argsort(label, kind="stable")
        place = np.empty(len(order), int)
        place[order] = np.arange(len(order)) - np.repeat(ends - sizes, sizes)
        entries = unknown.tocoo()
        of_block = np.argsort(label[entries.col], kind="stable")
        rows, columns, signs = entries.row[of_block], place[entries.col[of_block]], entries.data[of_block]
        until = np.cumsum(np.bincount(label[entries.col], minlength=len(sizes)))
        self.blocks = [
            Block(published, open_[cells], rows[start:end], columns[start:end], signs[start:end], rest)
            for cells, start, end in zip(np.split(order, ends[:-1]), [0, *until[:-1]], until, strict=True)
        ]


class Block:
    """Unknown cells tied together: matrix @ values = rest, lower <= values <= upper.

    rows, columns, signs: the entries of the matrix; rows are those of all equations together, as rest is.
    """

    def __init__(self, published, cells, rows, columns, signs, rest):
        self.cells, self._entries, self._rest = cells, (rows, columns, signs), rest
        self.lower, self.upper = published.lower[cells], published.upper[cells]

    @cached_property
    def equations(self):
        """Most blocks are never asked, and a matrix costs more than all else of a small one."""
        rows, columns, signs = self._entries
        if not len(rows):
            return []
        used, row = np.unique(rows, return_inverse=True)
        matrix = csr_matrix((signs, (row, columns)), shape=(len(used), len(self.cells)))
        return [LinearConstraint(matrix, self._rest[used], self._rest[used])]

    def best(self, costs, *, at_least=None, at_most=None, whole=False):
        """(status, values) of the table that minimizes costs @ values, within narrower bounds where given."""
        lower = self.lower if at_least is None else at_least
        upper = self.upper if at_most is None else at_most
        found = milp(
            costs,
            constraints=self.equations,
            bounds=Bounds(lower, upper),
            integrality=np.full(len(costs), int(whole)),
            options={"node_limit": NODES},
        )
        return found.status, found.x

    def farthest(self, place, sign, *, whole=False):
        """(value, table): the highest (sign 1) or lowest (sign -1) value of one cell, a table that has it.

        No table where the value is infinite, or where the search was given up; then the value is none either.
        """
        costs = np.zeros(len(self.cells))
        costs[place] = -sign
        status, table = self.best(costs, whole=whole)
        if status == OPTIMAL:
            return table[place], table
        if status == INFEASIBLE and not whole:
            raise Contradiction
        return (sign * np.inf if status == UNBOUNDED else None), None


def bounds(published, cells, *, whole=False):
    """[(lowest, highest)] of some cells (positions), each by two programs of its own; None: given up."""
    places = {
        int(cell): (block, place)
        for block in Attacker(published).blocks
        for place, cell in enumerate(block.cells)
    }
    found = []
    for cell in map(int, cells):
        if cell in places:
            block, place = places[cell]
            found.append(tuple(block.farthest(place, sign, whole=whole)[0] for sign in (-1, 1)))
        else:
            found.append((published.lower[cell], published.upper[cell]))
    return found
