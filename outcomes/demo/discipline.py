"""Suspensions and expulsions, and the days of them that attendance has to show.

At most one suspension per student and month, always within the month and within the stay, so that the days
of the events and the suspension days of the attendance rows agree to the half day.
"""

from dataclasses import dataclass

import numpy as np

from .attendance import Attendance
from .seed import chance

OUT, IN, EXPULSION = "out_of_school_suspension", "in_school_suspension", "expulsion"
SCHOOL_SPREAD, YEAR_SHOCK = 0.30, 0.70
# Suspensions per student and month of 20 days, by grade.
RATE = np.array([0.25, 0.4, 0.5, 0.7, 1.0, 1.4, 1.9, 3.6, 3.6, 2.9, 2.4, 1.9, 1.4]) / 1000
OUT_SHARE = 0.68
# Lengths in half days.
OUT_HALVES, OUT_SHARES = np.array([1, 2, 4, 6, 10]), (0.10, 0.34, 0.24, 0.20, 0.12)
IN_HALVES, IN_SHARES = np.array([1, 2, 4]), (0.25, 0.60, 0.15)
EXPELLED, FIRST_GRADE_EXPELLED = 0.035, 7
# Reasons as the state counts them.
CAUSES = ("injury", "no_injury", "weapons", "drugs", "defiance", "other")
CAUSE_SHARES = (0.16, 0.44, 0.03, 0.15, 0.10, 0.12)


@dataclass
class Discipline:
    """One position per event. stay: position in Enrollments; halves: half days (0 for an expulsion)."""

    stay: np.ndarray
    date: np.ndarray
    action: np.ndarray
    halves: np.ndarray
    cause: np.ndarray

    def __len__(self):
        return len(self.stay)

    @classmethod
    def nothing_yet(cls):
        nothing = np.zeros(0, dtype=int)
        return cls(nothing, nothing.astype("datetime64[D]"), nothing.astype(object), nothing, nothing)

    def add(self, *columns):
        """Append events; columns in the order of the fields."""
        self.stay, self.date, self.action, self.halves, self.cause = (
            np.concatenate([old, new])
            for old, new in zip(
                (self.stay, self.date, self.action, self.halves, self.cause), columns, strict=True
            )
        )


def discipline(history, stays, year, months, ratio):
    """Draw the suspensions of some stays in some months into history.attendance and history.discipline.

    stays: positions in one school year; year: its SchoolYear; months: a range of 0 to 9; ratio: what
    programs multiply the rate by, stays x months. An expelled student leaves at the end of the month.
    """
    attendance, enrollments = history.attendance, history.enrollments
    rng = chance(history.seed, "discipline", year.name, months[0])
    starts, stops = year.enrolled_days(enrollments.entry[stays], enrollments.exit[stays])
    starts, stops = starts[:, list(months)], stops[:, list(months)]
    expected = stops - starts
    attendance.expected[np.ix_(stays, months)] = expected
    happens = rng.random(expected.shape) < 1 - np.exp(
        -_monthly_rate(history, stays, year)[:, None] * ratio * expected / 20
    )
    row, column = np.nonzero(happens)
    out = rng.random(len(row)) < OUT_SHARE
    halves = np.where(
        out,
        rng.choice(OUT_HALVES, len(row), p=OUT_SHARES),
        rng.choice(IN_HALVES, len(row), p=IN_SHARES),
    )
    halves = np.minimum(halves, 2 * expected[row, column])
    slack = expected[row, column] - (halves + 1) // 2 + 1
    day = starts[row, column] + (rng.random(len(row)) * slack).astype(int)
    dates = _dates(year, months, column, day)
    month = np.array(months)[column]
    days_of = np.where(out, OUT, IN).astype(object)
    cause = rng.choice(len(CAUSES), len(row), p=CAUSE_SHARES)
    history.discipline.add(stays[row], dates, days_of, halves, cause)
    attendance.out_halves[stays[row[out]], month[out]] = halves[out]
    attendance.in_halves[stays[row[~out]], month[~out]] = halves[~out]
    expelled = out & (enrollments.grade[stays[row]] >= FIRST_GRADE_EXPELLED)
    expelled &= (rng.random(len(row)) < EXPELLED) & np.isnat(enrollments.exit[stays[row]])
    _expel(history, attendance, year, stays[row[expelled]], month[expelled], cause[expelled])


def _monthly_rate(history, stays, year):
    students, enrollments = history.students, history.enrollments
    student = enrollments.student[stays]
    schools = chance(history.seed, "strictness").normal(0, SCHOOL_SPREAD, len(history.county.schools))
    passing = chance(history.seed, "conduct shock", year.name).normal(0, YEAR_SHOCK, len(students))
    log = students.conduct[student] + passing[student] + schools[enrollments.school[stays]]
    return RATE[enrollments.grade[stays]] * np.exp(log)


def _dates(year, months, column, day):
    dates = np.empty(len(column), dtype="datetime64[D]")
    for at, month in enumerate(months):
        here = column == at
        dates[here] = year.days[month][day[here]]
    return dates


def _expel(history, attendance: Attendance, year, stays, months, causes):
    """The expulsion takes effect on the last school day of the month; what came after it never was."""
    stays, first = np.unique(stays, return_index=True)
    months, causes = months[first], causes[first]
    dates = np.array([year.days[month][-1] for month in months], dtype="datetime64[D]")
    enrollments = history.enrollments
    enrollments.exit[stays], enrollments.exit_reason[stays] = dates, "expelled"
    after = np.arange(attendance.expected.shape[1]) > months[:, None]
    for days in (attendance.expected, attendance.out_halves, attendance.in_halves):
        days[stays] = np.where(after, 0, days[stays])
    left = dict(zip(stays.tolist(), dates, strict=True))
    events = history.discipline
    never = np.array(
        [
            stay in left and date > left[stay]
            for stay, date in zip(events.stay.tolist(), events.date, strict=True)
        ],
        dtype=bool,
    )
    for name in ("stay", "date", "action", "halves", "cause"):
        setattr(events, name, getattr(events, name)[~never])
    events.add(stays, dates, np.full(len(stays), EXPULSION, dtype=object), np.zeros(len(stays), int), causes)
