"""Programs that students enter at different times: group-time effects against matched students.

Each group (students of one first period) is matched, exact on school and grade and nearest on two baselines,
with students who had not entered; the effect of a group in a period is the difference of what changed since
the last baseline, adjusted for the baselines, school by grade. Never two-way fixed effects.

Baselines: the two periods up to the choice of the students. Chosen at entry: the two before it (default).
Chosen once for all: `baselines` names them, and the periods between choice and entry become a check.

Comparison "never": never enrolled. "not_yet" (default): not enrolled by the end of that period. Where
children are chosen year by year, the never enrolled are those who had no bad year later on, which nobody
could know at entry: a program without effect then looks harmful by 0.2 to 0.4 points. Students who enter
later are spoken for by those who stay (`staying`).

Before entry: periods that no baseline and no choice touched. Where they differ (Holm, 5 %), p is withheld.
Convention: cluster jackknife by school (CR3) of each cell and aggregate, t(G - 1).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import cluster, matching
from ..estimates import EARLIER_DIFFER
from ..multiplicity import holm
from ..regression import least_squares
from . import sample
from .averages import Cell, average, table
from .staying import staying_weights
from .wide import wide

NAME = "staggered"
CONVENTION = "group-time, matched, cluster jackknife by school (CR3), t"
NEVER, NOT_YET = "never", "not_yet"
BEFORE_ENTRY_ALPHA = 0.05
AFTER, CHECK, BASELINE = "after", "check", "baseline"


@dataclass(frozen=True)
class Staggered:
    """estimate: the average over participants and periods since entry (p withheld if the check fails).

    cells: frame group, period, since, role ("after", "check": before entry, "baseline": alike by matching),
    effect, se, low, high, p, participants, comparison. by_period: {periods since entry: Estimate};
    by_group: {first period: Estimate}. passed: whether the checked periods agree (None: there was none).
    at_baseline, weights: the matched students' baselines, for the balance table; before_matching: everyone's.
    """

    estimate: object
    cells: pd.DataFrame
    by_period: dict
    by_group: dict
    passed: bool | None
    matched_share: float
    at_baseline: pd.DataFrame
    weights: np.ndarray
    before_matching: pd.DataFrame


@dataclass(frozen=True)
class _Group:
    """Matched students of one entry: row places, weights, which of them are participants.

    matched: number of participants with a partner. pool: baselines of all who could have been matched.
    """

    entry: int
    baselines: tuple
    rows: np.ndarray
    weights: np.ndarray
    ours: np.ndarray
    matched: int
    pool: pd.DataFrame


def staggered(
    panel,
    *,
    baselines=None,
    comparison=NOT_YET,
    ratio=3,
    caliper=matching.CALIPER,
    covariates=(),
    kind="rate",
    behind=None,
    least_days=1,
):
    """Run the design on a panel (see `rows`). baselines: (last, the one before), periods, for every group.

    covariates: columns that do not change within a student.
    """
    data = wide(panel, covariates, kind, least_days, behind)
    groups, entered, measurable = [], 0, 0
    for entry in sorted(set(data.entry[np.isfinite(data.entry) & (data.entry >= 0)].astype(int))):
        chosen = _baseline_places(data.periods, entry, baselines)
        if chosen is not None:
            ours = data.entry == entry
            entered += int(ours.sum())
            measurable += int((ours & _usable(data, chosen)).sum())
            groups.append(_match(data, entry, chosen, comparison, ratio, caliper))
    groups = [group for group in groups if group is not None]
    cells = [
        cell
        for group in groups
        for place in range(len(data.periods))
        if (cell := _cell(data, group, place, comparison, covariates)) is not None
    ]
    return _result(data, groups, cells, {"entered": entered, "measurable": measurable}, kind)


def _baseline_places(periods, entry, baselines):
    """Places (last baseline, the one before) of a group; None when the panel does not reach back so far."""
    if baselines is None:
        return (entry - 1, entry - 2) if entry >= 2 else None
    places = tuple(int(np.searchsorted(periods, period)) for period in baselines)
    return places if max(places) < entry else None


def _usable(data, chosen):
    known = np.isfinite(data.behind[:, list(chosen)]).all(axis=1) & np.isfinite(data.values[:, chosen[0]])
    return known & (data.school[:, chosen[0]] >= 0)


def _match(data, entry, chosen, comparison, ratio, caliper):
    ours = data.entry == entry
    theirs = np.isinf(data.entry) if comparison == NEVER else data.entry > entry
    rows = np.flatnonzero((ours | theirs) & _usable(data, chosen))
    ours = ours[rows]
    if ours.sum() < 2 or (~ours).sum() < 2:
        return None
    pool = _baselines(data, rows, ours, chosen)
    scaled = matching.scaled(pool, [name for name in pool if name != "participant"])
    exact = cluster.crossed(data.school[rows, chosen[0]], data.grade[rows, chosen[0]])
    pairs = matching.nearest(scaled, ours, exact=exact, caliper=caliper, ratio=ratio)
    weights = pairs.weights()
    kept = weights > 0
    if not kept.any():
        return None
    return _Group(entry, chosen, rows[kept], weights[kept], ours[kept], len(pairs.matched), pool)


def _cell(data, group, place, comparison, covariates):
    """One group-time effect with its values without each school; None where nobody is left to compare."""
    base = group.baselines[0]
    if place == base:
        return None
    role = AFTER if place >= group.entry else BASELINE if place in group.baselines else CHECK
    weights = group.weights
    if comparison == NOT_YET and place > group.entry:
        eligible = data.entry > group.entry
        staying = staying_weights(data.behind, data.entry, eligible, group.entry, place)[group.rows]
        weights = np.where(group.ours, weights, weights * staying)
    there = np.isfinite(data.values[group.rows, place]) & (weights > 0)
    rows, weights, ours = group.rows[there], weights[there], group.ours[there]
    if ours.sum() < 2 or (~ours).sum() < 2:
        return None
    names, parts = ["effect"], [ours[:, None].astype(float)]
    if role != BASELINE:
        described, described_names = sample.columns(data.covariates.iloc[rows], covariates)
        parts += [data.behind[np.ix_(rows, list(group.baselines))], described]
        names += [*(f"baseline {chosen}" for chosen in group.baselines), *described_names]
        if data.behind is not data.values:
            parts.append(data.values[rows, base][:, None])
            names.append("before")
    school = data.school[rows, base]
    fit = least_squares(
        data.values[rows, place] - data.values[rows, base],
        np.hstack(parts),
        names=names,
        kind="CR3",
        clusters=school,
        weights=weights,
        absorb=cluster.crossed(school, data.grade[rows, base]),
    )
    if "effect" not in fit.names:
        return None
    return Cell(
        group.entry, place, role, fit["effect"], fit.left_out("effect"), rows, ours, weights, school,
        data.values[rows, place],
    )  # fmt: skip


def _result(data, groups, cells, counted, kind):
    def averaged(of, label):
        return average(
            NAME, CONVENTION, of, label=label, kind=kind, schools=data.schools, baselines=baselines
        )

    baselines = min((len(group.baselines) for group in groups), default=2)
    after = [cell for cell in cells if cell.role == AFTER]
    overall = averaged(after, "simple")
    by_period = {
        since: averaged([cell for cell in after if cell.since == since], f"since entry {since}")
        for since in sorted({cell.since for cell in after})
    }
    by_group = {
        data.periods[entry].item(): averaged([c for c in after if c.group == entry], f"entry {entry}")
        for entry in sorted({cell.group for cell in after})
    }
    frame = table(cells, data.periods)
    checks = [p for p in holm(frame.loc[frame["role"] == CHECK, "p"].tolist()) if p is not None]
    passed = min(checks) >= BEFORE_ENTRY_ALPHA if checks else None
    if passed is False:
        overall = overall.without_p(EARLIER_DIFFER)
        by_period = {key: part.without_p(EARLIER_DIFFER) for key, part in by_period.items()}
        by_group = {key: part.without_p(EARLIER_DIFFER) for key, part in by_group.items()}
    participants = sum(group.matched for group in groups)
    overall = overall.with_(sets=participants, details={"before_entry": passed, **counted})
    matched = [_baselines(data, group.rows, group.ours, group.baselines) for group in groups]
    nothing = [pd.DataFrame(columns=["pre", "pre2", "participant"], dtype=float)]
    return Staggered(
        overall,
        frame,
        by_period,
        by_group,
        passed,
        participants / max(counted["measurable"], 1),
        pd.concat(matched or nothing),
        np.concatenate([group.weights for group in groups]) if groups else np.array([]),
        pd.concat([group.pool for group in groups] or nothing),
    )


def _baselines(data, rows, ours, chosen):
    values = data.behind[np.ix_(rows, list(chosen))]
    frame = pd.DataFrame(values, columns=["pre", "pre2"][: values.shape[1]])
    return frame.assign(participant=ours.astype(int))
