"""The named numbers that measures are made of, each defined once (DOMAIN.md "School measures").

A number of the family STUDENTS is made of students: each is gathered first over all schools of a level and year
(`cube`), then counted. So a student of two schools counts once, and is judged on the days of both. Days are
hundredths; every threshold compares integers. The other families name what their module counts.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ..datasets.facts import HUNDREDTHS
from ..datasets.probation_outcomes import OUTCOMES as JJCPA

STUDENTS, PROGRAMS, AGENCIES = "students", "programs", "agencies"

# Conditions over what is gathered of one student (cube.GATHERED).
ENROLLED = "enrolled_and_discipline > 0"
SUSPENDED = f"{ENROLLED} AND suspensions_out + suspensions_in > 0"
EXPECTED = "expected > 0"
# 31 days count, 30 do not.
MORE_THAN_30_DAYS = f"expected > {30 * HUNDREDTHS}"
# Exactly one tenth counts: 18 of 180.
CHRONIC = f"{MORE_THAN_30_DAYS} AND 10 * absent >= expected"
SEVERE = f"{MORE_THAN_30_DAYS} AND 5 * absent >= expected"
# Full unexcused days, and occasions of more than 30 minutes (Ed. Code 48260).
TRUANT = f"{EXPECTED} AND unexcused / {HUNDREDTHS} + COALESCE(tardies, 0) >= 3"
CHRONICALLY_TRUANT = f"{EXPECTED} AND unexcused_of_expected > 0 AND 10 * unexcused_of_expected >= expected"
MEASURABLE_TWICE = f"{MORE_THAN_30_DAYS} AND expected_before > {30 * HUNDREDTHS}"
# A rate that rose by one percentage point or more counts as improved.
IMPROVED_POINTS = 1
IMPROVED = (
    f"{MEASURABLE_TWICE} AND 100 * ((expected - absent) * expected_before - (expected_before - absent_before) * expected)"
    f" >= {IMPROVED_POINTS} * expected * expected_before"
)
STABLE_DAYS = 245


@dataclass(frozen=True)
class Aggregate:
    """A number over students, youth in programs, or what agencies count.

    who: SQL condition over a gathered student; of: what is added up of each of them; nothing: the students
    themselves. Of other families their modules know both.
    """

    name: str
    title: str
    who: str = ""
    of: str = ""
    # How many of the stored integer make one that people read: days are kept in hundredths.
    scale: int = 1
    family: str = STUDENTS
    # Whether these people need not be among those whom they are divided by: who is stopped may live elsewhere.
    apart: bool = False

    @property
    def sum_sql(self):
        return f"COALESCE(SUM({self.of}) FILTER (WHERE {self.who}), 0)" if self.of else self.behind_sql

    @property
    def behind_sql(self):
        """How many students stand behind the number: what disclosure control protects."""
        return f"COUNT(*) FILTER (WHERE {self.who})"


def _of_students():
    yield Aggregate("students_enrolled", _("students enrolled"), ENROLLED)
    yield Aggregate("students_suspended", _("students suspended"), SUSPENDED)
    yield Aggregate("suspensions", _("suspensions"), SUSPENDED, of="suspensions_out + suspensions_in")
    yield Aggregate(
        "students_suspended_a_day",
        _("students suspended for one day or more in total"),
        f"{SUSPENDED} AND suspended_days >= {HUNDREDTHS}",
    )
    yield Aggregate(
        "students_suspended_again",
        _("students suspended twice or more"),
        f"{ENROLLED} AND suspensions_out + suspensions_in >= 2",
    )
    yield Aggregate(
        "students_suspended_in", _("students suspended in school"), f"{ENROLLED} AND suspensions_in > 0"
    )
    yield Aggregate(
        "students_suspended_out", _("students suspended out of school"), f"{ENROLLED} AND suspensions_out > 0"
    )
    yield Aggregate(
        "days_lost",
        _("days lost to out-of-school suspension"),
        f"{ENROLLED} AND suspended_days_out > 0",
        of="suspended_days_out",
        scale=HUNDREDTHS,
    )
    yield Aggregate("expulsions", _("expulsions"), f"{ENROLLED} AND expulsions > 0", of="expulsions")
    yield Aggregate("days_expected", _("days expected"), EXPECTED, of="expected", scale=HUNDREDTHS)
    yield Aggregate(
        "days_attended",
        _("days attended"),
        f"{EXPECTED} AND expected > absent",
        of="expected - absent",
        scale=HUNDREDTHS,
    )
    yield Aggregate(
        "days_absent", _("days absent"), f"{EXPECTED} AND absent > 0", of="absent", scale=HUNDREDTHS
    )
    yield Aggregate("students_absent", _("students with an absence"), f"{EXPECTED} AND absent > 0")
    yield Aggregate("students_with_attendance", _("students with attendance reported"), EXPECTED)
    yield Aggregate(
        "students_expected_over_30_days", _("students expected for more than 30 days"), MORE_THAN_30_DAYS
    )
    yield Aggregate("students_chronically_absent", _("students chronically absent"), CHRONIC)
    yield Aggregate("students_severely_absent", _("students absent a fifth of the days"), SEVERE)
    yield Aggregate("students_truant", _("students truant"), TRUANT)
    yield Aggregate("students_chronically_truant", _("students chronically truant"), CHRONICALLY_TRUANT)
    yield Aggregate(
        "students_measurable_twice", _("students measurable in both school years"), MEASURABLE_TWICE
    )
    yield Aggregate("students_improved", _("students whose attendance improved"), IMPROVED)
    yield Aggregate("students_with_an_enrollment", _("students enrolled"), "enrolled > 0")
    yield Aggregate(
        "students_stable",
        _("students enrolled for 245 days in a row"),
        f"enrolled > 0 AND longest_enrollment >= {STABLE_DAYS}",
    )


def _of_programs():
    for name, title, scale in [
        ("youth_served", _("youth served"), 1),
        ("youth_new", _("youth new this year"), 1),
        ("youth_carried_over", _("youth carried over from the year before"), 1),
        ("engagements_completed", _("engagements completed"), 1),
        ("engagements_ended", _("engagements completed or ended unsuccessfully"), 1),
        ("engagements_closed", _("engagements closed"), 1),
        ("days_in_program", _("days in the program"), 1),
        # Minutes are hours too: hundredths of a minute.
        ("hours_received", _("hours received"), 60 * HUNDREDTHS),
        ("youth_with_hours", _("youth who received hours"), 1),
        ("sessions_received", _("sessions attended"), HUNDREDTHS),
        ("youth_with_sessions", _("youth who attended sessions"), 1),
        ("meals_received", _("meals received"), HUNDREDTHS),
        ("youth_with_meals", _("youth who received meals"), 1),
        ("dollars_received", _("dollars received"), HUNDREDTHS),
        ("youth_with_dollars", _("youth who received dollars"), 1),
        ("challenges_earned", _("challenges earned"), 1),
        ("challenges_measurable", _("entries that could be measured"), 1),
        ("challenges_entered", _("entries"), 1),
        ("scores_rose", _("youth whose score rose"), 1),
        ("scores_paired", _("youth with a score before and one after"), 1),
        ("award_dollars", _("dollars awarded for the year"), 1),
    ]:
        yield Aggregate(name, title, scale=scale, family=PROGRAMS)


def _of_agencies():
    titles = {
        "youth": _("youth"),
        "probation_ended": _("youth whose probation ended"),
        "probation_completed": _("youth who completed probation"),
        "arrested": _("youth arrested"),
        "violated": _("youth with a probation violation"),
        "incarcerated": _("youth incarcerated"),
        "restitution_due": _("youth ordered to pay restitution"),
        "restitution_completed": _("youth who completed restitution"),
        "service_due": _("youth ordered to do community service"),
        "service_completed": _("youth who completed community service"),
    }
    for element in dict.fromkeys(name for pair in JJCPA.items() for name in pair):
        yield Aggregate(f"jjcpa_{element}", titles[element], family=AGENCIES)
    yield Aggregate("people_stopped", _("people stopped"), family=AGENCIES, apart=True)
    yield Aggregate("people_living_there", _("people living there"), family=AGENCIES)
    yield Aggregate("workforce", _("people of the workforce"), family=AGENCIES, apart=True)
    yield Aggregate("people_of_the_community", _("people of the community"), family=AGENCIES)
    yield Aggregate("trainings_completed", _("trainings completed"), family=AGENCIES)
    yield Aggregate("trainings_expected", _("trainings expected"), family=AGENCIES)


AGGREGATES = {aggregate.name: aggregate for aggregate in [*_of_students(), *_of_programs(), *_of_agencies()]}
