"""Three years of the demonstration county, lived in order: schools see, programs choose, students live on.

`demo_history(county, catalog)` is all that a loader or a test needs; the same seed gives the same history.
"""

from dataclasses import dataclass, field

import numpy as np

from partnership.demo.county import County
from programs.demo.catalog import Catalog

from .attendance import Attendance, live
from .calendar import AUTUMN, SPRING, SchoolYear, school_years
from .discipline import Discipline, discipline
from .enrollment import Enrollments, enroll
from .participants import Engagement, engage
from .seed import SEED
from .students import Students
from .truth import TRUTHS

STUDENTS_A_YEAR = 20_000


@dataclass
class History:
    """Everything that happened. `realized`: program -> points of attendance really gained (truth.py)."""

    county: County
    catalog: Catalog
    seed: int
    enrolled: int
    years: tuple[SchoolYear, ...]
    students: Students
    enrollments: Enrollments
    attendance: Attendance
    discipline: Discipline = field(default_factory=Discipline.nothing_yet)
    engagements: list[Engagement] = field(default_factory=list)
    realized: dict[str, float] = field(default_factory=dict)

    def scaled(self, size):
        """A number of youth in proportion to a smaller county, at least 3 (fewer only if asked for)."""
        return min(size, max(3, round(size * self.enrolled / STUDENTS_A_YEAR)))

    @property
    def last_day(self):
        """The last day of the data."""
        return self.years[-1].last_day.item()


def demo_history(county, catalog, seed=SEED, enrolled=STUDENTS_A_YEAR):
    """Live through the three years. `enrolled`: students in each year (fewer for a quick test)."""
    students, enrollments = enroll(county, seed, enrolled)
    history = History(
        county,
        catalog,
        seed,
        enrolled,
        school_years(),
        students,
        enrollments,
        Attendance.nothing_yet(len(enrollments)),
    )
    gained = _Gains()
    for number, year in enumerate(history.years):
        for season, months in (("autumn", AUTUMN), ("spring", SPRING)):
            history.engagements += engage(history, number, season)
            stays = enrollments.in_year(number)
            gain, ratio = _effects(history, stays, year, months)
            discipline(history, stays, year, months, ratio)
            really = live(history, stays, year.name, months, gain)
            gained.add(history, stays, months, gain, really)
    history.realized = gained.points()
    return history


def _effects(history, stays, year, months):
    """What programs change in some stays and months: points taken off, suspension ratio (stays x months)."""
    gain = np.zeros((len(history.students), len(months)))
    ratio = np.ones_like(gain)
    first_days = [np.datetime64(year.months[month]) for month in months]
    for engagement in history.engagements:
        truth = TRUTHS[engagement.program]
        after = np.array([day > np.datetime64(engagement.entry, "M") for day in first_days])
        gain[engagement.student] += np.where(after, truth.attendance_points / 100, 0)
        ratio[engagement.student] *= np.where(after, truth.suspension_rate_ratio, 1)
    student = history.enrollments.student[stays]
    return gain[student], ratio[student]


class _Gains:
    """Days really gained and days expected after entry, by program, for `History.realized`."""

    def __init__(self):
        self.days, self.expected = dict.fromkeys(TRUTHS, 0.0), dict.fromkeys(TRUTHS, 0.0)

    def add(self, history, stays, months, gain, really):
        expected = history.attendance.expected[np.ix_(stays, months)]
        count = len(history.students)
        student = history.enrollments.student[stays]
        meant = gain > 0
        days = np.bincount(student, (expected * really).sum(axis=1), minlength=count)
        after = np.bincount(student, (expected * meant).sum(axis=1), minlength=count)
        in_programs = {}
        for engagement in history.engagements:
            in_programs.setdefault(engagement.student, []).append(engagement.program)
        for child, programs in in_programs.items():
            # Somebody in two programs would tell neither apart.
            if len(programs) == 1:
                self.days[programs[0]] += days[child]
                self.expected[programs[0]] += after[child]

    def points(self):
        return {
            program: 100 * self.days[program] / expected if expected else 0.0
            for program, expected in self.expected.items()
        }
