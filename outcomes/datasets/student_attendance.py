"""Student attendance: a student's days in a school and month; all absences by kind.

A claim is a school and a month. In-school suspension is attendance (DOMAIN.md), so it does not count as
absence; it is kept beside. A file may hold a row per month, or a mark per day (daily_attendance).
"""

import numpy as np
from django.utils.translation import gettext_lazy as _

from . import daily_attendance
from .daily_attendance import MARKS, is_daily
from .declaration import MONTH, SCHOOLS, Column, Dataset, Facts
from .facts import HUNDREDTHS, AttendanceMonth
from .frame import BAD, BLANK, VALUE
from .periods import weekdays
from .students import SCHOOL, STUDENT

ABSENCES = ("excused", "unexcused", "suspended_out")
DAYS = (*ABSENCES, "suspended_in")
MOST_DAYS_IN_A_MONTH = 31 * HUNDREDTHS
# Of fewer rows or numbers nothing is concluded.
LEAST_ROWS = 20


def check_days(frame):
    if not is_daily(frame):
        check_sums(frame, MOST_DAYS_IN_A_MONTH)


def check_sums(frame, most):
    """Rules of rows that hold sums of days. most: hundredths that the period can have."""
    for name in ("suspended_out", "suspended_in"):
        # A column that a template brought and nobody filled in is as good as none.
        if (frame[name].given & frame.going_in).any():
            frame.error("missing_number", frame[name].is_(BLANK), name)
        else:
            frame.notice("none_of_kind", np.ones(len(frame), bool), name)
    known, expected = frame["expected"].given, frame["expected"].numbers()
    if frame.has("expected"):
        frame.error("missing_number", ~frame["expected"].is_(VALUE, BAD), "expected")
    else:
        frame.warn("no_rate", np.ones(len(frame), bool), "expected")
    absent = sum(frame[name].numbers() for name in ABSENCES)
    frame.error("absent_over_expected", known & (absent > expected), "expected")
    frame.error(
        "in_school_over_expected", known & (frame["suspended_in"].numbers() > expected), "suspended_in"
    )
    too_many = np.maximum(expected, np.maximum(absent, frame["suspended_in"].numbers())) > most
    frame.error("too_many_days", too_many, "expected")
    frame.warn("no_expected_days", known & (expected == 0), "expected")


def facts(frame):
    return daily_attendance.summed(frame) if is_daily(frame) else sums(frame)


def sums(frame):
    """Facts of rows that hold sums of days already."""
    rows = frame.going_in.nonzero()[0]
    values = {name: frame[name].numbers()[rows] for name in DAYS}
    known = frame.has("expected")
    values["expected"] = frame["expected"].numbers()[rows] if known else [None] * len(rows)
    values["tardies_over_30"] = frame["tardies_over_30"].filled(None)[rows].tolist()
    return Facts(rows=rows, values=values)


def doubt_days(frame):
    """Whole files whose days look swapped or doubled."""
    known, expected = frame["expected"].given, frame["expected"].numbers()
    absences = [frame[name].numbers() for name in ABSENCES]
    absent = sum(absences)
    frame.warn("over_weekdays", known & (expected > _weekdays(frame["month"]) * HUNDREDTHS), "expected")
    counted = known & (expected > 0)
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


def _days(name, title, *aliases, **kwargs):
    return Column(name, title, "days", aliases=(name, *aliases), **kwargs)


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
            unless=("date",),
            aliases=("month", "Attendance Month", "Year Month", "Reporting Month"),
        ),
        _days("expected", _("Days expected"), "days_expected", "Days Enrolled", "Expected Days"),
        _days(
            "excused",
            _("Excused absences"),
            "days_excused",
            "Excused Absences",
            "Days Excused",
            "Days Absent Excused",
            "EA",
            required=True,
            unless=("code",),
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
            unless=("code",),
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
        Column(
            "tardies_over_30",
            _("Times more than 30 minutes late"),
            "count",
            aliases=("tardies_over_30", "Tardies Over 30 Minutes", "Times Late Over 30 Minutes"),
        ),
        # A mark per day, in place of the sums.
        Column(
            "date",
            _("Day"),
            "date",
            required=True,
            unless=("month",),
            aliases=("Attendance Date", "Absence Date", "Att Date", "EventDate", "Date of Absence"),
        ),
        Column(
            "code",
            _("Mark of the day"),
            "word",
            required=True,
            unless=("excused",),
            aliases=("Attendance Code", "Absence Code", "Att Code", "All Day Code", "Mark", "Absence Type"),
            words=MARKS,
        ),
        Column("portion", _("Part of the day"), "days", aliases=("Portion Absent", "Day Portion")),
        Column("minutes", _("Minutes late"), "count", aliases=("Minutes Late", "Tardy Minutes")),
        Column("class_period", _("Class period"), aliases=("Class Period", "Period Name", "Period Number")),
    ),
    derive=daily_attendance.month_of_date,
    rules=(check_days, daily_attendance.check_marks, doubt_days),
    facts=facts,
    identity=("student_key",),
    check_enrolled=True,
    reasons={
        "none_of_kind": _(
            "“%(column)s” is not in the file, or blank in every row; none of these days are counted."
        ),
        "absent_over_expected": _(
            "More days absent than expected. Correct the days, or leave these rows out."
        ),
        "in_school_over_expected": _(
            "More days of in-school suspension than days expected. Correct the days, or leave these rows out."
        ),
        "too_many_days": _(
            "More than 31 days expected in a month. Correct the days, or leave these rows out."
        ),
        "no_rate": _(
            "These rows tell absences, but not the days that were expected. No rate can be computed from this file alone; the absences are counted."
        ),
        "class_periods": _(
            "These rows are marks of a single class period. They are not days and were not counted; only marks of a whole day are."
        ),
        "only_class_periods": _(
            "All rows are marks of single class periods, of which no days can be made. Export the daily attendance, with one mark for each day, instead."
        ),
        "no_mark": _("These rows carry no mark of the whole day; nothing was counted for them."),
        "more_than_a_day": _(
            "“%(column)s” is more than one day here. It must tell the part of one day, like 1 or 0.5. Correct it, or leave these rows out."
        ),
        "whole_days_assumed": _("“%(column)s” is blank in these absences; each was counted as a whole day."),
        "weekend": _("These days are on a weekend. Check the dates; the rows are kept."),
        "repeated_mark": _("The same student, day and mark occur more than once; each is counted once."),
        "several_marks": _(
            "Another mark of the same student and day was counted before these: a suspension, then an excused, then an unexcused absence, before lateness or presence. No day counts more than once."
        ),
        "over_weekdays": _(
            "More days expected than the month has weekdays. Were days added up twice? The rows are kept."
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
