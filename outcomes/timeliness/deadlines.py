"""Which periods of a dataset are expected, when they are due, and what lateness is called."""

from datetime import date, timedelta

from outcomes.datasets.declaration import MONTH, YEAR
from outcomes.datasets.periods import first_day, last_day, school_year, school_year_of, school_years_in

# What ended longer ago is not asked for any more: the latest school year, and its months.
LOOK_BACK = timedelta(days=365)
# After so many days past its due date, a file is not merely overdue.
DELINQUENT_AFTER = timedelta(days=30)

UP_TO_DATE, DUE, OVERDUE, DELINQUENT = "up_to_date", "due", "overdue", "delinquent"
# The worst last.
STATES = (UP_TO_DATE, DUE, OVERDUE, DELINQUENT)
LATE = {OVERDUE, DELINQUENT}


def bounds(dataset, period):
    """(first day, last day) of a period."""
    if dataset.cadence == YEAR:
        return date(int(period), 1, 1), date(int(period), 12, 31)
    if dataset.cadence != MONTH:
        return first_day(period), last_day(period)
    year, month = int(period[:4]), int(period[5:7])
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def due_on(dataset, period):
    """The day by which a period is due, extensions aside."""
    return bounds(dataset, period)[1] + timedelta(days=dataset.due_days)


def period_of(dataset, day):
    """The period in which a day lies."""
    if dataset.cadence == YEAR:
        return f"{day:%Y}"
    return f"{day:%Y-%m}" if dataset.cadence == MONTH else school_year_of(day)


def expected_periods(dataset, agreement, today):
    """Periods that ended within the look-back and within an agreement, of the years it covers; oldest first."""
    return [
        period
        for period in _periods(dataset, today - LOOK_BACK, today)
        if max(agreement.starts_on, today - LOOK_BACK) <= bounds(dataset, period)[1] < today
        and all(map(agreement.covers_year, school_years_in(dataset.cadence, period)))
    ]


def next_period(dataset, today):
    """The period that ends next (today is in it, or in a month off before it)."""
    return next(iter(_periods(dataset, today, today + timedelta(days=366))))


def state_of(due, today):
    """How late something is that has not come, its period being over."""
    if today <= due:
        return DUE
    return OVERDUE if today <= due + DELINQUENT_AFTER else DELINQUENT


def worst(states):
    """The worst of some states; up to date where there is none."""
    return max(states, key=STATES.index, default=UP_TO_DATE)


def _periods(dataset, first, last):
    """Periods that end on or after the first day and begin on or before the last."""
    if dataset.cadence == YEAR:
        return [str(year) for year in range(first.year, last.year + 1)]
    if dataset.cadence != MONTH:
        begins = [int(school_year_of(first)[:4]), int(school_year_of(last)[:4])]
        return [school_year(start) for start in range(begins[0], begins[1] + 1)]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [
        f"{month // 12}-{month % 12 + 1:02d}" for month in months if month % 12 + 1 not in dataset.months_off
    ]
