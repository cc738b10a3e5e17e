"""Averages of group-time effects, with the jackknife by school through all of it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..estimates import of_students, standardized
from ..regression import interval, p_value
from .sample import scale_of

# In the outcome's unit.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Cell:
    """The effect of one group in one period; group, place: 0-based places of periods.

    without: {school code: effect without that school}. rows, ours, weight, school, outcome: of its students;
    participants who are alike share the weight of those of them who have a partner.
    """

    group: int
    place: int
    role: str
    effect: float
    without: dict
    rows: np.ndarray
    ours: np.ndarray
    weight: np.ndarray
    school: np.ndarray
    outcome: np.ndarray

    @property
    def since(self):
        return self.place - self.group

    def participants_without(self, schools):
        """Number of participants, and that number without each of the schools."""
        weight = self.weight[self.ours]
        by_school = np.bincount(self.school[self.ours], weight, minlength=max(schools) + 1)
        return weight.sum(), weight.sum() - by_school[schools]


def average(design, convention, cells, *, label, kind, schools, baselines=2):
    """Cells weighted by their participants: every participant and period counts once. schools: labels."""
    known = {"convention": convention, "label": label, "baselines": baselines}
    if not cells:
        return of_students(design, scale_of(kind), participants=0, comparison=0, schools=(0, 0), **known)
    value, left, codes = _jackknifed(cells)
    rows, ours, weight, home, outcome = (
        np.concatenate([getattr(cell, name) for cell in cells])
        for name in ("rows", "ours", "weight", "school", "outcome")
    )
    once = np.unique(rows[ours], return_index=True)[1]
    size, size_kind = standardized(kind, value, outcome[ours], outcome[~ours])
    return of_students(
        design,
        scale_of(kind),
        value=value,
        se=_se(left, value),
        df=len(codes) - 1,
        participants=round(float(weight[ours][once].sum())),
        comparison=len(np.unique(rows[~ours])),
        schools=(len(np.unique(home[ours])), len(np.unique(home[~ours]))),
        standardized=size,
        standardized_kind=size_kind,
        left_out=dict(zip(schools[codes].tolist(), left.tolist(), strict=True)),
        **known,
    )


def table(cells, periods):
    """One row per cell, in the periods' own names."""
    records = []
    for cell in cells:
        value, left, codes = _jackknifed([cell])
        se, df = _se(left, value), len(codes) - 1
        low, high = interval(value, se, df) if se else (None, None)
        records.append(
            {
                "group": periods[cell.group],
                "period": periods[cell.place],
                "since": cell.since,
                "role": cell.role,
                "effect": value,
                "se": se,
                "low": low,
                "high": high,
                "p": p_value(value, se, df) if se else None,
                "participants": round(float(cell.weight[cell.ours].sum())),
                "comparison": int((~cell.ours).sum()),
            }
        )
    names = [
        "group",
        "period",
        "since",
        "role",
        "effect",
        "se",
        "low",
        "high",
        "p",
        "participants",
        "comparison",
    ]
    return pd.DataFrame(records, columns=names).astype({"p": object})


def _jackknifed(cells):
    """(average, averages without each school, codes of those schools)."""
    codes = np.array(sorted({school for cell in cells for school in cell.without}))
    sizes, sizes_without = zip(*(cell.participants_without(codes) for cell in cells), strict=True)
    effects = np.array([cell.effect for cell in cells])
    without = np.array([[cell.without.get(code, cell.effect) for code in codes] for cell in cells])
    value = np.average(effects, weights=sizes)
    weights = np.array(sizes_without, float)
    total = weights.sum(axis=0)
    left = np.where(total > 0, (weights * without).sum(axis=0) / np.where(total > 0, total, 1), value)
    return float(value), left, codes


def _se(left, value):
    """None where nothing varies: what is left over then comes from the order of additions."""
    se = float(np.sqrt(((left - value) ** 2).sum())) if len(left) > 1 else 0.0
    return se if se > ROUNDING else None
