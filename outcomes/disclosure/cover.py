"""The cheapest pattern that satisfies a growing list of cuts: the whole-number program of the suppressor.

A cut says "of these cells, this much must be hidden". Most come from the linear programs of `deviations`. One kind
is found here, by looking: a cell must not be the only hidden one of an equation, for it could be computed.
"""

import highspy
import numpy as np

from .deviations import CLOSE, in_whole_numbers, model

NODES = 5000  # of one branch-and-bound; a limit in nodes gives the same answer every time, one in seconds does not
STAY = 0.01  # the discount on the cells of the pattern at hand


class Narrow(Exception):
    """A need that no choice of hidden cells meets, within the reach asked for."""


class Cover:
    """table: Table. always: the cells hidden in any case (bool array)."""

    def __init__(self, table, always):
        self.always, self.bound, self._rows = always, 0.0, {}
        self.cells = np.flatnonzero(table.hideable & ~always)
        self.weights, count = table.weights[self.cells], len(self.cells)
        self.columns = np.arange(count, dtype=np.int32)
        self.column = np.full(len(table), -1, dtype=np.int32)
        self.column[self.cells] = self.columns
        self.solver = model(np.zeros((0, count)), self.weights, np.zeros(count), np.ones(count))
        self.solver.setOptionValue("mip_max_nodes", NODES)
        self.solver.setOptionValue("mip_allow_restart", False)
        touching = abs(table.incidence)
        exact = touching @ (always | (table.lower < table.upper)).astype(float) == 0
        self.equations = touching[exact][:, self.cells].sorted_indices()
        self.members = self.equations.tocoo()

    def cost(self, pattern):
        return float(self.weights @ pattern[self.cells])

    def add(self, cells, coefficients, side):
        """Demand coefficients @ pattern[cells] >= side; returns whether that is news. Raises Narrow when none can.

        cells: positions, sorted.
        """
        side = side - coefficients[self.always[cells]].sum()
        if side <= CLOSE:
            return False
        columns = self.column[cells]
        free = columns >= 0
        coefficients = np.minimum(coefficients[free] / side, 1.0)
        if coefficients.sum() < 1 - CLOSE:
            raise Narrow
        return self._row(columns[free], coefficients, 1.0)

    def _row(self, columns, coefficients, side):
        used = np.abs(coefficients) > 1e-9
        columns, numbers = columns[used], np.round(coefficients[used], 9)
        row = (side, columns.tobytes(), numbers.tobytes())
        if row in self._rows:
            return False
        self._rows[row] = columns, numbers, side
        self.solver.addRow(side, highspy.kHighsInf, len(columns), columns, numbers)
        return True

    def needed(self, pattern):
        """Which cells (bool array) a pattern cannot do without: less one of them, it breaks a cut known already."""
        found = np.zeros(len(pattern), dtype=bool)
        if not self._rows:
            return found
        columns, numbers, sides = zip(*self._rows.values(), strict=True)
        row = np.repeat(np.arange(len(columns)), [len(one) for one in columns])
        cells, numbers = self.cells[np.concatenate(columns)], np.concatenate(numbers)
        left = np.bincount(row, numbers * pattern[cells], len(columns)) - sides
        found[cells[left[row] - numbers < -CLOSE]] = True
        return found

    def _forbid_lonely(self, choice):
        """Cut off a choice that leaves one hidden cell alone in an equation; returns whether there was any."""
        rows, columns = self.members.row, self.members.col
        lonely = 2 * choice[columns] - (self.equations @ choice)[rows] > CLOSE
        news = False
        for row, column in zip(rows[lonely], columns[lonely], strict=True):
            start, end = self.equations.indptr[row : row + 2]
            columns = self.equations.indices[start:end]
            news |= self._row(columns, np.where(columns == column, -1.0, 1.0), 0.0)
        return news

    def cheapest(self, *, whole, near=None):
        """The cheapest pattern under the cuts so far; raises `bound` to what every safe pattern costs at least.

        whole: each cell hidden or not, instead of by parts. near: a pattern whose cells count as a little
        cheaper, so that among patterns of equal cost the search stays where it has cut already.
        """
        costs = self.weights if near is None else self.weights * (1 - STAY * near[self.cells])
        self.solver.changeColsCost(len(self.cells), self.columns, costs)
        in_whole_numbers(self.solver, self.columns, whole)
        news = True
        while news:
            self.solver.run()
            if self.solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
                raise Narrow
            info = self.solver.getInfo()
            found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
            choice = (
                np.clip(self.solver.getSolution().col_value, 0.0, 1.0) if found else np.ones(len(self.cells))
            )
            choice = np.rint(choice) if whole else choice
            news = self._forbid_lonely(choice)
        self.bound = max(self.bound, info.mip_dual_bound if whole else info.objective_function_value)
        pattern = self.always.astype(float)
        pattern[self.cells] = choice
        return pattern
