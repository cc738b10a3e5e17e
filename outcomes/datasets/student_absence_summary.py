"""Student absence summary: a student's days in a school and a whole school year, as certified at its end.

California's CALPADS file STAS is one. A claim is a school and a school year. It never adds to the months: while
it is in effect it is what the year's measures are made of, and the months serve windows within the year.
"""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from . import student_attendance
from .declaration import SCHOOLS, Dataset
from .facts import HUNDREDTHS, AttendanceMonth
from .student_attendance import check_sums, sums
from .students import SCHOOL, STUDENT, YEAR

MOST_DAYS_IN_A_YEAR = 366 * HUNDREDTHS
SUMS = ("expected", "excused", "unexcused", "suspended_out", "suspended_in", "tardies_over_30")


def check_days(frame):
    check_sums(frame, MOST_DAYS_IN_A_YEAR)


def _column(column):
    """As in the months, but without a mark per day in its place, and the days expected are needed."""
    return replace(column, unless=(), required=column.required or column.name == "expected")


DATASET = Dataset(
    key="student_absence_summary",
    title=_("Student absence summary of a year"),
    row=_("one student and school, over the school year"),
    fact=AttendanceMonth,
    order=4,
    kinds=SCHOOLS,
    due_days=31,
    period_column="year",
    columns=(
        *SCHOOL,
        STUDENT,
        YEAR,
        *(_column(column) for column in student_attendance.DATASET.columns if column.name in SUMS),
    ),
    rules=(check_days,),
    facts=sums,
    identity=("student_key",),
    check_enrolled=True,
    reasons=student_attendance.DATASET.reasons
    | {
        "exempt": _("Of these students the school collects no attendance (exempt). They stay out."),
        "too_many_days": _("More than 366 days in a year. Correct the days, or leave these rows out."),
    },
)
