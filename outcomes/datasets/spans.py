"""Rules of rows that run from a first day to a last day."""

import numpy as np

from .frame import BLANK, VALUE, Coded, Understood
from .periods import first_day, last_day


def ordinals(column, missing=0):
    """Days of a column of dates as integers; `missing` where there is none."""
    known = zip(column.values, column.kinds, strict=True)
    return column.taken([value.toordinal() if kind == VALUE else missing for value, kind in known], np.int64)


def iso(column):
    """Dates of a column as text, None where there is none (object array)."""
    known = zip(column.values, column.kinds, strict=True)
    return column.taken([value.isoformat() if kind == VALUE else None for value, kind in known])


def bounds(frame):
    """First and last day of each row's school year, as integers; of its own column, else as declared."""
    year = frame["year"] if frame.has("year") else _declared(frame)
    first = [first_day(value).toordinal() if value else 0 for value in year.values]
    last = [last_day(value).toordinal() if value else 10**7 for value in year.values]
    return year.taken(first, np.int64), year.taken(last, np.int64)


def _declared(frame):
    same = Coded.same(frame.period or None, len(frame))
    return Understood(same.values, same.codes, np.array([VALUE if frame.period else BLANK]))


def check_span(frame):
    """The last day is not before the first, and the span touches the row's school year."""
    entry, exit_ = frame["entry_date"], frame["exit_date"]
    both = entry.given & exit_.given
    frame.error("exit_before_entry", both & (ordinals(exit_) < ordinals(entry)), "exit_date")
    first, last = bounds(frame)
    outside = entry.given & (ordinals(entry) > last) | exit_.given & (ordinals(exit_) < first)
    frame.error("outside_year", outside, "entry_date")
