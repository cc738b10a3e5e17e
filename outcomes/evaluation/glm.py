"""Generalized linear models by iterated weighted least squares: counts with exposure, and yes-or-no.

At the solution the model is a weighted regression, so `regression.least_squares` gives its covariance: CR3 is
then the one-step jackknife (each school left out, one Newton step from the estimate of all).
"""

import numpy as np
from scipy import optimize, special

from . import cluster
from .regression import least_squares

FAMILIES = ("poisson", "negative_binomial", "binomial")
STEPS, CLOSE = 100, 1e-11
# Beyond this the exponential is as good as infinite: the group or column separates the data.
LARGEST = 30.0


def fit_glm(
    y, X, *, names, family="poisson", offset=None, absorb=None, weights=None, kind="CR3", clusters=None,
    alpha=None,
):  # fmt: skip
    """Fit y (counts, or 0/1) on X with log or logit link; see `least_squares` for the other arguments.

    offset: log of exposure. absorb: groups with a level of their own; groups without any event hold no
    information on the rest and are left out. alpha: dispersion of the negative binomial (variance
    mu + alpha mu^2), estimated by maximum likelihood when None. Returns (Fit, kept rows, alpha).
    """
    y, X = np.asarray(y, float), np.asarray(X, float)
    offset = np.zeros(len(y)) if offset is None else np.asarray(offset, float)
    prior = np.ones(len(y)) if weights is None else np.asarray(weights, float)
    kept = prior > 0
    if absorb is not None:
        codes = cluster.coded(absorb)[0]
        kept &= (np.bincount(codes, prior * y) > 0)[codes]
    y, X, offset, prior = y[kept], X[kept], offset[kept], prior[kept]
    absorb = None if absorb is None else np.asarray(absorb)[kept]
    clusters = None if clusters is None else np.asarray(clusters)[kept]
    if family == "negative_binomial" and alpha is None:
        alpha = _dispersion(y, X, offset, absorb, prior)
    z, w = _working(y, X, offset, absorb, prior, family, alpha)
    fit = least_squares(z, X, names=names, kind=kind, clusters=clusters, weights=w, absorb=absorb)
    return fit, kept, alpha


def probabilities(y, X):
    """Fitted logit probabilities of y = 1, with a constant (propensity scores)."""
    X = np.column_stack([np.ones(len(X)), np.asarray(X, float)])
    y = np.asarray(y, float)
    eta = _solve(y, X, np.zeros(len(y)), None, np.ones(len(y)), "binomial", None)
    return special.expit(eta)


def _working(y, X, offset, absorb, prior, family, alpha):
    """Working response (offset taken out) and weights at the solution."""
    eta = _solve(y, X, offset, absorb, prior, family, alpha)
    mean, slope, variance = _moments(eta, family, alpha)
    return eta - offset + (y - mean) / slope, prior * slope**2 / variance


def _solve(y, X, offset, absorb, prior, family, alpha, eta=None):
    """Linear predictor at the maximum of the likelihood; eta: where to start from."""
    # The start follows every y, closer than the model can: the first step is taken whatever it costs.
    eta, last = _start(y, offset, prior, family) if eta is None else eta, np.inf
    codes = None if absorb is None else cluster.coded(absorb)[0]
    for _ in range(STEPS):
        mean, slope, variance = _moments(eta, family, alpha)
        target = eta - offset + (y - mean) / slope
        proposal = offset + _fitted(target, X, prior * slope**2 / variance, codes)
        step = 1.0
        while True:
            candidate = np.clip(eta + step * (proposal - eta), -LARGEST, LARGEST)
            deviance = _deviance(y, candidate, prior, family, alpha)
            if deviance <= last * (1 + 1e-9) + 1e-9 or step < 1e-4:
                break
            step /= 2
        eta, change, last = candidate, abs(last - deviance), deviance
        if change <= CLOSE * (abs(deviance) + 0.1):
            break
    return eta


def _fitted(target, X, w, codes):
    """Fitted values of the weighted regression of target on X and the groups' levels."""
    if codes is None:
        level = np.zeros(len(target))
        columns = X
    else:
        total = np.bincount(codes, w)
        means = np.column_stack([np.bincount(codes, w * column) / total for column in X.T])
        columns = X - means[codes]
        level = (np.bincount(codes, w * target) / total)[codes]
    weighted = columns * w[:, None]
    normal = weighted.T @ columns
    # Columns on one scale, so that the pseudo-inverse judges them alike.
    scale = np.sqrt(np.maximum(np.diag(normal), np.finfo(float).tiny))
    inverse = np.linalg.pinv(normal / np.outer(scale, scale), rcond=1e-12, hermitian=True)
    slope = inverse @ (weighted.T @ (target - level) / scale) / scale
    return level + columns @ slope


def _start(y, offset, prior, family):
    if family == "binomial":
        return special.logit((y + 0.5) / 2)
    rate = (prior @ y) / (prior @ np.exp(offset))
    return np.log((y + rate * np.exp(offset)) / 2)


def _moments(eta, family, alpha):
    """Mean, d mean / d eta, variance."""
    if family == "binomial":
        mean = special.expit(eta)
        slope = np.maximum(mean * (1 - mean), 1e-12)
        return mean, slope, slope
    mean = np.exp(eta)
    return mean, mean, mean if family == "poisson" else mean * (1 + alpha * mean)


def _deviance(y, eta, prior, family, alpha):
    """Twice the negative log-likelihood up to what does not depend on eta."""
    if family == "binomial":
        return 2 * float(prior @ (np.logaddexp(0, eta) - y * eta))
    mean = np.exp(eta)
    if family == "poisson":
        return 2 * float(prior @ (special.xlogy(y, np.where(y > 0, y, 1) / mean) - (y - mean)))
    return 2 * float(
        prior
        @ (
            special.xlogy(y, np.where(y > 0, y, 1) / mean)
            - (y + 1 / alpha) * np.log((1 + alpha * y) / (1 + alpha * mean))
        )
    )


def _dispersion(y, X, offset, absorb, prior):
    """alpha by maximum likelihood, in turns with the coefficients; nearly 0 when there is no excess."""
    values, place = np.unique(y, return_inverse=True)
    counted = np.bincount(place, prior)
    alpha, eta = 0.5, None
    for _ in range(20):
        eta = _solve(y, X, offset, absorb, prior, "negative_binomial", alpha, eta)
        mean = np.exp(eta)

        def loss(log_alpha, mean=mean):
            size = np.exp(-log_alpha)
            of_values = counted @ (special.gammaln(values + size) - special.gammaln(size))
            return -float(of_values + prior @ (size * np.log(size) - (y + size) * np.log(size + mean)))

        new = float(np.exp(optimize.minimize_scalar(loss, bounds=(-12, 5), method="bounded").x))
        if abs(new - alpha) <= 1e-5 * (alpha + 1e-3):
            return new
        alpha = new
    return alpha
