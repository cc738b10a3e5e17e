"""Every measure of students a second time, the slow and obvious way: loops over rows that fit on a page.

Shares no code with outcomes.measures. A row is what one school reports of one student in a year; `before` are the
rows of the year before.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass
class Row:
    student: str
    school: str
    enrolled: bool = True
    # Days, as a clerk would write them; None: no attendance handed in. absent: all of them; unexcused: of these.
    expected: Fraction | None = None
    absent: Fraction = Fraction(0)
    unexcused: Fraction = Fraction(0)
    # How often more than half an hour late; None where the school does not tell.
    tardies: int | None = None
    # Days of each suspension out of school and in school; None where the length is not told.
    out: tuple = ()
    inside: tuple = ()
    expulsions: int = 0
    # First and last day; no last day: stays.
    entry: date = date(2024, 8, 15)
    exit: date | None = None
    race: str = ""
    english_learner: bool | None = None

    @property
    def suspensions(self):
        return len(self.out) + len(self.inside)


def students(rows):
    """One entry per student: all that any school said of them."""
    found = {}
    for row in rows:
        found.setdefault(row.student, []).append(row)
    return list(found.values())


def expected_of(student):
    return sum(row.expected or 0 for row in student)


def absent_of(student):
    return sum(row.absent for row in student if row.expected is not None)


def with_attendance(rows):
    return [student for student in students(rows) if expected_of(student) > 0]


def for_a_month(rows):
    return [student for student in students(rows) if expected_of(student) > 30]


def enrolled(rows):
    return [student for student in students(rows) if any(row.enrolled for row in student)]


def count(some, condition):
    return len([student for student in some if condition(student)])


def attendance_rate(rows, before):
    expected = sum(map(expected_of, with_attendance(rows)))
    return expected - sum(map(absent_of, with_attendance(rows))), expected


def average_days_absent(rows, before):
    absent = [absent_of(student) for student in with_attendance(rows) if absent_of(student) > 0]
    return sum(absent), len(absent)


def chronic_absence(rows, before):
    some = for_a_month(rows)
    return count(some, lambda one: absent_of(one) / expected_of(one) >= Fraction(1, 10)), len(some)


def severe_chronic_absence(rows, before):
    some = for_a_month(rows)
    return count(some, lambda one: absent_of(one) / expected_of(one) >= Fraction(1, 5)), len(some)


def truancy(rows, before):
    def is_truant(student):
        full_days = int(sum(row.unexcused for row in student))
        return full_days + sum(row.tardies or 0 for row in student) >= 3

    some = with_attendance(rows)
    return count(some, is_truant), len(some)


def chronic_truancy(rows, before):
    def is_chronic(student):
        return sum(row.unexcused for row in student if row.expected is not None) >= expected_of(student) / 10

    some = with_attendance(rows)
    return count(some, is_chronic), len(some)


def measurable_twice(rows, before):
    known = {student[0].student: student for student in for_a_month(before)}
    return [(known[one[0].student], one) for one in for_a_month(rows) if one[0].student in known]


def improved_attendance(rows, before):
    def rate(student):
        return 100 * (1 - Fraction(absent_of(student)) / expected_of(student))

    pairs = measurable_twice(rows, before)
    return count(pairs, lambda pair: rate(pair[1]) - rate(pair[0]) >= 1), len(pairs)


def attendance_measurable(rows, before):
    return len(measurable_twice(rows, before)), len(with_attendance(rows))


def stability(rows, before):
    def stayed(student):
        return any(
            row.enrolled
            and (
                min(row.exit or date(2025, 6, 30), date(2025, 6, 30)) - max(row.entry, date(2024, 7, 1))
            ).days
            + 1
            >= 245
            for row in student
        )

    return count(enrolled(rows), stayed), len(enrolled(rows))


def suspensions_of(student):
    return sum(row.suspensions for row in student)


def days_of(student):
    return sum(days or 0 for row in student for days in (*row.out, *row.inside))


def suspension_rate(rows, before):
    return count(enrolled(rows), suspensions_of), len(enrolled(rows))


def suspension_rate_dashboard(rows, before):
    return count(enrolled(rows), lambda one: days_of(one) >= 1), len(enrolled(rows))


def suspensions_per_100(rows, before):
    return sum(map(suspensions_of, enrolled(rows))), len(enrolled(rows))


def days_lost_per_100(rows, before):
    days = sum(days or 0 for student in enrolled(rows) for row in student for days in row.out)
    return days, len(enrolled(rows))


def repeat_suspension(rows, before):
    return count(enrolled(rows), lambda one: suspensions_of(one) >= 2), count(enrolled(rows), suspensions_of)


def suspended_in_school(rows, before):
    return count(enrolled(rows), lambda one: any(row.inside for row in one)), len(enrolled(rows))


def suspended_out_of_school(rows, before):
    return count(enrolled(rows), lambda one: any(row.out for row in one)), len(enrolled(rows))


def expulsions_per_1000(rows, before):
    return sum(row.expulsions for student in enrolled(rows) for row in student), len(enrolled(rows))


MEASURES = {
    function.__name__: function
    for function in (
        attendance_rate,
        average_days_absent,
        chronic_absence,
        severe_chronic_absence,
        truancy,
        chronic_truancy,
        improved_attendance,
        attendance_measurable,
        stability,
        suspension_rate,
        suspension_rate_dashboard,
        suspensions_per_100,
        days_lost_per_100,
        repeat_suspension,
        suspended_in_school,
        suspended_out_of_school,
        expulsions_per_1000,
    )
}
PER = dict.fromkeys(MEASURES, 100) | {"expulsions_per_1000": 1000, "average_days_absent": 1}


def printed(measure, numerator, denominator):
    """The value to one decimal, halves up, by whole-number arithmetic; None without a denominator."""
    if not denominator:
        return None
    return half_up(Fraction(numerator) / denominator * PER[measure], 1)


def half_up(exact, decimals):
    unit = 10**decimals
    return (exact * unit + Fraction(1, 2)) // 1 / Fraction(unit)


def risk_ratio(rows, is_in_group):
    """The suspension rate of a group over that of everybody else, to two decimals; None where it cannot be told."""
    inside = [student for student in enrolled(rows) if is_in_group(student)]
    outside = [student for student in enrolled(rows) if not is_in_group(student)]
    suspended_outside = count(outside, suspensions_of)
    if not inside or not suspended_outside:
        return None
    rate = Fraction(count(inside, suspensions_of), len(inside))
    return half_up(rate / Fraction(suspended_outside, len(outside)), 2)
