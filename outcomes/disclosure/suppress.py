"""Complementary suppression: hide the least useful further cells so that no primary cell can be narrowed.

The target: for every primary cell, what can be computed from the published numbers alone reaches down to the low
mark (1) and up to the high mark (10). A pattern of hidden cells that does this allows two more tables for each primary
cell, one that takes it down and one that takes it up, both in agreement with all that is shown. The pattern
carries these tables, in whole numbers: they are the proof, and `verify` checks them with nothing but sums.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, vstack

from .cover import Narrow
from .deviations import Needs
from .search import Search


class CannotProtect(ValueError):
    """Some cells stay open even when everything that may be hidden is; `keys` names them."""

    def __init__(self, keys, reason):
        self.keys = list(keys)
        named = "; ".join(
            " / ".join(map(str, key)) if isinstance(key, tuple) else str(key) for key in self.keys[:5]
        )
        more = f" and {len(self.keys) - 5} more" if len(self.keys) > 5 else ""
        super().__init__(
            f"No choice of hidden cells protects {named}{more}: {reason}. Let the totals around them be hidden too, "
            "pool them with their neighbours or with other years, or leave this table out."
        )


@dataclass(frozen=True, eq=False)
class Pattern:
    """What to hide, and the proof.

    hidden: bool array over the cells, the unprinted left aside. primary: the cells that are protected; all are hidden but
    those shown as a range that spans both marks. deviations: rows of whole numbers; the true values plus a row are
    a table that a reader cannot tell from the truth. down, up: for each primary cell, by position, the row that
    takes it to the low and to the high mark, -1 where the truth is there. cost: the weight of the secondary cells;
    least: what any safe pattern weighs at least (where no cell needs to move further than a primary one).
    """

    hidden: np.ndarray
    primary: np.ndarray
    deviations: csr_matrix
    down: np.ndarray
    up: np.ndarray
    cost: float
    least: float

    @property
    def secondary(self):
        return self.hidden & ~self.primary


def suppress(table, primary=None, *, low=1, high=10, gap=0.01, rounds=40, lost=None):
    """The Pattern for a Table; every secondary cell of it is needed. Raises CannotProtect.

    primary: bool array, by default what the policy hides. gap: the share of the cost that may be given away for
    time. rounds: of the search, at most. lost: a set that takes up the keys of cells that no choice protects; the rest
    is protected then, instead of CannotProtect.
    """
    primary = table.primary() if primary is None else np.array(primary, dtype=bool)
    must_hide = primary & ~((table.lower <= low) & (table.upper >= high))
    if (public := np.flatnonzero(must_hide & ~table.hideable & ~table.unprinted)).size:
        keys = [table.keys[cell] for cell in public]
        if lost is None:
            raise CannotProtect(keys, "they are public, or must not be hidden")
        lost.update(keys)
        primary[public] = must_hide[public] = False
    hidden, least = must_hide & ~table.unprinted, 0.0
    proofs = [csr_matrix((0, len(table)), dtype=np.int64)]
    for cells in table.components():
        if primary[cells].any():
            part, always = table.part(cells), must_hide[cells] | table.unprinted[cells]
            for _again in range(2):
                needs = Needs.of(table.values[cells], primary[cells], low, high)
                try:
                    pattern, deviations, bound = _protect(part, always, needs, gap, rounds)
                    break
                except CannotProtect as refusal:
                    if lost is None:
                        raise
                    lost.update(refusal.keys)
                    primary[[table.position[key] for key in refusal.keys]] = False
            hidden[cells], least = pattern & ~part.unprinted, least + bound
            rows, columns = np.nonzero(deviations)
            shape = (len(deviations), len(table))
            proofs.append(csr_matrix((deviations[rows, columns], (rows, cells[columns])), shape))
    proof, cost = vstack(proofs).tocsr(), float(table.weights[hidden & ~primary].sum())
    down, up = (_first_row(table, primary, proof, sign, mark) for sign, mark in ((-1, low), (1, high)))
    pattern = Pattern(hidden, primary, proof, down, up, cost, min(least, cost))
    verify(table, pattern, low=low, high=high)
    return pattern


def _protect(table, always, needs, gap, rounds):
    """(hidden, deviations, least cost) of one component. always: the cells hidden in any case."""
    if not len(needs):
        return always, np.zeros((0, len(table)), dtype=np.int64), 0.0
    exact = Search(table, always, needs, np.inf)
    search = Search(table, always, needs, needs.amount.max(), beside=exact)
    try:
        pattern = search.cheapest(gap, rounds)
    except Narrow:  # some cell must move further than any primary one: rare, and slower to search
        if hopeless := exact.hopeless():
            keys = dict.fromkeys(table.keys[needs.cell[need]] for need in hopeless)
            raise CannotProtect(keys, "what is public keeps them too narrow") from None
        search = exact
        pattern = search.cheapest(gap, rounds)
    pattern, deviations = exact.proven(exact.trimmed(pattern))
    return pattern > 0, deviations, search.cover.bound


def _first_row(table, primary, proof, sign, mark):
    """For each primary cell the first row of the proof that takes it to the mark; -1 where its true value is there."""
    cells = np.flatnonzero(primary)
    reached = sign * (proof[:, cells].toarray() + table.values[cells] - mark) >= 0
    first = reached.argmax(axis=0) if len(reached) else np.zeros(len(cells), dtype=int)
    return np.where(sign * (table.values[cells] - mark) >= 0, -1, first)


def verify(table, pattern, *, low=1, high=10):
    """Check the proof of a pattern by sums alone; raises RuntimeError, for then the fault is in this program."""
    cells, shown = np.flatnonzero(pattern.primary), ~(pattern.hidden | table.unprinted)
    tables = np.vstack([pattern.deviations.toarray() + table.values, table.values])  # the last: the truth
    sound = (
        (tables >= 0).all()
        and not (table.incidence @ tables.T).any()
        and ((tables >= table.lower) & (tables <= table.upper))[:, shown].all()
        and not (pattern.hidden & ~table.hideable).any()
        and (tables[pattern.down, cells] <= low).all()
        and (tables[pattern.up, cells] >= high).all()
    )
    if not sound:
        raise RuntimeError(
            "A suppression pattern does not carry its proof. Nothing may be published from it."
        )
