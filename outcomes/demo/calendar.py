"""The school days of the fictional county: 180 in each of three years, September to June.

All districts keep one calendar. A month is counted within its school year: 0 is September, 9 is June.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

YEARS = ("2023-24", "2024-25", "2025-26")
MONTHS_A_YEAR = 10
AUTUMN, SPRING = range(4), range(4, MONTHS_A_YEAR)
DAYS_A_YEAR = 180

# First school day and days off, Monday to Friday, first and last day of each.
_YEARS = {
    "2023-24": (
        "2023-09-05",
        "2023-10-09 2023-11-10 2023-11-20/2023-11-24 2023-12-21/2024-01-05 2024-01-15 "
        "2024-02-16/2024-02-19 2024-04-01/2024-04-05 2024-05-27",
    ),
    "2024-25": (
        "2024-09-03",
        "2024-10-14 2024-11-11 2024-11-25/2024-11-29 2024-12-20/2025-01-03 2025-01-20 "
        "2025-02-14/2025-02-17 2025-04-14/2025-04-18 2025-05-26",
    ),
    "2025-26": (
        "2025-09-02",
        "2025-10-13 2025-11-11 2025-11-24/2025-11-28 2025-12-22/2026-01-02 2026-01-19 "
        "2026-02-13/2026-02-16 2026-04-06/2026-04-10 2026-05-25",
    ),
}


@dataclass(frozen=True)
class SchoolYear:
    """`months`: ten of "YYYY-MM"; `days`: school days of each month (datetime64[D] arrays, sorted)."""

    name: str
    months: tuple[str, ...]
    days: tuple[np.ndarray, ...]

    @property
    def all_days(self):
        return np.concatenate(self.days)

    @property
    def first_day(self):
        return self.days[0][0]

    @property
    def last_day(self):
        return self.days[-1][-1]

    def enrolled_days(self, entry, exit):
        """Where each stay begins and ends within each month's school days.

        entry, exit: datetime64[D] arrays of n stays; exit NaT: to the end of the year. Returns two int
        arrays of n x 10: the first enrolled day of the month, and one past the last (equal: none).
        """
        until = np.where(np.isnat(exit), self.last_day, exit)
        starts = [np.searchsorted(days, entry, side="left") for days in self.days]
        stops = [np.searchsorted(days, until, side="right") for days in self.days]
        starts = np.stack(starts, axis=1)
        return starts, np.maximum(np.stack(stops, axis=1), starts)


def school_years():
    """The three years, oldest first."""
    return tuple(_school_year(name, *_YEARS[name]) for name in YEARS)


def _school_year(name, first, days_off):
    off = set()
    for span in days_off.split():
        start, _, end = span.partition("/")
        day, last = date.fromisoformat(start), date.fromisoformat(end or start)
        while day <= last:
            off.add(day)
            day += timedelta(days=1)
    days, day = [], date.fromisoformat(first)
    while len(days) < DAYS_A_YEAR:
        if day.weekday() < 5 and day not in off:
            days.append(day)
        day += timedelta(days=1)
    months = tuple(dict.fromkeys(f"{day:%Y-%m}" for day in days))
    by_month = tuple(
        np.array([day for day in days if f"{day:%Y-%m}" == month], dtype="datetime64[D]") for month in months
    )
    return SchoolYear(name, months, by_month)
