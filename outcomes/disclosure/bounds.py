"""What an attacker can compute from published numbers: bounds of the hidden cells.

The attacker knows the numbers shown, the equations between them, and that counts are not negative; nothing about
which cells were hidden for their own sake. Every table that agrees with this may be the true one; the lowest and the
highest value a cell has among them are its bounds. With `whole`, tables of whole numbers only: a closer look, since
in tables of three dimensions fractions reach further.
"""

from functools import cached_property

import highspy
import numpy as np
from scipy.sparse import csc_matrix
from scipy.sparse.csgraph import connected_components

from .published import incidence

CLOSE = 1e-6
NODES = 2000  # of one search in whole numbers
GOOD, FEW_NODES = 0.1, 20  # of a search for any table that shows much at once


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

    rows, columns, signs: the entries of the matrix; rows are those of all equations together, as rest is. One HiGHS
    model is kept warm: from one question to the next only bounds and costs change.
    """

    def __init__(self, published, cells, rows, columns, signs, rest):
        self.cells, self._entries, self._rest = cells, (rows, columns, signs), rest
        self.lower, self.upper = published.lower[cells], published.upper[cells]

    @cached_property
    def solver(self):
        """Most blocks are never asked, and a model costs more than all else of a small one."""
        rows, columns, signs = self._entries
        used, row = np.unique(rows, return_inverse=True)
        matrix = csc_matrix((signs, (row, columns)), shape=(len(used), len(self.cells)))
        program = highspy.HighsLp()
        program.num_row_, program.num_col_ = matrix.shape
        program.col_cost_ = np.zeros(len(self.cells))
        program.col_lower_, program.col_upper_ = self.lower, self.upper
        program.row_lower_ = program.row_upper_ = self._rest[used]
        program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        program.a_matrix_.start_, program.a_matrix_.index_ = matrix.indptr, matrix.indices
        program.a_matrix_.value_ = matrix.data
        solver = highspy.Highs()
        # One thread and limits in nodes: the same answer every time.
        for option, value in (("output_flag", False), ("threads", 1), ("mip_max_nodes", NODES)):
            solver.setOptionValue(option, value)
        solver.passModel(program)
        return solver

    def best(self, costs, *, at_least=None, at_most=None, whole=False):
        """The table that minimizes costs @ values, within narrower bounds where given; None where there is none, where
        there is no best one, or where a search in whole numbers was given up.
        """
        self._ask(costs, at_least, at_most, whole)
        return np.array(self.solver.getSolution().col_value) if self._is("kOptimal") else None

    def good(self, costs, *, at_least, at_most):
        """A table of whole numbers that is good enough, from a short search; None where that finds none."""
        self.solver.setOptionValue("mip_rel_gap", GOOD)
        self.solver.setOptionValue("mip_max_nodes", FEW_NODES)
        self._ask(costs, at_least, at_most, whole=True)
        self.solver.setOptionValue("mip_rel_gap", 0.0)
        self.solver.setOptionValue("mip_max_nodes", NODES)
        found = self.solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        return np.rint(self.solver.getSolution().col_value) if found else None

    def _ask(self, costs, at_least, at_most, whole):
        solver, size = self.solver, len(self.cells)
        columns = np.arange(size, dtype=np.int32)
        lower = self.lower if at_least is None else at_least
        upper = self.upper if at_most is None else at_most
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        solver.changeColsIntegrality(size, columns, np.full(size, kind))
        solver.setOptionValue("presolve", "choose" if whole else "off")
        solver.changeColsBounds(size, columns, lower, upper)
        solver.changeColsCost(size, columns, costs)
        solver.run()

    def _is(self, *states):
        return self.solver.getModelStatus() in [getattr(highspy.HighsModelStatus, state) for state in states]

    def farthest(self, place, sign, *, whole=False):
        """(value, table): the highest (sign 1) or lowest (sign -1) value of one cell, a table that has it.

        No table where the value is infinite, or where the search was given up; then the value is none either.
        """
        costs = np.zeros(len(self.cells))
        costs[place] = -sign
        table = self.best(costs, whole=whole)
        if table is not None:
            return table[place], table
        if self._is("kInfeasible") and not whole:
            raise Contradiction
        return (sign * np.inf if self._is("kUnbounded", "kUnboundedOrInfeasible") else None), None


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
