"""Whom participants are compared with, and the columns that describe students in a regression."""

import numpy as np
import pandas as pd

from ..cluster import crossed

SAME_SCHOOLS, OTHER_SCHOOLS = "same_schools", "other_schools"


def compared(rows, comparison):
    """Rows of the two sides that may be compared at all.

    same_schools: non-participants of the same school and grade as some participant; cells with one side only
    are left out. other_schools: participants against students, in the same grades, of schools without any.
    """
    if comparison not in (SAME_SCHOOLS, OTHER_SCHOOLS):
        raise ValueError(
            f"Participants are compared with {SAME_SCHOOLS} or {OTHER_SCHOOLS}, not {comparison!r}."
        )
    frame, ours = rows.frame, rows.participant
    if comparison == SAME_SCHOOLS:
        cells = crossed(frame["school"], frame["grade"])
        both = np.intersect1d(cells[ours], cells[~ours])
        kept = np.isin(cells, both)
    else:
        with_program = frame["school"].isin(frame["school"][ours].unique()).to_numpy()
        served = frame["grade"].isin(frame["grade"][ours].unique()).to_numpy()
        kept = ours | (~with_program & served)
    return rows.replace(frame[kept].reset_index(drop=True))


def cells(rows, comparison):
    """Group of each row within which partners are sought."""
    if comparison == SAME_SCHOOLS:
        return crossed(rows.frame["school"], rows.frame["grade"])
    return crossed(rows.frame["grade"])


def schools_a_side(frame):
    """(number of schools with participants, with comparison students)."""
    ours = frame["participant"] == 1
    return frame.loc[ours, "school"].nunique(), frame.loc[~ours, "school"].nunique()


def columns(frame, names):
    """(n x k array, k names): numbers as they are, words as one column per value but the first.

    What is missing is the average (or none of the values), with a column that says so.
    """
    arrays, labels = [], []
    for name in names:
        column = frame[name]
        missing = column.isna().to_numpy()
        if missing.any():
            arrays.append(missing.astype(float))
            labels.append(f"{name}: missing")
        if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
            values = column.to_numpy(float, na_value=np.nan)
            known = values[~missing]
            arrays.append(np.where(missing, known.mean() if len(known) else 0.0, values))
            labels.append(name)
            continue
        codes, values = pd.factorize(column, sort=True)
        for code in range(1, len(values)):
            arrays.append((codes == code).astype(float))
            labels.append(f"{name}: {values[code]}")
    return (np.column_stack(arrays) if arrays else np.empty((len(frame), 0))), labels


def grades(frame):
    """Grade as columns of its own, whatever its type."""
    return columns(frame.assign(grade=frame["grade"].astype(str)), ["grade"])


def scale_of(kind):
    return "count" if kind == "count" else "points"
