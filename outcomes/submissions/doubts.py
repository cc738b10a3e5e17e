"""Ids that may be no ids: a running number of the rows, or something that many students share."""

import numpy as np

from outcomes.datasets.frame import VALUE, combined

# Fewer rows tell nothing.
LEAST_ROWS = 20
# One row for each day of a month is the most that a student has in a period.
MOST_ROWS_OF_ONE = 31


def doubt_ids(frame, periods):
    """Warn where the column of student ids does not look like one. periods: Coded period of each row."""
    ids = frame["student_id"]
    given = ids.given
    if given.sum() < LEAST_ROWS:
        return
    if _counts_rows(ids, given):
        frame.remark("ids_count_rows", "student_id")
    rows, different = int(given.sum()), int((np.bincount(ids.codes[given]) > 0).sum())
    # Most files are cleared by their ids alone, without a look at the periods.
    if rows <= MOST_ROWS_OF_ONE * different:
        return
    if rows > MOST_ROWS_OF_ONE * len(np.unique(combined(ids, periods)[given])):
        frame.remark("ids_repeat", "student_id", ids=different, rows=rows)


def _counts_rows(ids, given):
    """Whether the ids are 1, 2, 3 ... in the order of the rows (or begin with 0 or 2)."""
    first = ids.values[ids.codes[np.argmax(given)]]
    if not (first.isdigit() and len(first) == 1 and int(first) <= 2):
        return False
    known = [value if kind == VALUE else "" for value, kind in zip(ids.values, ids.kinds, strict=True)]
    if not all(value.isdigit() and len(value) < 10 for value in known if value):
        return False
    numbers = ids.taken([int(value or 0) for value in known], np.int64)[given]
    return bool((np.diff(numbers) == 1).all())
