"""Every measure a second time, the slow and obvious way: loops over rows that fit on a page.

Shares no code with outcomes.measures. A row is what one school reports of one student in a year.
"""

from dataclasses import dataclass
from fractions import Fraction


@dataclass
class Row:
    student: str
    school: str
    enrolled: bool = True
    # Days, as a clerk would write them; None: no attendance handed in.
    expected: Fraction | None = None
    absent: Fraction = Fraction(0)
    suspensions: int = 0
    expulsions: int = 0


def students(rows):
    """One entry per student: all that any school said of them."""
    found = {}
    for row in rows:
        found.setdefault(row.student, []).append(row)
    return list(found.values())


def attendance_rate(rows):
    expected = attended = Fraction(0)
    for row in rows:
        if row.expected is not None:
            expected += row.expected
            attended += row.expected - row.absent
    return attended, expected


def chronic_absence(rows):
    chronic = eligible = 0
    for student in students(rows):
        expected = sum(row.expected or 0 for row in student)
        absent = sum(row.absent for row in student)
        if expected > 30:
            eligible += 1
            if absent / expected >= Fraction(1, 10):
                chronic += 1
    return chronic, eligible


def enrolled(rows):
    return [student for student in students(rows) if any(row.enrolled for row in student)]


def suspension_rate(rows):
    suspended = [student for student in enrolled(rows) if any(row.suspensions for row in student)]
    return len(suspended), len(enrolled(rows))


def suspensions_per_100(rows):
    events = 0
    for student in enrolled(rows):
        for row in student:
            events += row.suspensions
    return events, len(enrolled(rows))


def expulsions_per_1000(rows):
    events = 0
    for student in enrolled(rows):
        for row in student:
            events += row.expulsions
    return events, len(enrolled(rows))


MEASURES = {
    function.__name__: function
    for function in (
        attendance_rate,
        chronic_absence,
        suspension_rate,
        suspensions_per_100,
        expulsions_per_1000,
    )
}
PER = {
    "attendance_rate": 100,
    "chronic_absence": 100,
    "suspension_rate": 100,
    "suspensions_per_100": 100,
    "expulsions_per_1000": 1000,
}


def printed(measure, numerator, denominator):
    """The value to one decimal, halves up, by whole-number arithmetic; None without a denominator."""
    if not denominator:
        return None
    tenths = Fraction(numerator) / denominator * PER[measure] * 10
    return (tenths + Fraction(1, 2)) // 1 / Fraction(10)
