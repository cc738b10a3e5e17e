"""How far hidden cells can move while all that is shown stays true: the linear programs of the suppressor.

With the true table `a` and its equations `M a = 0`, another table `a + d` tells a reader the same when `M d = 0`,
`d >= -a`, and `d = 0` on the cells shown (or within the range that a rounded rate leaves). A primary cell is
protected when some such d takes it down to the low mark and another takes it up to the high mark.

One HiGHS model is kept warm for each table: from one question to the next only bounds and costs change.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csc_matrix, hstack

CLOSE = 1e-6
TRIES, IDLE, FEW = 22, 3, 0.05  # of pushing many at once: at most, of no use one after the other, of no use
FAR = 1e9  # stands for infinity where numbers are added up: no count of students comes near
NODES = 50  # of a search for one deviation that meets many needs in whole numbers


@dataclass(frozen=True, eq=False)
class Needs:
    """What must be possible: cell[k] can be moved by amount[k] in the direction sign[k] (+1 up, -1 down)."""

    cell: np.ndarray
    sign: np.ndarray
    amount: np.ndarray

    @classmethod
    def of(cls, values, primary, low, high):
        """Each primary cell down to `low` and up to `high`, where its true value is not there already."""
        cells = np.flatnonzero(primary)
        cell, sign = np.concatenate([cells, cells]), np.repeat([1, -1], len(cells))
        amount = np.concatenate([high - values[cells], values[cells] - low])
        wanting = amount > 0
        return cls(cell[wanting], sign[wanting], amount[wanting].astype(float))

    def __len__(self):
        return len(self.cell)

    def met(self, deviation):
        """Which needs a deviation meets."""
        return self.sign * deviation[self.cell] >= self.amount - CLOSE


class Known:
    """The deviations found so far, with the needs each meets: a later pattern often allows them too."""

    def __init__(self, needs, size):
        self.needs, self.count = needs, 0
        self._rows, self._meets = np.zeros((64, size)), np.zeros((64, len(needs)), dtype=bool)

    @property
    def rows(self):
        return self._rows[: self.count]

    @property
    def meets(self):
        return self._meets[: self.count]

    def add(self, deviation):
        """Keep a deviation; returns which needs it meets."""
        if self.count == len(self._rows):
            self._rows = np.vstack([self._rows, np.zeros_like(self._rows)])
            self._meets = np.vstack([self._meets, np.zeros_like(self._meets)])
        self._rows[self.count] = deviation
        self._meets[self.count] = self.needs.met(deviation)
        self.count += 1
        return self._meets[self.count - 1]

    def keep(self, which):
        """Forget all but some."""
        rows, meets = self.rows[which], self.meets[which]
        self.count = len(rows)
        self._rows[: self.count], self._meets[: self.count] = rows, meets

    def unmet(self):
        """Which needs no kept deviation meets."""
        return ~self.meets.any(axis=0)


def model(matrix, costs, lower, upper):
    """A quiet HiGHS model of one thread (so that every run is the same): minimize costs @ x, matrix @ x = 0."""
    matrix = csc_matrix(matrix)
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = matrix.shape
    program.col_cost_, program.col_lower_, program.col_upper_ = costs, lower, upper
    program.row_lower_ = program.row_upper_ = np.zeros(matrix.shape[0])
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_, program.a_matrix_.index_ = matrix.indptr, matrix.indices
    program.a_matrix_.value_ = matrix.data.astype(float)
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
        solver.setOptionValue(option, value)
    solver.passModel(program)
    return solver


def in_whole_numbers(solver, columns, whole):
    solver.setOptionValue("presolve", "choose" if whole else "off")
    kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
    solver.changeColsIntegrality(len(columns), columns, np.full(len(columns), kind))


def found(solver):
    """Whether the solver has a solution at hand, the best one or not."""
    return solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible


def solved(solver):
    return solver.getModelStatus() == highspy.HighsModelStatus.kOptimal


class Deviations:
    """The deviations that a reader cannot tell from the truth, under a pattern of hidden cells.

    A pattern is an array over the cells, 0 (shown) to 1 (hidden), in between when a relaxed program made it.
    reach: no cell moves further than this; it keeps the cuts sharp, and infinity asks the question as it is.
    """

    def __init__(self, table, needs, reach):
        self.table, self.needs, self.size = table, needs, len(table)
        self.columns, self.nothing = np.arange(self.size, dtype=np.int32), np.zeros(self.size)
        self.shown_low = np.maximum(np.ceil(table.lower) - table.values, -reach)
        self.shown_high = np.minimum(np.floor(table.upper) - table.values, reach)
        self.hidden_low = np.maximum(-table.values.astype(float), -reach)
        self.hidden_high = np.full(self.size, float(reach))
        self.by_cell = csc_matrix(table.incidence).T.tocsr()
        self.equations = table.incidence.sorted_indices()
        self.solver = model(table.incidence, self.nothing, self.nothing, self.nothing)
        self.solver.setOptionValue("simplex_strategy", 4)  # primal: the last solution stays feasible
        self.solver.setOptionValue(
            "primal_simplex_bound_perturbation_multiplier", 0.0
        )  # small whole bounds: no need

    def bounds(self, pattern):
        """(lowest, highest) deviation of each cell."""
        with np.errstate(invalid="ignore"):  # infinity times nothing
            low = self.shown_low + (self.hidden_low - self.shown_low) * pattern
            high = self.shown_high + (self.hidden_high - self.shown_high) * pattern
        return np.where(pattern == 0, self.shown_low, low), np.where(pattern == 0, self.shown_high, high)

    def fit(self, rows, pattern):
        """Which deviations (rows) the pattern allows."""
        low, high = self.bounds(pattern)
        return ((rows >= low - CLOSE) & (rows <= high + CLOSE)).all(axis=1)

    def passes(self, deviation, cells=slice(None)):
        """Where a deviation (or many, at one cell) leaves the range that a shown cell would keep to."""
        return (deviation > self.shown_high[cells] + CLOSE) | (deviation < self.shown_low[cells] - CLOSE)

    def begin(self, pattern):
        """Take up a pattern: the questions that follow are asked under it."""
        self.low, self.high = self.bounds(pattern)
        self.solver.changeColsBounds(self.size, self.columns, self.low, self.high)

    def many(self, wanted, known, *, whole=False):
        """Add to `known` deviations that meet many of the wanted needs (bool array) at once; returns the rest.

        The wanted cells are pushed together, half of them against the other half, for as long as that helps.
        whole: deviations in whole numbers only.
        """
        wanted, idle = wanted.copy(), 0
        if whole:
            in_whole_numbers(self.solver, self.columns, True)
            self.solver.setOptionValue("mip_max_nodes", NODES)
        for half in range(TRIES):
            if not wanted.any() or idle == IDLE:
                break
            now = wanted & (self.needs.sign == self._direction(half))
            before = wanted.sum()
            if now.any():
                wanted &= ~self._pushed(now, known, whole)
            idle = 0 if before - wanted.sum() >= FEW * before else idle + 1
        if whole:
            in_whole_numbers(self.solver, self.columns, False)
            self.solver.setOptionValue("mip_max_nodes", highspy.kHighsIInf)
        self.solver.changeColsBounds(self.size, self.columns, self.low, self.high)
        self.solver.changeColsCost(self.size, self.columns, self.nothing)
        return wanted

    def _direction(self, half):
        """Which way each need's cell is pushed in a try: all up, all down, then half of them against the other half."""
        if half < 2:
            return 1 - 2 * half
        bit = (self.needs.cell >> ((half - 2) // 2 % 10)) & 1
        return np.where(bit == half % 2, 1, -1)

    def _pushed(self, now, known, whole):
        """Which needs a deviation meets that pushes the cells of some (bool array), none beyond its own need."""
        cells, signs, amounts = self.needs.cell[now], self.needs.sign[now], self.needs.amount[now]
        costs, low, high = self.nothing.copy(), self.low.copy(), self.high.copy()
        costs[cells] = -signs
        up, down = signs > 0, signs < 0
        high[cells[up]] = np.minimum(high[cells[up]], amounts[up])
        low[cells[down]] = np.maximum(low[cells[down]], -amounts[down])
        self.solver.changeColsBounds(self.size, self.columns, low, high)
        self.solver.changeColsCost(self.size, self.columns, costs)
        self.solver.run()
        if not found(self.solver):
            return np.zeros(len(self.needs), dtype=bool)
        moved = np.array(self.solver.getSolution().col_value)
        return known.add(np.rint(moved) if whole else moved)

    def farthest(self, need):
        """(deviation, prices): the cell of a need moved as far as it needs, or else as far as it can be.

        prices: of the equations; when it falls short, a cut follows from them.
        """
        cell, sign, amount = int(self.needs.cell[need]), int(self.needs.sign[need]), self.needs.amount[need]
        low, high = self.low[cell], self.high[cell]
        self.solver.changeColBounds(cell, max(low, -amount), min(high, amount))
        self.solver.changeColCost(cell, -sign)
        self.solver.run()
        solution = self.solver.getSolution()
        self.solver.changeColCost(cell, 0.0)
        self.solver.changeColBounds(cell, low, high)
        return np.array(solution.col_value), np.array(solution.row_dual)

    def whole(self, need):
        """A deviation in whole numbers that meets a need, or None where there is none."""
        cell, sign, amount = int(self.needs.cell[need]), int(self.needs.sign[need]), self.needs.amount[need]
        low, high = self.low[cell], self.high[cell]
        self.solver.changeColBounds(cell, *((amount, high) if sign > 0 else (low, -amount)))
        in_whole_numbers(self.solver, self.columns, True)
        self.solver.run()
        deviation = np.rint(self.solver.getSolution().col_value) if solved(self.solver) else None
        in_whole_numbers(self.solver, self.columns, False)
        self.solver.changeColBounds(cell, low, high)
        return deviation

    def cut(self, need, prices):
        """(cells, coefficients, side): every pattern that meets the need has coefficients @ pattern[cells] >= side.

        For any prices y the gains g = sign * e_cell + y M satisfy g @ d = sign * d_cell on all deviations d. So
        the farthest d_i in the useful direction, times g_i, must add up to the amount: a shown cell adds its
        rounding only, a hidden one its reach.
        """
        gain = self.by_cell @ prices
        gain[self.needs.cell[need]] += self.needs.sign[need]
        used = np.flatnonzero(np.abs(gain) > 1e-9)
        shown, hidden = self._ends(used, gain[used])
        return used, hidden - shown, self.needs.amount[need] - shown.sum()

    def cuts_of_equations(self, always):
        """The cut from each equation of a need's cell, taken by itself: where the cell moves, others of it must.
        Without those that the cells hidden in any case (bool array) satisfy already.

        The factors of equations are 1 and -1, so the gains of an equation are one of two, whichever cell moves.
        """
        rows = self.equations
        at, cells = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr)), rows.indices
        shown, more, without = [], [], []
        for turn in (1, -1):
            told, moved = self._ends(cells, turn * rows.data)
            shown.append(told)
            more.append(moved - told)
            without.append(np.where(always[cells], moved, told))
        shown, more = np.array(shown), np.array(more)
        others = [np.bincount(at, one, rows.shape[0])[at] - one for one in (*shown, *without)]
        by_cell, first = np.argsort(cells, kind="stable"), np.searchsorted(np.sort(cells), self.needs.cell)
        many = np.bincount(cells, minlength=self.size)[self.needs.cell]
        need = np.repeat(np.arange(len(self.needs)), many)
        step = np.arange(len(need)) - np.repeat(np.cumsum(many) - many, many)
        entry = by_cell[np.repeat(first, many) + step]
        turned = (self.needs.sign[need] * rows.data[entry] > 0).astype(int)
        amount = self.needs.amount[need]
        asked = amount - np.array(others[2:])[turned, entry] > CLOSE
        side = amount - np.array(others[:2])[turned, entry]
        for one, turn, least in zip(entry[asked], turned[asked], side[asked], strict=True):
            start, end = rows.indptr[at[one] :][:2]
            beside = np.delete(np.arange(start, end), one - start)
            yield cells[beside], more[turn][beside], least

    def _ends(self, cells, gain):
        """How much each cell adds in the useful direction: while it is shown, and when it is hidden."""
        up = gain > 0
        shown = gain * np.where(up, self.shown_high[cells], self.shown_low[cells])
        hidden = gain * np.where(up, self.hidden_high[cells], self.hidden_low[cells])
        return np.clip(shown, -FAR, FAR), np.clip(hidden, -FAR, FAR)


