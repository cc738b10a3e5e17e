"""The measures that a target can name; an upper app declares them (settings.MEASURE_CATALOG)."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Measure:
    key: str
    title: str
    # "percent", "per 100 students" ...
    unit: str
    # Told of each survey alone, never of all together: a promise names the survey.
    by_survey: bool = False
    # What a program counts of its own youth: there is no such number of all students.
    of_participants: bool = False

    @property
    def in_words(self):
        """ "Attendance rate, percent" """
        return f"{self.title}, {self.unit}"


def measures():
    """{key: Measure} in the language of the moment and the order of pages; empty where no app declares any."""
    try:
        declared = import_string(settings.MEASURE_CATALOG)
    except ImportError:
        return {}
    return {one[0]: Measure(*one) for one in declared()}
