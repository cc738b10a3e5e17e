"""Who earned an incentive challenge, computed from attendance and discipline in effect, with the reasons.

Rules (programs.Challenge): no unexcused absence, no suspension in the challenge's window, better attendance than
before. "Before" are the months of the same school year before the window; of a window that opens the school
year, the months of the year before that end with June. A month counts when any day of it lies in the window. Days are
compared as integers: absent * expected before < absent before * expected, so that a tie is not better; whoever
missed nothing before and nothing now has kept a perfect record, which nobody can better, and meets the rule.

A rule that is seen to be broken is broken, whatever else is unknown. Earned is only what is known whole: every month
of the window that schools report, and the discipline of every school.
"""

from collections import defaultdict
from dataclasses import dataclass

from outcomes.datasets.challenge_results import EARNED, NOT_EARNED, NOT_MEASURABLE
from outcomes.datasets.facts import AttendanceMonth, DisciplineEvent, Engagement, Enrollment
from outcomes.datasets.periods import school_year_of
from outcomes.measures.populations import ROSTER, WITHOUT_CONSENT
from outcomes.measures.student_year import ATTENDANCE, DISCIPLINE, ENROLLMENT
from outcomes.submissions.bulk import chunks
from outcomes.submissions.models import Claim
from outcomes.submissions.participants import linked
from partnership.models import Place

UNEXCUSED, SUSPENDED, NOT_BETTER = "unexcused", "suspended", "not_better"
NO_DAYS, MONTHS_MISSING, NO_DAYS_BEFORE, NO_DISCIPLINE = (
    "no_days",
    "months_missing",
    "no_days_before",
    "no_discipline",
)


@dataclass(frozen=True)
class Answer:
    """result: EARNED, NOT_EARNED or NOT_MEASURABLE; reasons: codes above. before, during: (expected, absent) in
    hundredths of a day, or None where no days are known.
    """

    result: str
    reasons: tuple = ()
    before: tuple | None = None
    during: tuple | None = None

    @property
    def change(self):
        """Attendance in the window minus before, in percentage points; None where one is not known."""
        if not self.before or not self.during:
            return None
        return 100 * (self.before[1] / self.before[0] - self.during[1] / self.during[0])


def entrants(challenge):
    """Keys of the students who take part: on the program's roster in the window, families that said no left out."""
    years = {school_year_of(challenge.starts_on), school_year_of(challenge.ends_on)}
    claims = Claim.objects.filter(
        in_effect=True, dataset=ROSTER, program=challenge.program, period__in=years
    ).values_list("pk", flat=True)
    rows = Engagement.objects.filter(claim_id__in=list(claims), entry_date__lte=challenge.ends_on)
    found, refused = set(), set()
    for student, left, consent in rows.annotate(student=linked()).values_list(
        "student", "exit_date", "consent"
    ):
        if consent in WITHOUT_CONSENT:
            refused.add(student)
        if left is None or left >= challenge.starts_on:
            found.add(student)
    return found - refused


def answers(challenge, students, places=None):
    """{student key: Answer}. students: keys; places: queryset of the schools whose rows may be read, or all."""
    schools = Place.objects.filter(kind="school") if places is None else places
    facts = _Facts(challenge, schools)
    for some in chunks(sorted(students)):
        facts.read(some)
    return {student: _judge(challenge, facts, student) for student in students}


def months_between(first, last):
    """ "2025-01" ... of the days' months."""
    months, year, number = [], first.year, first.month
    while (year, number) <= (last.year, last.month):
        months.append(f"{year}-{number:02d}")
        year, number = (year + 1, 1) if number == 12 else (year, number + 1)
    return months


def months_before(day):
    """The months of the school year before a day's month; those of the year before where there is none."""
    start = day.year if day.month >= 7 else day.year - 1
    found = [month for month in _school_months(start) if month < f"{day:%Y-%m}"]
    return found or _school_months(start - 1)


def _school_months(start):
    return [f"{start}-{number:02d}" for number in range(7, 13)] + [
        f"{start + 1}-{number:02d}" for number in range(1, 7)
    ]


