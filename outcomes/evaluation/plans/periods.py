"""Steps of time that a plan counts in: school years, terms of half a year, quarters of three months.

A period is an integer that rises by one per step, so that a school year ends where the next begins: year 2024
is "2024-25", term 4048 its July to December, quarter 8096 its July to September.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outcomes.datasets.periods import school_year

YEAR, TERM, QUARTER = "year", "term", "quarter"
# How many periods a school year has.
PARTS = {YEAR: 1, TERM: 2, QUARTER: 4}
STEPS = {
    TERM: gettext_lazy("Half a school year"),
    QUARTER: gettext_lazy("Three months"),
    YEAR: gettext_lazy("A school year"),
}
SPANS = {
    TERM: (gettext_lazy("July to December"), gettext_lazy("January to June")),
    QUARTER: (
        gettext_lazy("July to September"),
        gettext_lazy("October to December"),
        gettext_lazy("January to March"),
        gettext_lazy("April to June"),
    ),
}


def period_of_month(step, month):
    """The period in which a month, "2024-09", lies."""
    year, number = int(month[:4]), int(month[5:7])
    start, place = (year, number - 7) if number >= 7 else (year - 1, number + 5)
    return PARTS[step] * start + place * PARTS[step] // 12


def period_of_day(step, day):
    return period_of_month(step, f"{day:%Y-%m}")


def period_of_year(step, year):
    """The first period of a school year "2024-25"."""
    return PARTS[step] * int(year[:4])


def year_of(step, period):
    """The school year, "2024-25", in which a period lies."""
    return school_year(period // PARTS[step])


def months_of(step, period):
    """The months of a period, oldest first: ["2024-07", ..., "2024-12"]."""
    start, part = divmod(period, PARTS[step])
    length = 12 // PARTS[step]
    numbers = [(6 + part * length + place) % 12 + 1 for place in range(length)]
    return [f"{start if number >= 7 else start + 1}-{number:02d}" for number in numbers]


def label(step, period):
    """ "2024-25", or "2024-25, January to June", in the active language."""
    year = year_of(step, period)
    if step == YEAR:
        return year
    return _("%(year)s, %(months)s") % {"year": year, "months": SPANS[step][period % PARTS[step]]}


def span_label(step, periods):
    """One period by its name, several from the first to the last."""
    first, last = min(periods), max(periods)
    if first == last:
        return label(step, first)
    return _("%(first)s to %(last)s") % {"first": label(step, first), "last": label(step, last)}
