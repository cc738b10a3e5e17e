"""Days expected, missed and lost to suspension, month by month, for every stay.

The chance of missing a day is built on the logit scale from what lasts and what passes (truth.py).
"""

from dataclasses import dataclass

import numpy as np

from .calendar import AUTUMN, MONTHS_A_YEAR
from .seed import chance
from .truth import LOWEST_CHANCE

BASE = -3.42
SCHOOL_SPREAD = 0.20
BY_GRADE = np.array([0.40, 0.18, 0.08, 0.02, 0.0, 0.02, 0.05, 0.16, 0.24, 0.26, 0.34, 0.42, 0.55])
BY_MONTH = np.array([-0.20, -0.08, 0.0, 0.16, 0.18, 0.08, -0.02, 0.0, 0.04, 0.10])
# Spread of what passes: with the year, with the half-year, with the month.
YEAR_SHOCK, HALF_SHOCK, MONTH_SHOCK = 0.42, 0.36, 0.30
MOST_LIKELY = 0.80


@dataclass
class Attendance:
    """Int arrays, stays x 10 months. `out_halves`, `in_halves`: half days of suspension out of and in school.

    Absent: excused + unexcused + out_halves / 2. Nothing was expected of months before entry or after exit.
    """

    expected: np.ndarray
    excused: np.ndarray
    unexcused: np.ndarray
    out_halves: np.ndarray
    in_halves: np.ndarray

    @classmethod
    def nothing_yet(cls, stays):
        return cls(*(np.zeros((stays, MONTHS_A_YEAR), dtype=np.int16) for _ in range(5)))

    def absent_halves(self):
        """Half days absent, stays x 10."""
        return 2 * (self.excused + self.unexcused) + self.out_halves


def live(history, stays, year, months, gain):
    """Draw the absences of some stays in some months, where expected and suspended days are known already.

    stays: positions in one school year. months: a range of 0 to 9. gain: chance taken off, stays x months.
    Returns what was really taken off, which the floor of the chance makes less (same shape).
    """
    attendance, where = history.attendance, np.ix_(stays, months)
    rng = chance(history.seed, "absence", year, months[0])
    free = attendance.expected[where] - (attendance.out_halves[where] + 1) // 2
    untouched = _chance_of_missing(history, stays, year, months)
    with_program = np.minimum(untouched, np.maximum(untouched - gain, LOWEST_CHANCE))
    absent = rng.binomial(free, with_program)
    unexcused = rng.binomial(absent, history.students.unexcused[history.enrollments.student[stays], None])
    attendance.unexcused[where] = unexcused
    attendance.excused[where] = absent - unexcused
    return untouched - with_program


def _chance_of_missing(history, stays, year, months):
    students, enrollments = history.students, history.enrollments
    student = enrollments.student[stays]
    levels = chance(history.seed, "schools").normal(0, SCHOOL_SPREAD, len(history.county.schools))
    half = "autumn" if months[0] in AUTUMN else "spring"
    count = len(students)
    of_year = chance(history.seed, "year shock", year).normal(0, YEAR_SHOCK, count)
    of_half = chance(history.seed, "half shock", year, half).normal(0, HALF_SHOCK, count)
    monthly = chance(history.seed, "month shock", year, half).normal(
        0, MONTH_SHOCK, (len(stays), len(months))
    )
    lasting = BASE + levels[enrollments.school[stays]] + BY_GRADE[enrollments.grade[stays]]
    lasting = lasting + students.absence[student] + of_year[student] + of_half[student]
    logit = lasting[:, None] + BY_MONTH[list(months)] + monthly
    return np.minimum(1 / (1 + np.exp(-logit)), MOST_LIKELY)
