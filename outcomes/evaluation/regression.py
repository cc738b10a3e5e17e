"""Least squares with weights and absorbed groups; the covariance is chosen by name (see `cluster`)."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from . import cluster

# A column whose part not explained by the others is smaller than this share of it adds nothing.
COLLINEAR = 1e-9


@dataclass(frozen=True)
class Fit:
    """names: the k kept columns; dropped: columns the others determine; df: of the t distribution.

    without: G x k coefficients without each cluster, in the order of `clusters` (CR3 only).
    """

    names: tuple
    coefficients: np.ndarray
    covariance: np.ndarray
    df: float
    n: int
    residuals: np.ndarray
    r_squared: float
    convention: str
    clusters: np.ndarray | None = None
    without: np.ndarray | None = None
    dropped: tuple = ()

    def __getitem__(self, name):
        return float(self.coefficients[self.names.index(name)])

    def se(self, name):
        place = self.names.index(name)
        return float(np.sqrt(self.covariance[place, place]))

    def interval(self, name, level=0.95):
        return interval(self[name], self.se(name), self.df, level)

    def p(self, name):
        return p_value(self[name], self.se(name), self.df)

    def left_out(self, name):
        """{cluster: the coefficient without it}."""
        return dict(
            zip(self.clusters.tolist(), self.without[:, self.names.index(name)].tolist(), strict=True)
        )


def interval(value, se, df, level=0.95):
    half = stats.t.ppf((1 + level) / 2, df) * se
    return float(value - half), float(value + half)


def p_value(value, se, df):
    """Two-sided; None where the standard error says nothing."""
    if not se > 0:
        return None
    return float(2 * stats.t.sf(abs(value / se), df))


def least_squares(y, X, *, names, kind="CR3", clusters=None, second=None, weights=None, absorb=None, df=None):
    """Fit y on the columns of X.

    kind: "classical", "HC0".."HC3", "CR0".."CR3", "two-way" (needs `second`); "model" when the weights are
    known variances turned over (as in a generalized linear model).
    absorb: group of each row whose own level is taken out (fixed effects); for CR3 the groups must lie
    within the clusters, because then leaving a cluster out is exact.
    df: degrees of freedom of t; by default n - k, or G - 1 with clusters (the smaller G - 1 if two-way).
    """
    y, X = np.asarray(y, float), np.asarray(X, float)
    weights = None if weights is None else np.asarray(weights, float)
    absorbed = 0
    if absorb is not None:
        codes = cluster.coded(absorb)[0]
        absorbed = codes.max() + 1
        y, X = _without_levels(y, codes, weights), _without_levels(X, codes, weights)
    if weights is not None:
        y, X = y * np.sqrt(weights), X * np.sqrt(weights)[:, None]
    scale = np.sqrt((X**2).sum(axis=0))
    kept = _independent(X, scale)
    scale, X = scale[kept], X[:, kept] / scale[kept]
    bread = np.linalg.pinv(X.T @ X, hermitian=True)
    coefficients = bread @ (X.T @ y)
    residuals = y - X @ coefficients
    n, spent = len(y), len(kept)
    without = blocks = None
    if kind in cluster.CLUSTERED:
        blocks = cluster.Blocks.of(clusters)
    if kind == "classical":
        covariance = bread * (residuals @ residuals) / (n - spent - absorbed)
    elif kind == "model":
        covariance = bread
    elif kind in cluster.WHITE:
        covariance = cluster.white(X, residuals, bread, kind, spent + absorbed)
    elif kind == "two-way":
        covariance = cluster.two_way(X, residuals, bread, clusters, second, spent)
    elif kind == "CR3":
        if absorb is not None and not _nested(codes, clusters):
            raise ValueError("Absorbed groups must lie within clusters for the jackknife to be exact.")
        without = cluster.leave_one_out(X, y, blocks)
        covariance = cluster.jackknife(without, coefficients)
    else:
        covariance = cluster.clustered(X, residuals, bread, blocks, kind, spent)
    if df is None:
        df = _degrees(kind, n - spent - absorbed, clusters, second)
    total = y if absorb is not None else y - y.mean()
    return Fit(
        names=tuple(names[i] for i in kept),
        coefficients=coefficients / scale,
        covariance=covariance / np.outer(scale, scale),
        df=df,
        n=n,
        residuals=residuals,
        r_squared=float(1 - residuals @ residuals / (total @ total)) if (total @ total) > 0 else 0.0,
        convention=kind,
        clusters=None if blocks is None else blocks.labels,
        without=None if without is None else without / scale,
        dropped=tuple(name for i, name in enumerate(names) if i not in set(kept)),
    )


def _without_levels(values, codes, weights):
    """Values minus the (weighted) mean of their group; one or several columns."""
    columns = values.reshape(len(values), -1)
    w = np.ones(len(values)) if weights is None else weights
    total = np.maximum(np.bincount(codes, w), np.finfo(float).tiny)
    means = np.column_stack([np.bincount(codes, w * column) / total for column in columns.T])
    return (columns - means[codes]).reshape(values.shape)


def _independent(X, scale):
    """Places of the columns that earlier ones do not determine, in order (modified Gram-Schmidt)."""
    kept, basis = [], []
    largest = scale.max(initial=0.0)
    for place, column in enumerate(X.T):
        if scale[place] <= COLLINEAR * max(largest, 1.0):
            continue
        rest = column / scale[place]
        for _ in range(2):
            for direction in basis:
                rest = rest - (direction @ rest) * direction
        left = np.sqrt(rest @ rest)
        if left > COLLINEAR**0.75:
            kept.append(place)
            basis.append(rest / left)
    return kept


def _nested(codes, clusters):
    """Whether every group of `codes` lies within one cluster."""
    return len(cluster.coded(cluster.crossed(codes, clusters))[1]) == codes.max() + 1


def _degrees(kind, classical, clusters, second):
    def groups(by):
        return len(cluster.coded(by)[1])

    if kind == "two-way":
        return min(groups(clusters), groups(second)) - 1
    if kind in cluster.CLUSTERED:
        return groups(clusters) - 1
    return classical
