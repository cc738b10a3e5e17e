"""The days of an Ed-Fi calendar, one row per day and event, summed to the days of instruction of each month."""

import re
from datetime import date

import numpy as np
from django.utils.translation import gettext_lazy as _

from ..facts import HUNDREDTHS
from ..frame import combined
from .daily_codes import cleaned
from .declaration import Layout
from .ed_fi import SCHOOL

# Days on which students are expected (Ed-Fi's calendar event descriptor); all others are days off for them.
DAYS_OF_INSTRUCTION = ("instructional day", "make-up day", "student late arrival/early dismissal")
ISO, AMERICAN = r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", r"(\d{1,2})/(\d{1,2})/(\d{4})"


def day_of(text):
    """ "2021-08-23" of a date in either of the two ways such exports write one; "" of anything else."""
    iso, american = re.fullmatch(ISO, text.strip()), re.fullmatch(AMERICAN, text.strip())
    if not iso and not american:
        return ""
    year, month, day = iso.groups() if iso else (american[3], american[1], american[2])
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def calendar(rows):
    cleaned(rows, "event")
    rows.set("day", rows.mapped(day_of, "date"), rows.headers["date"])
    rows.error(
        "not_understood",
        rows.mask("day", lambda text: not text),
        "date",
        expected="date",
    )
    rows.leave_out(
        "no_instruction", rows.mask("event", lambda text: text.lower() not in DAYS_OF_INSTRUCTION), "event"
    )
    # A school may keep several calendars, or a day bear several events: the day is one day.
    school_days = combined(rows["school_code"], rows["day"])
    stays = np.flatnonzero(~rows.out)
    first = stays[np.unique(school_days[stays], return_index=True)[1]]
    again = np.ones(len(rows), bool)
    again[first] = False
    rows.leave_out("repeated_school_day", again, "date")
    rows.set("month", rows.mapped(lambda text: text[:7], "day"), rows.headers["date"])
    return rows.collapse(
        ("school_code", "month"), days={"instruction_days": np.full(len(rows), HUNDREDTHS, np.int64)}
    )


LAYOUTS = (
    Layout(
        key="ed_fi_calendar",
        title=_("Ed-Fi calendar dates"),
        dataset="school_calendar",
        recognizes=("Date", ("CalendarEvent", "CalendarEventDescriptor"), "CalendarCode", "SchoolId"),
        columns={
            "date": "Date",
            "event": ("CalendarEvent", "CalendarEventDescriptor"),
            "school_code": SCHOOL,
        },
        reshape=calendar,
        about=_("Ed-Fi, CalendarDate, one row per day and event; instructional days are summed by month."),
    ),
)
