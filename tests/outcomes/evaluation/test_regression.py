"""Least squares and its covariances against slow calculations written the other way."""

import numpy as np
import pytest
import statsmodels.api as sm

from outcomes.evaluation.glm import fit_glm
from outcomes.evaluation.regression import least_squares


@pytest.fixture
def data():
    rng = np.random.default_rng(3)
    n, schools = 400, 9
    school = np.sort(rng.integers(0, schools, n))
    X = rng.normal(size=(n, 3))
    X[:, 0] = (X[:, 0] > 0.5).astype(float)
    y = X @ [1.0, 0.5, -0.2] + rng.normal(size=schools)[school] + rng.normal(size=n)
    return y, X, school, rng.uniform(0.3, 2, n)


def dummies(school):
    return (school[:, None] == np.unique(school)).astype(float)


NAMES = ("participant", "pre", "pre2")


def test_absorbing_schools_is_the_same_as_a_column_for_each(data):
    y, X, school, weights = data
    absorbed = least_squares(y, X, names=NAMES, kind="CR3", clusters=school, absorb=school, weights=weights)
    whole = np.hstack([X, dummies(school)])
    slow = sm.WLS(y, whole, weights=weights).fit()
    assert absorbed.coefficients == pytest.approx(slow.params[:3])


def test_the_jackknife_is_each_school_left_out_in_turn(data):
    y, X, school, weights = data
    fit = least_squares(y, X, names=NAMES, kind="CR3", clusters=school, absorb=school, weights=weights)
    without = []
    for one in np.unique(school):
        kept = school != one
        rest = np.hstack([X, dummies(school)])[kept]
        rest = rest[:, (rest != 0).any(axis=0)]
        without.append(sm.WLS(y[kept], rest, weights=weights[kept]).fit().params[:3])
    deviations = np.array(without) - fit.coefficients
    assert fit.without == pytest.approx(np.array(without))
    assert fit.covariance == pytest.approx(deviations.T @ deviations)
    assert fit.df == 8


def test_bell_and_mccaffrey_by_the_definition(data):
    y, X, school, _ = data
    X = np.column_stack([X, np.ones(len(X))])
    fit = least_squares(y, X, names=(*NAMES, "constant"), kind="CR2", clusters=school)
    bread = np.linalg.inv(X.T @ X)
    residuals = y - X @ bread @ X.T @ y
    meat = np.zeros((4, 4))
    for one in np.unique(school):
        Xg, u = X[school == one], residuals[school == one]
        values, vectors = np.linalg.eigh(np.eye(len(Xg)) - Xg @ bread @ Xg.T)
        score = Xg.T @ (vectors * values**-0.5) @ vectors.T @ u
        meat += np.outer(score, score)
    assert fit.covariance == pytest.approx(bread @ meat @ bread)


@pytest.mark.parametrize("kind", ["HC0", "HC1", "HC2", "HC3"])
def test_white_as_statsmodels_has_it(data, kind):
    y, X, _, _ = data
    X = np.column_stack([X, np.ones(len(X))])
    fit = least_squares(y, X, names=(*NAMES, "constant"), kind=kind)
    assert fit.se("participant") == pytest.approx(sm.OLS(y, X).fit(cov_type=kind).bse[0])


def test_stata_clusters_as_statsmodels_has_them(data):
    y, X, school, _ = data
    X = np.column_stack([X, np.ones(len(X))])
    fit = least_squares(y, X, names=(*NAMES, "constant"), kind="CR1", clusters=school)
    slow = sm.OLS(y, X).fit(cov_type="cluster", cov_kwds={"groups": school})
    assert fit.se("participant") == pytest.approx(slow.bse[0])


def test_a_column_that_others_determine_is_dropped_and_named(data):
    y, X, school, _ = data
    doubled = np.column_stack([X, X[:, 1] + X[:, 2], np.ones(len(X))])
    names = (*NAMES, "sum", "constant")
    fit = least_squares(y, doubled, names=names, kind="CR3", clusters=school)
    assert fit.dropped == ("sum",)
    plain = np.column_stack([X, np.ones(len(X))])
    same = least_squares(y, plain, names=(*NAMES, "constant"), kind="CR3", clusters=school)
    assert fit["participant"] == pytest.approx(same["participant"])


def test_the_jackknife_refuses_groups_that_cross_schools(data):
    y, X, school, _ = data
    with pytest.raises(ValueError, match="within clusters"):
        least_squares(y, X, names=NAMES, kind="CR3", clusters=school, absorb=np.arange(len(y)) % 4)


@pytest.fixture
def events(data):
    _, X, school, _ = data
    rng = np.random.default_rng(4)
    days = rng.integers(60, 181, len(X)).astype(float)
    mean = days / 180 * np.exp(0.3 * X[:, 0] + 0.2 * X[:, 1] - 0.4)
    return rng.poisson(mean * rng.gamma(1.5, 1 / 1.5, len(X))), X, school, np.log(days)


def test_poisson_with_schools_taken_out_as_statsmodels_has_it(events):
    y, X, school, log_days = events
    fit, _, _ = fit_glm(y, X, names=NAMES, offset=log_days, absorb=school, kind="model")
    slow = sm.GLM(y, np.hstack([X, dummies(school)]), family=sm.families.Poisson(), offset=log_days).fit()
    assert fit.coefficients == pytest.approx(slow.params[:3], abs=1e-7)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(slow.bse[:3], rel=1e-5)


def test_negative_binomial_as_statsmodels_has_it(events):
    y, X, school, log_days = events
    fit, _, alpha = fit_glm(
        y, X, names=NAMES, offset=log_days, absorb=school, kind="model", family="negative_binomial"
    )
    slow = sm.NegativeBinomial(y, np.hstack([X, dummies(school)]), offset=log_days).fit(disp=0, maxiter=200)
    assert fit.coefficients == pytest.approx(slow.params[:3], abs=1e-3)
    assert alpha == pytest.approx(slow.params[-1], rel=0.01)


def test_the_one_step_jackknife_is_close_to_leaving_schools_out(events):
    y, X, school, log_days = events
    fit, _, _ = fit_glm(y, X, names=NAMES, offset=log_days, absorb=school, clusters=school)
    exact = []
    for one in np.unique(school):
        kept = school != one
        part, _, _ = fit_glm(
            y[kept], X[kept], names=NAMES, offset=log_days[kept], absorb=school[kept], kind="model"
        )
        exact.append(part["participant"])
    se = np.sqrt(((np.array(exact) - fit["participant"]) ** 2).sum())
    assert fit.se("participant") == pytest.approx(se, rel=0.03)


def test_schools_without_an_event_are_left_out(events):
    y, X, school, log_days = events
    y = np.where(school == 2, 0, y)
    fit, kept, _ = fit_glm(y, X, names=NAMES, offset=log_days, absorb=school, clusters=school)
    assert not kept[school == 2].any()
    assert 2 not in fit.clusters
