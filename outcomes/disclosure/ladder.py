"""Near 0 and 100 %, and what a rounded rate tells of its numerator.

"None of 30 was suspended" and "all 30 were absent" tell of every one of them. Near both ends a number is
therefore shown as a step of the ladder ("at most 10 %"), the count as well as the rate. And a rate with decimals is a
count in disguise: with a public denominator, what it leaves open is the range of `counts_of_rate`.
"""

from dataclasses import dataclass, replace

import numpy as np

# (smallest population, percent): within so many percent of 0 or 100 only the step is shown.
LADDER = ((300, 1), (100, 2), (40, 5), (20, 10), (11, 20))


@dataclass(frozen=True)
class Step:
    """What is shown instead of a number. at_most: near 0, else near 100. lower, upper: the counts it leaves open."""

    at_most: bool
    percent: int
    lower: int
    upper: int

    def spans(self, low, high):
        """Whether a count of a few may stay behind it: the range holds both marks of the protection target."""
        return self.lower <= low and self.upper >= high


def step(count, students):
    """The Step for a count among students, None where the number itself may stand (or the population is too small)."""
    for smallest, percent in LADDER:
        if students >= smallest:
            room = percent * students // 100
            if count <= room:
                return Step(True, percent, 0, room)
            if students - count <= room:
                return Step(False, 100 - percent, students - room, students)
            return None
    return None


def counts_of_rate(count, students, decimals, per=100):
    """(lowest, highest) count among students that rounds (half up) to the same rate per `per` with these decimals.

    In whole numbers throughout: with u the rate in units of its last digit and s = per * 10^decimals, a count c shows
    u when u - 1/2 <= c s / n < u + 1/2.
    """
    scale = per * 10**decimals
    units = (2 * count * scale + students) // (2 * students)
    lowest = -((1 - 2 * units) * students // (2 * scale))
    highest = -(-(2 * units + 1) * students // (2 * scale)) - 1
    return max(int(lowest), 0), min(int(highest), int(students))


def gives_count_back(students, decimals, per=100):
    """Whether every rate of such a population has one count only: no two counts round to the same."""
    return students <= per * 10**decimals


def with_ladder(table, cells):
    """The Table in which some cells (positions) are shown as steps where the ladder says so."""
    told = {}
    for cell in cells:
        if not np.isnan(table.populations[cell]):
            told[cell] = step(int(table.values[cell]), int(table.populations[cell]))
    return _with_ranges(table, {cell: (one.lower, one.upper) for cell, one in told.items() if one})


def with_rates(table, cells, decimals, per=100):
    """The Table in which some cells (positions) are shown as rates of their population, their counts nowhere."""
    counts, populations = table.values, table.populations
    usable = [cell for cell in cells if populations[cell] > 0]
    ranges = {
        cell: counts_of_rate(int(counts[cell]), int(populations[cell]), decimals, per) for cell in usable
    }
    return _with_ranges(table, ranges)


def _with_ranges(table, ranges):
    lower, upper = table.lower.copy(), table.upper.copy()
    for cell, (lowest, highest) in ranges.items():
        lower[cell], upper[cell] = lowest, highest
    return replace(table, lower=lower, upper=upper)
