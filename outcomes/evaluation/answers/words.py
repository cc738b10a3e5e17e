"""Words for the results of a challenge and their reasons."""

from django.utils.translation import gettext_lazy

from outcomes.datasets.challenge_results import EARNED, NOT_EARNED, NOT_MEASURABLE

from .challenge import (
    MONTHS_MISSING,
    NO_DAYS,
    NO_DAYS_BEFORE,
    NO_DISCIPLINE,
    NOT_BETTER,
    SUSPENDED,
    UNEXCUSED,
)

RESULTS = {
    EARNED: gettext_lazy("earned"),
    NOT_EARNED: gettext_lazy("not earned"),
    NOT_MEASURABLE: gettext_lazy("not measurable"),
}
REASONS = {
    UNEXCUSED: gettext_lazy("an unexcused absence in the window"),
    SUSPENDED: gettext_lazy("a suspension in the window"),
    NOT_BETTER: gettext_lazy("attendance was not better than before"),
    NO_DAYS: gettext_lazy("no attendance was handed in for the window"),
    MONTHS_MISSING: gettext_lazy("attendance of a month of the window is missing"),
    NO_DAYS_BEFORE: gettext_lazy("no attendance was handed in for the months before"),
    NO_DISCIPLINE: gettext_lazy("the school's discipline of the year was not handed in"),
}
