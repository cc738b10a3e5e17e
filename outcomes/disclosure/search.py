"""The search for the cheapest safe pattern of one table; `suppress` says what it is for.

A whole-number program picks the cheapest pattern under the cuts known so far (`cover`); linear programs say which
primary cells it leaves too narrow, and their prices are the next cuts (`deviations`): the decomposition of Benders,
for cell suppression first by Fischetti and Salazar. A relaxed phase comes first, cheap and with most of the cuts.
Then each round looks first at the needs that made trouble before, and at all of them only when those are content;
such a pattern is repaired by cheapest flows, so that a safe one is at hand long before the end.

Deterministic: one thread, limits in rounds and nodes, never in seconds.
"""

import numpy as np

from .cover import Cover, Narrow
from .deviations import CLOSE, CheapestFlow, Deviations, Known

SUSPECT = 8  # for so many turns a need that fell short is looked at first
MOST_CUTS = 120  # new ones in one look: more of them say the same again
BESIDE_HIDDEN = 1e-5  # what a unit of flow through a hidden cell costs: just enough to prefer short ways


class Search:
    """table: Table of one component. always: cells hidden in any case (bool). needs: Needs. reach: see Deviations.
    beside: a Search of the same with another reach, which takes over what is found here, and the cuts as they read there.
    """

    def __init__(self, table, always, needs, reach, beside=None):
        self.table, self.always, self.needs = table, always, needs
        self.cover = Cover(table, always)
        self.deviations = Deviations(table, needs, reach)
        self.flow = CheapestFlow(self.deviations)
        self.beside = beside
        self.known = beside.known if beside else Known(needs, len(table))
        self.trouble, self.turn = (
            np.zeros(len(needs), dtype=int),
            0,
        )  # the turn in which a need last fell short

    def hopeless(self):
        """The needs that stay unmet even when everything that may be hidden is."""
        self.known.keep(np.zeros(self.known.count, dtype=bool))
        self.deviations.begin((self.always | self.table.hideable).astype(float))
        unmet = self.deviations.many(np.ones(len(self.needs), dtype=bool), self.known)
        return [
            need
            for need in np.flatnonzero(unmet)
            if not self.needs.met(self.deviations.farthest(need)[0])[need]
        ]

    def cheapest(self, gap, rounds):
        """A safe pattern: the cheapest, or one that costs at most `gap` more, or the best of so many rounds."""
        self._cut_by_single_equations()
        self._meet_by_hidden_alone()
        for _ in range(rounds):
            if self._shortfalls(self.cover.cheapest(whole=False))[1] == 0:
                break
        pattern, best, best_cost = None, None, np.inf
        for left in reversed(range(rounds)):
            pattern = self.cover.cheapest(whole=True, near=pattern)
            unmet, news = self._shortfalls(pattern, hurry=left > 0)
            if unmet is None:
                continue
            safe = self._repaired(pattern, unmet)
            if (cost := self.cover.cost(safe)) < best_cost:
                best, best_cost = safe, cost
            if news == 0 or best_cost - self.cover.bound <= gap * best_cost:
                break
        return best

    def _meet_by_hidden_alone(self):
        """What the cells hidden in any case make possible, every pattern does: most needs are met for good."""
        self.deviations.begin(self.always.astype(float))
        self.deviations.many(self.known.unmet(), self.known)

    def _cut_by_single_equations(self):
        """Where a primary cell moves, others of each of its equations must: cuts that need no program."""
        for cut in self.deviations.cuts_of_equations(self.always):
            self.cover.add(*cut)

    def _shortfalls(self, pattern, hurry=False):
        """(needs the pattern leaves unmet, number of new cuts); (None, cuts) when in a hurry and some came at once."""
        self.turn += 1
        self.known.keep(self.deviations.fit(self.known.rows, pattern))
        self.deviations.begin(pattern)
        unmet = self.known.unmet()
        if hurry:
            suspects = np.flatnonzero(unmet & (self.trouble > max(0, self.turn - SUSPECT)))
            if news := self._probe(suspects[np.argsort(-self.trouble[suspects], kind="stable")], unmet):
                return None, news
        unmet = self.deviations.many(unmet, self.known)
        return unmet, self._probe(np.flatnonzero(unmet), unmet)

    def _probe(self, needs, unmet):
        """Ask for some unmet needs, one by one; strikes from `unmet` what is met after all, cuts by what is not."""
        news = 0
        for need in needs:
            if news >= MOST_CUTS:
                break
            if not unmet[need]:
                continue
            deviation, prices = self.deviations.farthest(need)
            if self.needs.met(deviation)[need]:
                unmet &= ~self.known.add(deviation)
            else:
                self.trouble[need] = self.turn
                news += self.cover.add(*self.deviations.cut(need, prices))
                if self.beside:
                    self.beside.cover.add(*self.beside.deviations.cut(need, prices))
        return news

    def _repaired(self, pattern, unmet):
        """The pattern, and every cell hidden that the cheapest flows for its unmet needs pass."""
        pattern, unmet = pattern.copy(), unmet.copy()
        for need in np.flatnonzero(unmet):
            if unmet[need]:
                unmet &= ~self.needs.met(self._hide_along(pattern, need))
        return pattern

    def _hide_along(self, pattern, need, whole=False):
        """Hide, in the pattern, the cells that the cheapest flow for a need passes; returns the flow."""
        costs = np.where(
            pattern > 0, BESIDE_HIDDEN, self.table.weights / self.needs.amount[need] + BESIDE_HIDDEN
        )
        costs[~self.table.hideable & (pattern == 0)] = np.inf
        deviation = self.flow(need, costs, whole)
        if deviation is None:
            raise Narrow
        pattern[self.deviations.passes(deviation)] = 1.0
        return deviation

    def trimmed(self, pattern):
        """The pattern without every secondary cell, dearest first, that all needs can do without.

        Of most, a cut says already that they are needed.
        """
        known, deviations, weights = self.known, self.deviations, self.table.weights
        known.keep(deviations.fit(known.rows, pattern))
        touching = abs(self.table.incidence)
        beside = (touching.T @ touching).tocsr()
        secondary = np.flatnonzero((pattern > 0) & ~self.always)
        needed = self.cover.needed(pattern)
        for cell in secondary[np.lexsort((secondary, -weights[secondary]))]:
            if needed[cell]:
                continue
            without = pattern.copy()
            without[cell] = 0.0
            deviations.begin(without)
            unmet = ~known.meets[~deviations.passes(known.rows[:, cell], cell)].any(axis=0)
            nearness = beside[[cell]].toarray().ravel()[self.needs.cell]
            for need in np.argsort(-nearness, kind="stable"):
                if unmet[need]:
                    deviation, _ = deviations.farthest(need)
                    if not self.needs.met(deviation)[need]:
                        break
                    unmet &= ~known.add(deviation)
            else:
                pattern = without
                known.keep(deviations.fit(known.rows, pattern))
                needed = self.cover.needed(pattern)
        return pattern

    def proven(self, pattern):
        """(pattern, deviations in whole numbers that meet every need); hides more where whole numbers ask for it."""
        known, pattern = self.known, pattern.copy()
        known.keep(_is_whole(known.rows) & self.deviations.fit(known.rows, pattern))
        self.deviations.begin(pattern)
        unmet = self.deviations.many(known.unmet(), known, whole=True)
        for need in np.flatnonzero(unmet):
            if unmet[need]:
                # The shortest way round is nearly always of whole numbers, and found before those are asked for.
                deviation = self.flow(need, np.where(pattern > 0, 1.0, np.inf))
                if deviation is None or not _is_whole(deviation):
                    self.deviations.begin(pattern)
                    deviation = self.deviations.whole(need)
                if deviation is None:
                    deviation = self._hide_along(pattern, need, whole=True)
                unmet &= ~known.add(np.rint(deviation))
        known.keep(np.unique(known.meets.argmax(axis=0)))
        return pattern, np.rint(known.rows).astype(np.int64)


def _is_whole(deviations):
    """Whether a deviation is of whole numbers; of rows of deviations, each."""
    return (np.abs(deviations - np.rint(deviations)) < CLOSE).all(axis=-1)
