"""School years (1 July to 30 June) and months, as text that sorts.

"2010-11" is both a school year and a month: which one is meant, the dataset of the claim tells.
"""

from datetime import date


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


def year_of_month(month):
    """ "2024-25" for "2024-09"."""
    return school_year_of(date(int(month[:4]), int(month[5:7]), 1))
