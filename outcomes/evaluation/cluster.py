"""Covariance of least-squares coefficients: classical, White, one-way and two-way clustered, jackknife.

Conventions, pinned by golden tests (n observations, k coefficients, G clusters, A = (X'X)^-1):

    classical  s2 A with s2 = u'u / (n - k)
    HC0..HC3   White; HC1 times n / (n - k), HC2 and HC3 by leverage
    CR0        sum over clusters of A X_g' u_g u_g' X_g A
    CR1        CR0 times G / (G - 1) * (n - 1) / (n - k), as Stata does; two-way: CR1 by the first plus CR1
               by the second minus CR1 by both, each with its own factor (Cameron, Gelbach, Miller 2011)
    CR2        residuals divided by the square root of I - H_gg (Bell and McCaffrey 2002)
    CR3        the jackknife: sum over clusters of (b without g - b)^2, which is residuals divided by I - H_gg
               (Bell and McCaffrey 2002); some authors shrink it by (G - 1) / G, which with few schools
               rejects a true null too often
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

WHITE = ("HC0", "HC1", "HC2", "HC3")
CLUSTERED = ("CR0", "CR1", "CR2", "CR3")
# An eigenvalue this close to one or zero is one or zero: a column that only one cluster determines.
TINY = 1e-10


def coded(groups):
    """(0-based code of each row's group, the sorted group labels)."""
    codes, labels = pd.factorize(np.asarray(groups), sort=True)
    return codes, np.asarray(labels)


def crossed(*groupings):
    """A number for each combination of groups that occurs or could."""
    combined = 0
    for groups in groupings:
        codes, labels = coded(groups)
        combined = combined * len(labels) + codes
    return combined


@dataclass(frozen=True)
class Blocks:
    """Where each cluster's rows lie: `order` sorts the rows by cluster, `bounds` are its G + 1 cuts."""

    labels: np.ndarray
    order: np.ndarray
    bounds: np.ndarray

    @classmethod
    def of(cls, clusters):
        codes, labels = coded(clusters)
        order = np.argsort(codes, kind="stable")
        return cls(labels, order, np.concatenate([[0], np.cumsum(np.bincount(codes))]))

    def __len__(self):
        return len(self.labels)

    def rows(self):
        return (self.order[self.bounds[g] : self.bounds[g + 1]] for g in range(len(self)))


def white(X, residuals, bread, kind, spent):
    """HC0 to HC3. spent: coefficients estimated, those of absorbed groups included."""
    n = len(X)
    u = residuals
    if kind in ("HC2", "HC3"):
        leverage = np.einsum("ij,jk,ik->i", X, bread, X)
        u = u / (1 - leverage) ** (0.5 if kind == "HC2" else 1.0)
    meat = (X * (u**2)[:, None]).T @ X
    factor = n / (n - spent) if kind == "HC1" else 1.0
    return factor * bread @ meat @ bread


def clustered(X, residuals, bread, blocks, kind, spent):
    """CR0, CR1 or CR2 by one grouping."""
    n, groups = len(X), len(blocks)
    if kind == "CR2":
        scores = _bell_mccaffrey_scores(X, residuals, bread, blocks)
    else:
        scores = np.add.reduceat((X * residuals[:, None])[blocks.order], blocks.bounds[:-1], axis=0)
    factor = groups / (groups - 1) * (n - 1) / (n - spent) if kind == "CR1" else 1.0
    return factor * bread @ (scores.T @ scores) @ bread


def two_way(X, residuals, bread, first, second, spent):
    """CR1 by two groupings at once, no negative variance (negative eigenvalues set to zero)."""
    groupings = (first, second, crossed(first, second))
    parts = [clustered(X, residuals, bread, Blocks.of(by), "CR1", spent) for by in groupings]
    covariance = parts[0] + parts[1] - parts[2]
    values, vectors = np.linalg.eigh(covariance)
    if (values >= 0).all():
        return covariance
    return (vectors * np.maximum(values, 0)) @ vectors.T


def leave_one_out(X, y, blocks):
    """Coefficients without each cluster, G x k; a column only that cluster determines counts as zero."""
    columns = X.shape[1]
    XX, Xy = np.empty((len(blocks), columns, columns)), np.empty((len(blocks), columns))
    for g, rows in enumerate(blocks.rows()):
        XX[g], Xy[g] = X[rows].T @ X[rows], X[rows].T @ y[rows]
    rest = XX.sum(axis=0) - XX
    inverse = np.linalg.pinv(rest, rcond=TINY, hermitian=True)
    return np.einsum("gij,gj->gi", inverse, Xy.sum(axis=0) - Xy)


def jackknife(without, whole):
    """CR3 from the coefficients without each cluster (G x k) and those of the whole (k)."""
    deviations = without - whole
    return deviations.T @ deviations


def _bell_mccaffrey_scores(X, residuals, bread, blocks):
    """X_g' (I - H_gg)^(-1/2) u_g for each cluster.

    H_gg = Z Z' with Z = X_g A^(1/2), so that a k x k root is enough however many rows a cluster has.
    """
    values, vectors = np.linalg.eigh(bread)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    scores = np.empty((len(blocks), X.shape[1]))
    for g, rows in enumerate(blocks.rows()):
        Z, u = X[rows] @ root, residuals[rows]
        spread, axes = np.linalg.eigh(Z.T @ Z)
        gain = np.zeros_like(spread)
        seen = (spread > TINY) & (spread < 1 - TINY)
        gain[seen] = ((1 - spread[seen]) ** -0.5 - 1) / spread[seen]
        adjusted = u + Z @ (axes * gain @ (axes.T @ (Z.T @ u)))
        scores[g] = X[rows].T @ adjusted
    return scores
