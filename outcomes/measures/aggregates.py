"""The named numbers that measures are made of, each defined once (DOMAIN.md "School measures").

A student is gathered first over all schools of the population, then counted: so a student of two schools
counts once, and is judged on the days of both. Days are hundredths; every threshold compares integers.
"""

from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext_lazy as _

from ..datasets.facts import HUNDREDTHS

# Per student, over the schools and the year at hand. The names must not be those of StudentYear's fields.
PER_STUDENT = {
    "schools_enrolled": Count("school_id", filter=Q(enrolled=True)),
    "all_expected": Sum("expected"),
    "all_absent": Sum("absent"),
    "ten_times_absent": 10 * Sum("absent"),
    "all_suspensions": Sum(F("suspensions_out") + F("suspensions_in")),
    "all_expulsions": Sum("expulsions"),
}

ENROLLED = Q(schools_enrolled__gt=0)
SUSPENDED = ENROLLED & Q(all_suspensions__gt=0)
EXPELLED = ENROLLED & Q(all_expulsions__gt=0)
EXPECTED = Q(all_expected__gt=0)
# 31 days count, 30 do not.
MORE_THAN_30_DAYS = Q(all_expected__gt=30 * HUNDREDTHS)
# Exactly one tenth counts: 18 of 180.
CHRONIC = MORE_THAN_30_DAYS & Q(ten_times_absent__gte=F("all_expected"))


@dataclass(frozen=True)
class Aggregate:
    """A number over students. `of`: what is added up of each of them; nothing: the students themselves."""

    name: str
    title: str
    students: Q
    of: object = None
    # How many of the stored integer make one that people read: days are kept in hundredths.
    scale: int = 1

    @property
    def expression(self):
        return Sum(self.of, filter=self.students, default=0) if self.of is not None else self.behind

    @property
    def behind(self):
        """How many students stand behind the number: what disclosure control protects."""
        return Count("student_key", filter=self.students)


AGGREGATES = {
    aggregate.name: aggregate
    for aggregate in [
        Aggregate("students_enrolled", _("students enrolled"), ENROLLED),
        Aggregate("students_suspended", _("students suspended"), SUSPENDED),
        Aggregate("suspensions", _("suspensions"), SUSPENDED, of=F("all_suspensions")),
        Aggregate("expulsions", _("expulsions"), EXPELLED, of=F("all_expulsions")),
        Aggregate("days_expected", _("days expected"), EXPECTED, of=F("all_expected"), scale=HUNDREDTHS),
        Aggregate(
            "days_attended",
            _("days attended"),
            EXPECTED & Q(all_expected__gt=F("all_absent")),
            of=F("all_expected") - F("all_absent"),
            scale=HUNDREDTHS,
        ),
        Aggregate(
            "days_absent",
            _("days absent"),
            EXPECTED & Q(all_absent__gt=0),
            of=F("all_absent"),
            scale=HUNDREDTHS,
        ),
        Aggregate(
            "students_expected_over_30_days", _("students expected for more than 30 days"), MORE_THAN_30_DAYS
        ),
        Aggregate("students_chronically_absent", _("students chronically absent"), CHRONIC),
    ]
}
