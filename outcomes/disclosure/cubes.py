"""Tables out of data frames: margins, hierarchies, measures over the same students.

A cube is a long frame, one row for each combination of its dimensions, where the code "Total" in a dimension
stands for all of it. A dimension may lie within another (schools in cities): "Total" schools of a city are the
city. Where students can be counted in several parts (a student of two schools in a year), the parts do not add
up to the whole, and only what is sure is used: a part is not larger than the whole, the parts together are not smaller.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from .tables import Table, join

TOTAL = "Total"
STEP = 0.25  # weights come in steps: among patterns of the very same cost the search settles quickly


def cube(
    frame,
    dims,
    value,
    *,
    within=None,
    outcome=None,
    period=None,
    unduplicated=(),
    not_reported=(),
    total=TOTAL,
):
    """The Table of a long frame; keys are tuples of the codes in the order of `dims`.

    value: column of counts. within: {inner dimension: outer dimension}. outcome: the dimension whose total is the
    denominator of its other codes. period: the dimension whose earlier codes are less useful. unduplicated:
    dimensions whose parts may count a student twice (their totals must be in the frame). not_reported: codes of
    least use. Margins that the frame lacks altogether are added, those it has are checked (ValueError).
    """
    within = within or {}
    frame = _with_margins(frame[[*dims, value]], dims, value, within, unduplicated, total)
    keys = list(frame[list(dims)].itertuples(index=False, name=None))
    position = {key: number for number, key in enumerate(keys)}
    values, equations, overlaps = frame[value].to_numpy(), [], []
    for dimension in dims:
        at, inner = dims.index(dimension), [dims.index(d) for d in dims if _lies_in(d, dimension, within)]
        families = {}
        for number, key in enumerate(keys):
            if key[at] != total and all(key[deeper] == total for deeper in inner):
                families.setdefault((*key[:at], total, *key[at + 1 :]), []).append(number)
        found = overlaps if dimension in unduplicated else equations
        found += [
            (position[parent], tuple(parts)) for parent, parts in families.items() if parent in position
        ]
    populations = np.full(len(keys), np.nan)
    if outcome is not None:
        at = dims.index(outcome)
        whole = [position.get((*key[:at], total, *key[at + 1 :])) for key in keys]
        populations = np.array([np.nan if number is None else values[number] for number in whole])
    weights = usefulness(
        frame, dims, value, outcome=outcome, period=period, not_reported=not_reported, total=total
    )
    table = Table(keys=keys, values=values, equations=equations, weights=weights, populations=populations)
    return _with_overlaps(table, overlaps)


def measure(frame, dims, *, population, count, **options):
    """The Table of one count among a population: for each row of `dims` the students, those counted, the others.

    frame: columns of `dims`, and of the two numbers under the names `population` and `count`. Keys end in these
    names; the others, key ending in "not ...", are printed nowhere but protected, since students - counted
    gives them. Tables of several counts over one population share its cells: `join` them.
    """
    total = options.get("total", TOTAL)
    dims, others = list(dims), f"not {count}"
    numbers = frame[dims].assign(
        **{total: frame[population], count: frame[count], others: frame[population] - frame[count]}
    )
    long = numbers.melt(
        id_vars=dims, value_vars=[total, count, others], var_name="measure", value_name="students"
    )
    table = cube(long, [*dims, "measure"], "students", outcome="measure", **options)
    unprinted = table.unprinted | [key[-1] == others for key in table.keys]
    return replace(
        table,
        keys=[(*key[:-1], population) if key[-1] == total else key for key in table.keys],
        unprinted=unprinted,
        weights=np.where(unprinted, 0.0, table.weights),
        equations=[
            (t, parts) for t, parts in table.equations if not unprinted[[t, *parts]].all()
        ],  # the rest says it
    )


def measures(frame, dims, *, population, counts, **options):
    """The Table of several counts over the same students."""
    return join(*(measure(frame, dims, population=population, count=count, **options) for count in counts))


def usefulness(frame, dims, value, *, outcome=None, period=None, not_reported=(), total=TOTAL):
    """What a reader loses with each cell: 1 for a small cell, a step more for each margin and each power of ten.

    A step less for each period back, half for what was not reported. Headlines (totals in every dimension but
    outcome and period) outweigh all other cells together: hidden only where no other choice protects.
    """
    ranks = [d for d in dims if d not in (outcome, period)]
    margins = (frame[ranks] == total).sum(axis=1).to_numpy()
    weights = 1 + STEP * margins + STEP * np.floor(np.log10(np.maximum(frame[value].to_numpy(), 1)))
    if period is not None:
        periods = sorted(set(frame[period]) - {total}, reverse=True)
        weights -= (
            STEP * frame[period].map({code: age for age, code in enumerate(periods)}).fillna(0).to_numpy()
        )
    if len(not_reported):
        weights /= 1 + frame[list(dims)].isin(list(not_reported)).any(axis=1).to_numpy()
    weights = np.maximum(weights, STEP)
    headline = margins == len(ranks)
    return np.where(headline, weights + weights[~headline].sum(), weights) if ranks else weights


def _lies_in(dimension, outer, within):
    while dimension in within:
        dimension = within[dimension]
        if dimension == outer:
            return True
    return False


def _with_margins(frame, dims, value, within, unduplicated, total):
    """The frame with a row for every total; innermost dimensions first, so that a city's schools are its own."""
    depth = {d: sum(_lies_in(d, outer, within) for outer in dims) for d in dims}
    for dimension in sorted(dims, key=depth.get, reverse=True):
        if dimension in unduplicated or (frame[dimension] == total).any():
            continue
        rest = [d for d in dims if d != dimension]
        sums = (
            frame.groupby(rest, sort=False, as_index=False)[[value]].sum()
            if rest
            else frame[[value]].sum().to_frame().T
        )
        sums = sums.assign(**{dimension: total})
        frame = pd.concat([frame, sums[frame.columns]], ignore_index=True)
    return frame


def _with_overlaps(table, overlaps):
    """The table with what is sure where parts overlap: whole = part + rest; sum of the parts = whole + repeats."""
    pairs = [(table.keys[whole], table.keys[part]) for whole, parts in overlaps for part in parts]
    table = table.with_differences(pairs)
    keys, values, equations = [], [], []
    for whole, parts in overlaps:
        together = table.values[list(parts)].sum()
        if together >= table.values[whole]:  # else some students are in none of the parts
            at = len(table) + len(keys)
            keys += [(table.keys[whole], "parts together"), (table.keys[whole], "repeats")]
            values += [together, together - table.values[whole]]
            equations += [(at, parts), (at, (whole, at + 1))]
    return table.with_unprinted(keys, values, equations, telling=False)
