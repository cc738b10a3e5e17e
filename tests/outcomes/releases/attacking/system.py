"""Unknown whole numbers and what ties them, and what of them can be computed: a linear program for each question.

Each program is as small as may be: known numbers are put in first, and what no row joins is looked at apart.
"""

from collections import defaultdict

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

CLOSE = 1e-6
OPTIMAL, INFEASIBLE = 0, 2


class System:
    """numbers: {name: (lowest, highest)}; rows: [({name: factor}, at least, at most)]."""

    def __init__(self):
        self.numbers, self.rows = {}, []

    def know(self, name, lowest=0, highest=np.inf):
        """What two tell of a number is more than either."""
        low, high = self.numbers.get(name, (0, np.inf))
        self.numbers[name] = (max(low, lowest), min(high, highest))

    def add(self, factors, lowest=0.0, highest=np.inf):
        for name in factors:
            self.numbers.setdefault(name, (0, np.inf))
        self.rows.append((factors, lowest, highest))

    def contradictions(self, truth):
        """What the true numbers ({name: number}) do not keep to: a reader who believes it is misled."""
        for name, (low, high) in self.numbers.items():
            if not low <= truth[name] <= high:
                yield name, (low, high), truth[name]
        for factors, low, high in self.rows:
            found = sum(factor * truth[name] for name, factor in factors.items())
            if not low - CLOSE <= found <= high + CLOSE:
                yield factors, (low, high), found

    def solved(self):
        return Solved(self)


class Solved:
    """The unknown numbers of a System, component by component."""

    def __init__(self, system):
        self.limits = {name: list(limits) for name, limits in system.numbers.items()}
        rows = self._narrow_by_single([(dict(factors), low, high) for factors, low, high in system.rows])
        names = sorted({name for factors, _low, _high in rows for name in factors}, key=str)
        self.at = {name: number for number, name in enumerate(names)}
        touching = [(row, self.at[name]) for row, (factors, *_) in enumerate(rows) for name in factors]
        if names:
            size = len(names) + len(rows)
            ends = np.array(touching).T
            graph = csr_array((np.ones(len(touching)), (ends[1], ends[0] + len(names))), shape=(size, size))
            _, label = connected_components(graph, directed=False)
            self.label = label[: len(names)]
        self.rows = defaultdict(list)
        for factors, low, high in rows:
            self.rows[self.label[self.at[next(iter(factors))]]].append((factors, low, high))
        self.kept = {}

    def _narrow_by_single(self, rows):
        """Known numbers put in; a row of one unknown becomes a bound of it, in whole numbers; until nothing changes."""
        while True:
            left, changed = [], False
            for factors, low, high in rows:
                known = {name for name in factors if self.limits[name][0] == self.limits[name][1]}
                given = sum(factors[name] * self.limits[name][0] for name in known)
                factors = {name: factor for name, factor in factors.items() if name not in known}
                low, high = low - given, high - given
                if len(factors) > 1:
                    left.append((factors, low, high))
                elif factors:
                    changed = True
                    ((name, factor),) = factors.items()
                    ends = sorted((low / factor, high / factor))
                    limits = self.limits[name]
                    limits[0] = max(limits[0], np.ceil(ends[0] - CLOSE))
                    limits[1] = min(limits[1], np.floor(ends[1] + CLOSE))
            rows = left
            if not changed:
                return rows

    def range(self, expression, low, high):
        """(lowest, highest) of {name: factor} as far as it matters: that it reaches down to `low` and up to `high`."""
        given = sum(f * self.limits[n][0] for n, f in expression.items() if n not in self.at)
        loose = {
            n: f for n, f in expression.items() if n not in self.at and self.limits[n][0] < self.limits[n][1]
        }
        expression = {n: f for n, f in expression.items() if n in self.at}
        if loose:
            ends = np.array(
                [sorted((f * 0, f * (self.limits[n][1] - self.limits[n][0]))) for n, f in loose.items()]
            )
            spread = ends.sum(axis=0)
        else:
            spread = np.zeros(2)
        if not expression:
            return given + spread[0], given + spread[1]
        components = {self.label[self.at[name]] for name in expression}
        return (
            given + spread[0] + self._end(components, expression, -1, low - given - spread[0]),
            given + spread[1] + self._end(components, expression, 1, high - given - spread[1]),
        )

    def _end(self, components, expression, sign, mark):
        components = tuple(sorted(components))
        if components not in self.kept:
            self.kept[components] = _Block(self, components)
        return self.kept[components].end(expression, sign, mark)


class _Block:
    """One component, or the few that an expression joins."""

    def __init__(self, solved, components):
        rows = [row for component in components for row in solved.rows[component]]
        names = sorted({name for factors, *_ in rows for name in factors}, key=str)
        self.at = {name: number for number, name in enumerate(names)}
        entries = [(r, self.at[n], f) for r, (factors, *_) in enumerate(rows) for n, f in factors.items()]
        row, column, factor = zip(*entries, strict=True)
        matrix = csr_array((factor, (row, column)), shape=(len(rows), len(names)))
        self.rows = LinearConstraint(matrix, [low for _f, low, _h in rows], [high for *_f, high in rows])
        limits = np.array([solved.limits[name] for name in names], dtype=float)
        self.lower, self.upper = limits[:, 0], limits[:, 1]
        self.tables = []

    def end(self, expression, sign, mark):
        """The farthest value of an expression; the mark or beyond as soon as some table of whole numbers reaches it."""
        costs = np.zeros(len(self.at))
        for name, factor in expression.items():
            costs[self.at[name]] = -sign * factor
        for table in self.tables:
            if sign * (-sign * costs @ table - mark) >= 0:
                return -sign * costs @ table
        # Stopping at the mark keeps the table moderate, so that it answers other questions as well.
        capped = csr_array(-sign * costs.reshape(1, -1))
        ends = (-np.inf, mark) if sign > 0 else (mark, np.inf)
        found = self._best(costs, [LinearConstraint(capped, *ends)])
        if found.status == INFEASIBLE:
            found = self._best(costs, [])
        assert found.status == OPTIMAL, (found.status, found.message)
        if np.abs(found.x - np.rint(found.x)).max() > CLOSE:
            found = self._best(costs, [LinearConstraint(capped, *ends)], whole=True)
            if found.status == INFEASIBLE:
                found = self._best(costs, [], whole=True)
            assert found.status == OPTIMAL, (found.status, found.message)
        self.tables.append(np.rint(found.x))
        return -sign * costs @ self.tables[-1]

    def _best(self, costs, more, whole=False):
        return milp(
            costs,
            constraints=[self.rows, *more],
            bounds=Bounds(self.lower, self.upper),
            integrality=np.full(len(costs), int(whole)),
        )