class CheapestFlow:
    """The deviation that meets one need by way of the cells cheapest to hide: the greedy step of old."""

    def __init__(self, deviations):
        self.under, self.size = deviations, deviations.size
        self.columns = np.arange(2 * self.size, dtype=np.int32)
        incidence, nothing = deviations.table.incidence, np.zeros(2 * self.size)
        self.solver = model(hstack([incidence, -incidence]), nothing, nothing, nothing)

    def __call__(self, need, costs, whole=False):
        """A deviation, None where there is none. costs: of a unit through each cell, infinity where it must stay."""
        under, needs, free = self.under, self.under.needs, np.isfinite(costs)
        up, down = (
            np.where(free, under.hidden_high, under.shown_high),
            np.where(free, under.hidden_low, under.shown_low),
        )
        low, high, costs = np.zeros(2 * self.size), np.concatenate([up, -down]), np.where(free, costs, 0.0)
        ahead = needs.cell[need] + (0 if needs.sign[need] > 0 else self.size)
        low[ahead] = high[ahead] = needs.amount[need]
        high[(ahead + self.size) % (2 * self.size)] = 0
        self.solver.clearSolver()
        self.solver.changeColsBounds(2 * self.size, self.columns, low, high)
        self.solver.changeColsCost(2 * self.size, self.columns, np.concatenate([costs, costs]))
        in_whole_numbers(self.solver, self.columns, whole)
        self.solver.run()
        if not solved(self.solver):
            return None
        moved = np.array(self.solver.getSolution().col_value)
        return moved[: self.size] - moved[self.size :]