class _Facts:
    """What is known of students in the window and before, read some students at a time."""

    def __init__(self, challenge, schools):
        self.window = set(months_between(challenge.starts_on, challenge.ends_on))
        self.earlier = set(months_before(challenge.starts_on))
        self.first, self.last = challenge.starts_on, challenge.ends_on
        years = {school_year_of(self.first), school_year_of(self.last)}
        claims = Claim.objects.filter(in_effect=True, place__in=schools.values("pk"))
        self.attendance = {
            pk: (month, place)
            for pk, month, place in claims.filter(
                dataset=ATTENDANCE, period__in=self.window | self.earlier
            ).values_list("pk", "period", "place_id")
        }
        self.discipline = set(
            claims.filter(dataset=DISCIPLINE, period__in=years).values_list("pk", flat=True)
        )
        self.enrollment = dict(
            claims.filter(dataset=ENROLLMENT, period__in=years).values_list("pk", "place_id")
        )
        # Months in which school was held, and schools that said what happened in them.
        self.reported = defaultdict(set)
        for month, place in self.attendance.values():
            if month in self.window:
                self.reported[place].add(month)
        self.held = set().union(*self.reported.values()) if self.reported else set()
        self.disciplined = defaultdict(set)
        for place, year in claims.filter(dataset=DISCIPLINE, period__in=years).values_list(
            "place_id", "period"
        ):
            self.disciplined[place].add(year)
        self.years = years
        self.during, self.before = defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0])
        self.unexcused, self.suspended = set(), set()
        self.schools = defaultdict(dict)

    def read(self, students):
        rows = AttendanceMonth.objects.filter(student_key__in=students)
        for student, claim, expected, excused, unexcused, out in rows.values_list(
            "student_key", "claim_id", "expected", "excused", "unexcused", "suspended_out"
        ):
            if claim not in self.attendance:
                continue
            month, place = self.attendance[claim]
            if month in self.window:
                self.schools[student].setdefault(place, set()).add(month)
                if unexcused:
                    self.unexcused.add(student)
                if out:
                    self.suspended.add(student)
            if expected:
                days = (self.during if month in self.window else self.before)[student]
                days[0] += expected
                days[1] += excused + unexcused + out
        events = DisciplineEvent.objects.filter(
            student_key__in=students, date__gte=self.first, date__lte=self.last, action__in=["in", "out"]
        )
        for student, claim in events.values_list("student_key", "claim_id"):
            if claim in self.discipline:
                self.suspended.add(student)
        enrolled = Enrollment.objects.filter(student_key__in=students, entry_date__lte=self.last)
        for student, claim, left in enrolled.values_list("student_key", "claim_id", "exit_date"):
            if claim in self.enrollment and (left is None or left >= self.first):
                self.schools[student].setdefault(self.enrollment[claim], set())

    def is_complete(self, student):
        """Whether the schools of a student reported every month in which school was held."""
        places = self.schools.get(student, {})
        covered = set().union(*(self.reported.get(place, set()) for place in places)) if places else set()
        return bool(places) and self.held <= covered

    def discipline_is_known(self, student):
        places = self.schools.get(student, {})
        return bool(places) and all(self.years <= self.disciplined.get(place, set()) for place in places)


def _judge(challenge, facts, student):
    during, before = facts.during.get(student), facts.before.get(student)
    during, before = during and tuple(during), before and tuple(before)
    broken = []
    if challenge.no_unexcused_absence and student in facts.unexcused:
        broken.append(UNEXCUSED)
    if challenge.no_suspension and student in facts.suspended:
        broken.append(SUSPENDED)
    if challenge.better_attendance and before and during and not _is_better(before, during):
        broken.append(NOT_BETTER)
    if broken:
        return Answer(NOT_EARNED, tuple(broken), before, during)
    unknown = []
    if not during:
        unknown.append(NO_DAYS)
    elif not facts.is_complete(student):
        unknown.append(MONTHS_MISSING)
    if challenge.better_attendance and not before:
        unknown.append(NO_DAYS_BEFORE)
    if challenge.no_suspension and not facts.discipline_is_known(student):
        unknown.append(NO_DISCIPLINE)
    if unknown:
        return Answer(NOT_MEASURABLE, tuple(unknown), before, during)
    return Answer(EARNED, (), before, during)


def _is_better(before, during):
    """(expected, absent) each; a perfect record kept counts."""
    (expected_before, absent_before), (expected, absent) = before, during
    if absent_before == 0:
        return absent == 0
    return absent * expected_before < absent_before * expected
