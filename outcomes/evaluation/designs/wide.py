"""The panel as arrays, students x periods, for designs that look at every period."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..rows import at_period, pooled


@dataclass(frozen=True)
class Wide:
    """values: students x periods, NaN where not measured; behind: the same of what baselines are made of, values
    themselves unless a yes or no has something behind it; school, grade: codes, -1 where not enrolled.

    entry: place (0-based) of the first served period; infinite when never or after the panel, -1 when
    before it (then in neither side). covariates: one row per student.
    """

    students: np.ndarray
    periods: np.ndarray
    values: np.ndarray
    behind: np.ndarray
    entry: np.ndarray
    school: np.ndarray
    schools: np.ndarray
    grade: np.ndarray
    covariates: pd.DataFrame


def wide(panel, covariates, kind, least_days, behind=None):
    panel = panel if "days" in panel else panel.assign(days=1.0)
    students, periods = np.sort(panel["student"].unique()), np.sort(panel["period"].unique())
    values, made_of, homes = [], [], []
    of_baselines = panel.assign(y=panel["behind"]) if behind else None
    for period in periods:
        values.append(pooled(panel, (period,), kind, least_days)["y"].reindex(students).to_numpy(float))
        if behind:
            told = pooled(of_baselines, (period,), behind, least_days)["y"]
            made_of.append(told.reindex(students).to_numpy(float))
        homes.append(at_period(panel, period, ["school", "grade"]).reindex(students))
    school, schools = _codes(homes, "school")
    grade, _ = _codes(homes, "grade")
    engaged = panel.loc[panel["participant"] == 1].groupby("student")["entry"].min()
    described = panel.drop_duplicates("student").set_index("student")[list(covariates)].reindex(students)
    entry = _places(engaged.reindex(students).to_numpy(float), periods)
    values = np.column_stack(values)
    made_of = np.column_stack(made_of) if behind else values
    return Wide(students, periods, values, made_of, entry, school, schools, grade, described)


def _codes(homes, name):
    flat = pd.concat([home[name] for home in homes], ignore_index=True)
    codes, labels = pd.factorize(flat, sort=True)
    return codes.reshape(len(homes), -1).T, np.asarray(labels)


def _places(entered, periods):
    place = np.searchsorted(periods, np.nan_to_num(entered)).astype(float)
    place[np.isnan(entered) | (place >= len(periods))] = np.inf
    place[entered < periods[0]] = -1
    return place
