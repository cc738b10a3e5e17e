"""The auditor: is any primary cell narrowed by what is published? It sees published numbers alone.

It shares no code with the suppressor. The list of primary cells says which bounds are judged; it tells the attacker
nothing. Run on what is about to be published joined with all that is public already, and their differences.
"""

from dataclasses import dataclass

import numpy as np

from .bounds import CLOSE, Attacker


@dataclass(frozen=True)
class Narrowed:
    """A primary cell that can be narrowed: its bounds, and whether only whole numbers narrow it. None: unknown."""

    key: object
    lowest: float | None
    highest: float | None
    in_whole_numbers: bool


@dataclass(frozen=True)
class Report:
    """cells: in what is published. hidden: without a number. primary: judged. under_protected: [Narrowed]."""

    cells: int
    hidden: int
    primary: int
    under_protected: list

    @property
    def passed(self):
        return not self.under_protected

    def as_dict(self):
        names = ("lowest", "highest", "in_whole_numbers")
        narrowed = [
            {"cell": n.key, **{name: getattr(n, name) for name in names}} for n in self.under_protected
        ]
        return {
            "cells": self.cells,
            "hidden": self.hidden,
            "primary": self.primary,
            "under_protected": narrowed,
        }


def audit(published, primary, *, low=1, high=10, whole=True):
    """The Report on a Published. primary: keys, or a bool array over the cells.

    A primary cell passes when some table that agrees with the published numbers has it at `low` or below, and some
    at `high` or above; with `whole`, tables of whole numbers. What could not be decided does not pass.
    """
    if isinstance(primary, np.ndarray) and primary.dtype == bool:
        judged = primary
    else:
        judged = np.zeros(len(published), dtype=bool)
        judged[[published.position[key] for key in primary]] = True
    narrowed = []
    for cell in np.flatnonzero(judged & ~(published.lower < published.upper)):
        value = float(published.lower[cell])
        if not (value <= low and value >= high):
            narrowed.append((cell, value, value, False))
    for block in Attacker(published).blocks:
        if (places := np.flatnonzero(judged[block.cells])).size:
            narrowed += _Audit(block, places, low, high, whole).narrowed()
    narrowed.sort(key=lambda one: one[0])
    under = [Narrowed(published.keys[cell], *rest) for cell, *rest in narrowed]
    return Report(len(published), int((~published.shown).sum()), int(judged.sum()), under)


class _Audit:
    """One block: every table found is asked what it shows of all primary cells, so a few answer for most."""

    def __init__(self, block, places, low, high, whole):
        self.block, self.places, self.whole = block, places, whole
        self.marks = {-1: low, 1: high}
        self.open = {-1: block.upper[places] > low, 1: block.lower[places] < high}

    def learn(self, table):
        """Close what this table answers; returns whether it counts at all."""
        if self.whole:
            if np.abs(table - np.rint(table)).max() > CLOSE:
                return False
            table = np.rint(table)
        values = table[self.places]
        for sign, mark in self.marks.items():
            self.open[sign] &= sign * (values - mark) < -CLOSE
        return True

    def narrowed(self):
        """[(cell, lowest, highest, only in whole numbers)]."""
        for sign in self.marks:
            self.ask_together(sign)
        short = {}
        for sign in self.marks:
            for number in np.flatnonzero(self.open[sign]):
                if self.open[sign][number]:
                    self.ask(number, sign, short)
        found = []
        for number, in_whole_numbers in sorted(short.items()):
            place = self.places[number]
            ends = [self.block.farthest(place, sign, whole=in_whole_numbers)[0] for sign in (-1, 1)]
            lowest, highest = (None if end is None else round(float(end), 6) for end in ends)
            found.append((self.block.cells[place], lowest, highest, in_whole_numbers))
        return found

    def ask_together(self, sign):
        """Push all open cells one way, none beyond its mark, for as long as that closes a good part of them."""
        before = np.inf
        while 0 < self.open[sign].sum() < 0.8 * before:
            before, places = self.open[sign].sum(), self.places[self.open[sign]]
            costs, (lower, upper) = self._push(places, sign)
            table = self.block.best(costs, at_least=lower, at_most=upper)
            if table is None:
                return
            if not self.learn(table):
                table = self.block.good(costs, at_least=lower, at_most=upper)
                if table is None or not self.learn(table):
                    return

    def _push(self, places, sign):
        """(costs, bounds) that take cells one way, none beyond its mark."""
        costs, lower, upper = np.zeros(len(self.block.cells)), *self._bounds()
        costs[places] = -sign
        if sign > 0:
            upper[places] = np.minimum(upper[places], self.marks[sign])
        else:
            lower[places] = np.maximum(lower[places], self.marks[sign])
        return costs, (lower, upper)

    def _bounds(self):
        return self.block.lower.copy(), self.block.upper.copy()

    def ask(self, number, sign, short):
        """Decide one cell and direction; short: {number: only in whole numbers} of those that do not reach."""
        place, mark = self.places[number], self.marks[sign]
        costs, (lower, upper) = self._push([place], sign)
        table = self.block.best(costs, at_least=lower, at_most=upper)
        if table is None:  # beyond its mark in any case, or no table at all
            _value, table = self.block.farthest(place, sign)
        if table is not None:
            if sign * (table[place] - mark) < -CLOSE:
                short[number] = False
                return
            if self.learn(table):
                return
        if not self.whole:
            self.open[sign][number] = False
            return
        # In whole numbers, and the other open cells along with it.
        costs, (lower, upper) = self._push(self.places[self.open[sign]], sign)
        (lower if sign > 0 else upper)[place] = mark
        table = self.block.good(costs, at_least=lower, at_most=upper)
        if table is not None and self.learn(table) and not self.open[sign][number]:
            return
        lower, upper = self._bounds()
        (lower if sign > 0 else upper)[place] = mark
        table = self.block.best(np.zeros(len(lower)), at_least=lower, at_most=upper, whole=True)
        if table is None or not self.learn(table):
            short.setdefault(number, True)
