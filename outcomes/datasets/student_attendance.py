"""Student attendance: a student's days in a school and month; all absences by kind.

A claim is a school and a month. In-school suspension is attendance (DOMAIN.md), so it does not count as
absence; it is kept beside.
"""

import numpy as np
from django.utils.translation import gettext_lazy as _

from .declaration import MONTH, Column, Dataset, Facts
from .facts import HUNDREDTHS, AttendanceMonth
from .frame import BLANK, VALUE
from .periods import weekdays
from .students import SCHOOL, STUDENT

ABSENCES = ("excused", "unexcused", "suspended_out")
DAYS = ("expected", *ABSENCES, "suspended_in")
MOST_DAYS_IN_A_MONTH = 31 * HUNDREDTHS
# Of fewer rows or numbers nothing is concluded.
LEAST_ROWS = 20


def check_days(frame):
    for name in ("suspended_out", "suspended_in"):
        if frame.has(name):
            frame.error("missing_number", frame[name].is_(BLANK), name)
        else:
            frame.notice("none_of_kind", np.ones(len(frame), bool), name)
    known, expected = frame["expected"].given, frame["expected"].numbers()
    absent = sum(frame[name].numbers() for name in ABSENCES)
    frame.error("absent_over_expected", known & (absent > expected), "expected")
    frame.error(
        "in_school_over_expected", known & (frame["suspended_in"].numbers() > expected), "suspended_in"
    )
    frame.error("too_many_days", expected > MOST_DAYS_IN_A_MONTH, "expected")
    frame.warn("no_expected_days", known & (expected == 0), "expected")


def facts(frame):
    rows = frame.going_in.nonzero()[0]
    return Facts(rows=rows, values={name: frame[name].numbers()[rows] for name in DAYS})


def doubt_days(frame):
    """Whole files whose days look swapped, doubled or without any day expected."""
    known, expected = frame["expected"].given, frame["expected"].numbers()
    absences = [frame[name].numbers() for name in ABSENCES]
    absent = sum(absences)
    frame.warn("over_weekdays", known & (expected > _weekdays(frame["month"]) * HUNDREDTHS), "expected")
    counted = known & (expected > 0)
    if not counted.any() and len(frame):
        frame.remark("no_rate", "expected")
    mostly = counted & (2 * absent > expected)
    if counted.sum() >= LEAST_ROWS and mostly.sum() * 10 >= counted.sum() * 8:
        frame.warn("mostly_absent", mostly, all=int(counted.sum()))
    told = np.concatenate(absences)
    told = told[told > 0]
    if len(told) >= LEAST_ROWS and not (told % (2 * HUNDREDTHS)).any():
        frame.remark("all_even", numbers=len(told))


def _weekdays(column):
    """How many weekdays the month of each row has; what is no month has enough of them."""
    known = zip(column.values, column.kinds, strict=True)
    return column.taken([weekdays(value) if kind == VALUE else 31 for value, kind in known], np.int64)


def _days(name, title, *aliases, required=False, without=""):
    return Column(name, title, "days", required=required, aliases=(name, *aliases), without=without)


DATASET = Dataset(
    key="student_attendance",
    title=_("Student attendance"),
    row=_("one student, school and month"),
    fact=AttendanceMonth,
    order=3,
    period=MONTH,
    period_column="month",
    # A month is due by the middle of the next; schools keep no register in July.
    cadence=MONTH,
    due_days=15,
    months_off=(7,),
    columns=(
        *SCHOOL,
        STUDENT,
        Column(
            "month",
            _("Month"),
            "month",
            required=True,
            aliases=("month", "Attendance Month", "Year Month", "Reporting Month"),
        ),
        _days(
            "expected",
            _("Days expected"),
            "days_expected",
            "Days Enrolled",
            "Expected Days",
            required=True,
            without=_("Absences without any expected days: no rate can be computed from this file alone."),
        ),
        _days(
            "excused",
            _("Excused absences"),
            "days_excused",
            "Excused Absences",
            "Days Excused",
            "Days Absent Excused",
            "EA",
            required=True,
        ),
        _days(
            "unexcused",
            _("Unexcused absences"),
            "days_unexcused",
            "Unexcused Absences",
            "Days Unexcused",
            "Days Absent Unexcused",
            "UA",
            required=True,
        ),
        _days(
            "suspended_out",
            _("Days of out-of-school suspension"),
            "days_suspended",
            "Out of School Suspension Days",
            "Days Suspended Out of School",
            "OSS",
        ),
        _days(
            "suspended_in",
            _("Days of in-school suspension"),
            "In School Suspension Days",
            "Days Suspended In School",
            "ISS",
        ),
    ),
    rules=(check_days, doubt_days),
    facts=facts,
    identity=("student_key",),
    check_enrolled=True,
    reasons={
        "none_of_kind": _("The file has no column “%(column)s”; none of these days are counted."),
        "absent_over_expected": _(
            "More days absent than expected. Correct the days, or leave these rows out."
        ),
        "in_school_over_expected": _(
            "More days of in-school suspension than days expected. Correct the days, or leave these rows out."
        ),
        "too_many_days": _(
            "More than 31 days expected in a month. Correct the days, or leave these rows out."
        ),
        "over_weekdays": _(
            "More days expected than the month has weekdays. Were days added up twice? The rows are kept."
        ),
        "no_rate": _(
            "Absences without any expected days: no rate can be computed from this file alone. Add the days that each student was expected."
        ),
        "mostly_absent": _(
            "In %(count)s of %(all)s rows, students are absent for more than half of their days. Perhaps columns are swapped, or hold the days attended."
        ),
        "all_even": _(
            "All %(numbers)s numbers of absences are even. Perhaps every day was counted twice. Compare a few students with your system."
        ),
        "no_expected_days": _("No day was expected of these students; no rate can be computed for them."),
    },
)
