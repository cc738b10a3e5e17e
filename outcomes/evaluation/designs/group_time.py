"""Group-time average effects with influence functions (Callaway and Sant'Anna 2021), for a comparison that
needs no matching; published examples are reproduced with it. `staggered` is its matched sister.

Conventions: effect of group g in period t against the base period (g - 1 - anticipation; before entry either
the period before, "varying", or always the same, "universal"). Standard errors from influence functions,
root of the sum of squares over n; with clusters their sums, times G / (G - 1), and t(G - 1).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from .. import cluster, glm

NEVER, NOT_YET = "never", "not_yet"
# Comparison units whose probability of entering is above this would count too much.
LARGEST_PROPENSITY = 0.995


@dataclass(frozen=True)
class Effect:
    label: object
    value: float
    se: float
    p: float | None
    df: float


@dataclass(frozen=True)
class GroupTime:
    """cells: frame group, period, effect, se; influence: n x cells; groups: entry of each of the n units."""

    cells: pd.DataFrame
    influence: np.ndarray
    groups: np.ndarray
    clusters: np.ndarray | None = None

    def simple(self):
        """Every unit and period since entry counts once."""
        after = self._after()
        return self._effect("simple", *self._weighted(after, self._sizes(after)))

    def dynamic(self, least=None, most=None):
        """(overall, [by period since entry]); the overall is the plain mean from entry on."""
        since = (self.cells["period"] - self.cells["group"]).to_numpy()
        steps = [e for e in np.unique(since) if (least is None or e >= least) and (most is None or e <= most)]
        return self._by(steps, since, overall=lambda step: step >= 0)

    def calendar(self):
        """(overall, [by period]) among those who had entered; the overall is the plain mean."""
        after = self.cells["period"].to_numpy() >= self.cells["group"].to_numpy()
        periods = np.where(after, self.cells["period"], -np.inf)
        return self._by(np.unique(periods[after]), periods, overall=lambda period: True)

    def by_group(self):
        """(overall, [by group]); the overall weights groups by their size."""
        parts, influences, first = [], [], []
        for group in self.cells["group"].unique():
            mine = np.flatnonzero((self.cells["group"] == group) & (self.cells["period"] >= group))
            if len(mine) == 0:
                continue
            first.append(mine[0])
            influences.append(self.influence[:, mine].mean(axis=1))
            parts.append(self._effect(group, self.cells["effect"].to_numpy()[mine].mean(), influences[-1]))
        values = np.array([part.value for part in parts])
        overall = self._weighted(first, self._sizes(first), values, np.column_stack(influences))
        return self._effect("group", *overall), parts

    def before_entry(self):
        """p of all effects before entry being nothing (Wald, chi-squared); None without such periods."""
        early = np.flatnonzero((self.cells["period"] < self.cells["group"]) & (self.cells["se"] > 0))
        if len(early) == 0:
            return None
        covariance = self._covariance(self.influence[:, early])
        values = self.cells["effect"].to_numpy()[early]
        wald = values @ np.linalg.pinv(covariance, hermitian=True) @ values
        return float(stats.chi2.sf(wald, np.linalg.matrix_rank(covariance)))

    def _by(self, steps, of_cell, overall):
        parts, influences = [], []
        for step in steps:
            mine = np.flatnonzero(of_cell == step)
            value, influence = self._weighted(mine, self._sizes(mine))
            parts.append(self._effect(step.item(), value, influence))
            influences.append(influence)
        counted = [i for i, part in enumerate(parts) if overall(part.label)]
        value = np.mean([parts[i].value for i in counted])
        return self._effect("overall", value, np.mean([influences[i] for i in counted], axis=0)), parts

    def _after(self):
        return np.flatnonzero(self.cells["period"] >= self.cells["group"])

    def _sizes(self, cells):
        return np.array([(self.groups == group).mean() for group in self.cells["group"].to_numpy()[cells]])

    def _weighted(self, cells, sizes, values=None, influences=None):
        """Average by group size, and its influence: of the effects and of the sizes, estimated as well."""
        values = self.cells["effect"].to_numpy()[cells] if values is None else values
        influences = self.influence[:, cells] if influences is None else influences
        share = sizes / sizes.sum()
        value = share @ values
        groups = self.cells["group"].to_numpy()[cells]
        of_size = (self.groups[:, None] == groups[None, :]) - sizes
        weights = (of_size - of_size.sum(axis=1, keepdims=True) * share) / sizes.sum()
        return value, influences @ share + weights @ values

    def _covariance(self, influences):
        n = len(influences)
        influences = influences.reshape(n, -1)
        if self.clusters is None:
            return influences.T @ influences / n**2
        codes, labels = cluster.coded(self.clusters)
        sums = np.column_stack([np.bincount(codes, column) for column in influences.T])
        return sums.T @ sums / n**2 * len(labels) / (len(labels) - 1)

    def _effect(self, label, value, influence):
        se = float(np.sqrt(self._covariance(influence)[0, 0]))
        df = np.inf if self.clusters is None else len(cluster.coded(self.clusters)[1]) - 1
        p = float(2 * stats.t.sf(abs(value) / se, df)) if se > 0 else None
        return Effect(label, float(value), se, p, df)


def group_time(
    panel, *, unit, period, entry, y, covariates=(), control=NEVER, method="dr", base="varying",
    anticipation=0, clusters=None,
):  # fmt: skip
    """A `GroupTime` of a long frame; names of columns are given.

    entry: first treated period; 0, NaN or infinity for the never treated. Units already treated in the first
    period are left out. method: with covariates "dr" (doubly robust), "reg" or "ipw"; without, all the same.
    clusters: column constant within units.
    """
    wide = panel.pivot(index=unit, columns=period, values=y).sort_index()
    fixed = panel.drop_duplicates(unit).set_index(unit).loc[wide.index]
    groups = fixed[entry].astype(float).to_numpy()
    groups = np.where(np.isnan(groups) | (groups == 0), np.inf, groups)
    periods = wide.columns.to_numpy()
    kept = (groups > periods[0] + anticipation) & wide.notna().all(axis=1).to_numpy()
    values, groups = wide.to_numpy()[kept], groups[kept]
    by_period = {
        p: np.column_stack(
            [np.ones(kept.sum()), part.reindex(wide.index)[list(covariates)].to_numpy(float)[kept]]
        )
        for p, part in (panel.set_index(unit).groupby(period) if covariates else ())
    }
    cells, influence = [], []
    for group in np.unique(groups[np.isfinite(groups)]):
        for t in range(len(periods)):
            reference = _base(periods, group, t, base, anticipation)
            if reference is None:
                continue
            treated = groups == group
            later = max(periods[t], periods[reference]) + anticipation
            idle = np.isinf(groups) if control == NEVER else (groups > later) & ~treated
            if reference == t:
                cells.append((group, periods[t], 0.0))
                influence.append(np.zeros(len(groups)))
                continue
            used = treated | idle
            if not idle.any():
                continue
            change = (values[:, t] - values[:, reference])[used]
            X = by_period[periods[min(t, reference)]][used] if covariates else np.ones((used.sum(), 1))
            effect, part = METHODS[method if covariates else "reg"](change, treated[used].astype(float), X)
            whole = np.zeros(len(groups))
            whole[used] = part * len(groups) / used.sum()
            cells.append((group, periods[t], effect))
            influence.append(whole)
    if not cells:
        raise ValueError("No group has both a period before its entry and a comparison.")
    by = None if clusters is None else fixed[clusters].to_numpy()[kept]
    frame = pd.DataFrame(cells, columns=["group", "period", "effect"])
    result = GroupTime(frame, np.column_stack(influence), groups, by)
    frame["se"] = np.sqrt(np.diag(result._covariance(result.influence)))
    return result


def _base(periods, group, t, base, anticipation):
    """Place of the base period; None when there is none for this cell."""
    before = np.flatnonzero(periods < group - anticipation)
    if len(before) == 0:
        return None
    if base == "universal" or periods[t] >= group - anticipation:
        return before[-1]
    return t - 1 if t > 0 else None


def _outcome_model(change, D, X):
    """Predictions of the change from the comparison's covariates, and the influence of their coefficients."""
    C = 1 - D
    inverse = np.linalg.pinv((X * C[:, None]).T @ X / len(D), hermitian=True)
    predicted = X @ (inverse @ (X.T @ (C * change)) / len(D))
    return predicted, (X * (C * (change - predicted))[:, None]) @ inverse


