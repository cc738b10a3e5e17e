"""What may hold for every row of a file that does not say it: a school, a year, a month, one of our words."""

from django.utils import timezone
from django.utils.dates import MONTHS

from outcomes.datasets.groups import GROUPS
from outcomes.datasets.periods import school_year, school_year_of
from outcomes.submissions.match import schools_of
from outcomes.submissions.targets import is_group

from .words import own_words

YEARS_BACK, MONTHS_BACK = 10, 24


def fixed_choices(column, organization):
    """[(text as a file would have it, label)]; [] where anything may be written."""
    if column.name in ("school_code", "cds_code"):
        return [(school.code, f"{school.name} ({school.code})") for school in schools_of(organization)]
    if column.type == "school_year":
        return [(year, year) for year in school_years()]
    if column.type == "month":
        return [(month, label) for month, label in months()]
    return [(text_of(column, ours), label) for ours, label in own_words(column)]


def school_years(today=None):
    """School years one may hand in, the running one first."""
    running = int(school_year_of(today or timezone.localdate())[:4])
    return [school_year(start) for start in range(running, running - YEARS_BACK, -1)]


def months(today=None):
    """[("2024-09", "September 2024")], the running month first."""
    today = today or timezone.localdate()
    counted = [today.year * 12 + today.month - 1 - back for back in range(MONTHS_BACK)]
    return [(f"{n // 12}-{n % 12 + 1:02d}", f"{MONTHS[n % 12 + 1]} {n // 12}") for n in counted]


def text_of(column, ours):
    """One of our words as the text of a cell that is understood as it."""
    if is_group(column):
        return GROUPS[ours].words[0]
    return ours
