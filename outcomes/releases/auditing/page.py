"""Cells and equations on their way into a Published: each fact of each cut, and the numbers that nobody prints."""

import numpy as np

from ...disclosure.published import INFINITE, Published

UNKNOWN = (0, INFINITE)


def key_in(fact, cut):
    return (fact, cut) if cut else fact


class Page:
    """Cells and equations on their way into a Published."""

    def __init__(self, most):
        self.most, self.at = most, {}
        self.lower, self.upper, self.shown, self.equations = [], [], [], []

    def write(self, facts, cut):
        for fact, told in sorted(facts.items(), key=lambda item: item[0]):
            self._add(key_in(fact, cut), told)

    def _add(self, key, told=UNKNOWN):
        self.at[key] = len(self.lower)
        self.lower.append(told[0])
        self.upper.append(max(told[0], min(told[1], self.most.get(key, INFINITE))))
        self.shown.append(told != UNKNOWN)
        return self.at[key]

    def sum(self, whole, parts, cut):
        self.equations.append(
            (self.at[key_in(whole, cut)], tuple(self.at[key_in(part, cut)] for part in parts))
        )

    def difference(self, whole, part, cut, cut_of_whole=None):
        """whole = part + rest, where the reader has both."""
        a = self.at.get(key_in(whole, cut if cut_of_whole is None else cut_of_whole))
        b = self.at.get(key_in(part, cut))
        key = key_in((whole, "minus", part), cut)
        if a is None or b is None or key in self.at:
            return
        if self.upper[a] < self.lower[b]:
            return
        self.equations.append((a, (b, self._add(key))))

    def together(self, parts, key):
        """The place of a number that nobody prints: of its parts together."""
        at = self._add(key)
        self.equations.append((at, tuple(parts)))
        return at

    def holds(self, whole, parts, key):
        """whole = parts + rest, where the reader has the whole."""
        if whole is not None:
            self.equations.append((whole, (*parts, self._add(key))))

    def published(self):
        return Published(
            tuple(self.at),
            np.array(self.lower, dtype=float),
            np.array(self.upper, dtype=float),
            tuple(self.equations),
            np.array(self.shown, dtype=bool),
        )
