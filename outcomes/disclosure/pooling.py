"""Coarser tables, before a page becomes a wall of asterisks: years together, small groups together."""

from dataclasses import dataclass

import numpy as np

from .suppress import Pattern, suppress
from .tables import Table

MOST_HIDDEN = 0.3


@dataclass(frozen=True, eq=False)
class Readable:
    """name: of the candidate taken. hidden: share of the cells meant for print that are hidden."""

    name: str
    table: Table
    pattern: Pattern
    hidden: float


def most_readable(candidates, *, most_hidden=MOST_HIDDEN, **options):
    """The Readable of the first candidate with at most this share hidden; if there is none, of the least hidden.

    candidates: (name, Table) from the finest to the coarsest; a generator builds no coarser one than needed.
    options: for `suppress`.
    """
    best = None
    for name, table in candidates:
        pattern = suppress(table, **options)
        printed = ~table.unprinted
        share = float(pattern.hidden[printed].mean()) if printed.any() else 0.0
        if best is None or share < best.hidden:
            best = Readable(name, table, pattern, share)
        if share <= most_hidden:
            break
    return best


def together(frame, dims, values, dimension, codes, into):
    """The long frame with some codes of a dimension added up under one name. values: the columns of counts.

    Years added up count a student once for each year: say "student-years" beside the number.
    """
    renamed = frame.assign(**{dimension: frame[dimension].where(~frame[dimension].isin(list(codes)), into)})
    return renamed.groupby(list(dims), sort=False, as_index=False)[list(values)].sum()


def smallest_codes(frame, dimension, value, *, enough, keep=()):
    """The smallest codes of a dimension that belong together: those below `enough`, and more until they reach it.

    Never one alone (it would have gained nothing), and none of `keep`. Empty when every code is large enough.
    """
    sizes = frame[~frame[dimension].isin(list(keep))].groupby(dimension, sort=True)[value].sum()
    sizes = sizes.sort_values(kind="stable")
    if not len(sizes) or sizes.iloc[0] >= enough:
        return []
    reached = int(np.searchsorted(sizes.cumsum().to_numpy(), enough)) + 1
    return list(sizes.index[: max(reached, int((sizes < enough).sum()), 2)])