def _entry_model(D, X):
    """Weights of the comparison by odds of entering, and the influence of the logit coefficients."""
    ps = glm.probabilities(D, X[:, 1:])
    inverse = np.linalg.pinv((X * (ps * (1 - ps))[:, None]).T @ X / len(D), hermitian=True)
    usable = (D == 1) | (ps < LARGEST_PROPENSITY)
    odds = np.where((D == 0) & usable, ps / np.maximum(1 - ps, 1e-12), 0.0)
    return odds, (X * (D - ps)[:, None]) @ inverse


def _regression(change, D, X):
    predicted, of_model = _outcome_model(change, D, X)
    share = D.mean()
    treated, comparison = (D @ change) / D.sum(), (D @ predicted) / D.sum()
    influence = D * (change - treated) - D * (predicted - comparison) - of_model @ (D @ X / len(D))
    return treated - comparison, influence / share


def _weighting(change, D, X):
    odds, of_model = _entry_model(D, X)
    treated, comparison = (D @ change) / D.sum(), (odds @ change) / odds.sum()
    drift = (odds * (change - comparison)) @ X / len(D)
    part = (odds * (change - comparison) + of_model @ drift) / odds.mean()
    return treated - comparison, D * (change - treated) / D.mean() - part


def _doubly_robust(change, D, X):
    predicted, of_outcome = _outcome_model(change, D, X)
    odds, of_entry = _entry_model(D, X)
    rest = change - predicted
    treated, comparison = (D @ rest) / D.sum(), (odds @ rest) / odds.sum()
    ours = (D * (rest - treated) - of_outcome @ (D @ X / len(D))) / D.mean()
    drift = (odds * (rest - comparison)) @ X / len(D)
    theirs = odds * (rest - comparison) + of_entry @ drift - of_outcome @ (odds @ X / len(D))
    return treated - comparison, ours - theirs / odds.mean()


METHODS = {"reg": _regression, "ipw": _weighting, "dr": _doubly_robust}
