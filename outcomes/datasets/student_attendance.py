"""Student attendance: a student's days in a school and month; all absences by kind.

A claim is a school and a month. In-school suspension is attendance (DOMAIN.md), so it does not count as
absence; it is kept beside.
"""

import numpy as np
from django.utils.translation import gettext_lazy as _

from .declaration import MONTH, SCHOOLS, Column, Dataset, Facts
from .facts import HUNDREDTHS, AttendanceMonth
from .frame import BLANK
from .students import SCHOOL, STUDENT

ABSENCES = ("excused", "unexcused", "suspended_out")
DAYS = ("expected", *ABSENCES, "suspended_in")
MOST_DAYS_IN_A_MONTH = 31 * HUNDREDTHS


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


def _days(name, title, *aliases, required=False):
    return Column(name, title, "days", required=required, aliases=(name, *aliases))


DATASET = Dataset(
    key="student_attendance",
    title=_("Student attendance"),
    row=_("one student, school and month"),
    fact=AttendanceMonth,
    order=3,
    kinds=SCHOOLS,
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
            "expected", _("Days expected"), "days_expected", "Days Enrolled", "Expected Days", required=True
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
    rules=(check_days,),
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
        "no_expected_days": _("No day was expected of these students; no rate can be computed for them."),
    },
)
