"""School calendar: the days of instruction of a school and month. A claim is a school and a month."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from .declaration import MONTH, SCHOOLS, Column, Dataset
from .facts import HUNDREDTHS, Tally
from .students import SCHOOL
from .tallies import counted

MOST_DAYS_IN_A_MONTH = 31 * HUNDREDTHS
USUAL_DAYS_IN_A_MONTH = 23 * HUNDREDTHS


def check_days(frame):
    days = frame["instruction_days"].numbers()
    frame.error("too_many_school_days", days > MOST_DAYS_IN_A_MONTH, "instruction_days")
    unusual = (days > USUAL_DAYS_IN_A_MONTH) & (days <= MOST_DAYS_IN_A_MONTH)
    frame.warn("more_than_weekdays", unusual, "instruction_days")
    summer = np.isin(frame["month"].filled("-----xx"), _julys(frame))
    frame.warn("days_in_july", summer & (days > 0), "month")


def _julys(frame):
    return [month for month in frame["month"].values if month and month.endswith("-07")]


def facts(frame):
    return counted(frame, ["instruction_days"], group=False)


DATASET = Dataset(
    key="school_calendar",
    title=_("School calendar"),
    row=_("the days of instruction of one school and month"),
    fact=Tally,
    order=9,
    kinds=SCHOOLS,
    is_student_level=False,
    period=MONTH,
    period_column="month",
    cadence=MONTH,
    due_days=15,
    months_off=(7,),
    columns=(
        *SCHOOL,
        Column(
            "month",
            _("Month"),
            "month",
            required=True,
            aliases=("Month", "Calendar Month", "Year Month", "Attendance Month"),
            example="2024-09",
        ),
        Column(
            "instruction_days",
            _("Days of instruction"),
            "days",
            required=True,
            aliases=(
                "Days of Instruction",
                "Instructional Days",
                "Days Taught",
                "School Days",
                "Days in Session",
                "Days",
                "Expected Days",
            ),
            example="20",
        ),
    ),
    rules=(check_days,),
    facts=facts,
    identity=("item", "group"),
    parts=("element",),
    reasons={
        "too_many_school_days": _(
            "More than 31 days of instruction in a month. Correct the days, or leave these rows out."
        ),
        "more_than_weekdays": _(
            "More days of instruction than a month has weekdays. Check them; they are kept."
        ),
        "no_instruction": _(
            "Days off, and days for staff alone: they are no days of instruction and stay out."
        ),
        "repeated_school_day": _("A school's day stands in the file more than once; it counts once."),
        "days_in_july": _("Days of instruction in July. Check that summer school is meant; they are kept."),
    },
)
