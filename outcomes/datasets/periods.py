"""School years (1 July to 30 June) and months, as text that sorts.

"2010-11" is both a school year and a month: which one is meant, the dataset of the claim tells. A calendar
year is "2024".
"""

from calendar import monthcalendar, monthrange
from datetime import date

from .declaration import MONTH, YEAR


def school_year_of(day):
    """ "2024-25" for a day from 1 July 2024 to 30 June 2025."""
    start = day.year if day.month >= 7 else day.year - 1
    return school_year(start)


def school_year(start):
    """The school year that begins in a calendar year."""
    return f"{start}-{(start + 1) % 100:02d}"


def first_day(year):
    return date(int(year[:4]), 7, 1)


def last_day(year):
    return date(int(year[:4]) + 1, 6, 30)


def begins(dataset, period):
    """The first day of a period of a dataset."""
    if dataset.period == "month":
        return date(int(period[:4]), int(period[5:7]), 1)
    return date(int(period), 1, 1) if dataset.period == "year" else first_day(period)


def last_of(dataset, period):
    """The last day of a period of a dataset."""
    if dataset.period == "month":
        year, month = int(period[:4]), int(period[5:7])
        return date(year, month, monthrange(year, month)[1])
    return date(int(period), 12, 31) if dataset.period == "year" else last_day(period)


def weekdays(month):
    """How many days of a month, "2024-09", are Monday to Friday."""
    year, number = int(month[:4]), int(month[5:7])
    return sum(week[day] > 0 for week in monthcalendar(year, number) for day in range(5))


def year_of_month(month):
    """ "2024-25" for "2024-09"."""
    return school_year_of(date(int(month[:4]), int(month[5:7]), 1))


def school_years_in(kind, period):
    """School years that a period lies in, [] for none. kind: SCHOOL_YEAR, MONTH, YEAR or ALWAYS (declaration).

    A calendar year is about two of them.
    """
    if kind == MONTH:
        return [year_of_month(period)]
    if kind == YEAR:
        return [school_year(int(period) - 1), school_year(int(period))]
    return [period] if period else []


def is_school_year(text):
    """Whether a period is written like "2024-25"."""
    start, _dash, end = text.partition("-")
    return len(text) == 7 and start.isdigit() and end.isdigit() and (int(start) + 1) % 100 == int(end)


def is_year(text):
    """Whether a period is written like "2024"."""
    return len(text) == 4 and text.isdigit() and "1990" <= text <= "2100"
