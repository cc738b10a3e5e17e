"""Student discipline: suspensions and expulsions. The submitter declares the school year and is complete for all
of the organization's schools: a school without a row has reported zero.
"""

import numpy as np
import pandas as pd
from django.utils.translation import gettext_lazy as _

from .declaration import DECLARED, SCHOOLS, Column, Dataset, Facts
from .facts import DisciplineAction, DisciplineEvent
from .frame import combined
from .spans import bounds, iso, ordinals
from .students import SCHOOL, STUDENT

# Known answers to misconduct that are neither suspension nor expulsion.
OTHER = "other"
OTHERS = (
    "300",
    "400",
    "501",
    "502",
    "700",
    "800",
    "900",
    "detention",
    "after school detention",
    "lunch detention",
    "saturday school",
    "warning",
    "verbal warning",
    "conference",
    "parent conference",
    "student conference",
    "parent contact",
    "counseling",
    "community service",
    "restitution",
    "restorative practice",
    "other means of correction",
    "loss of privileges",
    "removal from classroom",
    "transfer",
    "none",
    "no action",
    "no action taken",
    "other",
)
OUT, IN, EXPULSION = (str(action.value) for action in DisciplineAction)
# CALPADS: 100 out of school, 110 in school, 200 expulsion; Ed-Fi descriptors; the letters that systems export.
ACTIONS = {
    "100": OUT,
    "o": OUT,
    "oss": OUT,
    "out": OUT,
    "out of school suspension": OUT,
    "suspension out of school": OUT,
    "suspension": OUT,
    "110": IN,
    "i": IN,
    "iss": IN,
    "in": IN,
    "in school suspension": IN,
    "suspension in school": IN,
    "200": EXPULSION,
    "e": EXPULSION,
    "x": EXPULSION,
    "expulsion": EXPULSION,
    "expulsion with services": EXPULSION,
    "expulsion without services": EXPULSION,
    "expelled": EXPULSION,
    "suspended": OUT,
    "exp": EXPULSION,
    "sus": OUT,
} | dict.fromkeys(OTHERS, OTHER)
LONGEST = 366 * 100


def check_events(frame):
    day = ordinals(frame["date"])
    first, last = bounds(frame)
    frame.error("outside_year", frame["date"].given & ((day < first) | (day > last)), "date")
    # Python's day 1 was a Monday.
    frame.warn("weekend", frame["date"].given & ((day - 1) % 7 >= 5), "date")
    frame.error("too_long", frame["days"].numbers() > LONGEST, "days")


def leave_out_others(frame):
    frame.leave_out("not_a_suspension", frame["action"].filled("") == OTHER, "action")


def leave_out_repeated(frame):
    """The same student, school, day, action and length again is one action entered twice."""
    names = ("school_code", "school_name", "student_id", "date", "action", "days")
    same = pd.Series(combined(*(frame[name] for name in names)))
    same[~frame.going_in] = -1 - np.flatnonzero(~frame.going_in)
    frame.leave_out("repeated_action", same.duplicated().to_numpy(), "action")


def facts(frame):
    """`number` tells apart what happened to a student on one day, in an order that the file's own does not change."""
    rows = frame.going_in.nonzero()[0]
    events = pd.DataFrame(
        {
            "student": frame["student_id"].codes[rows],
            "date": iso(frame["date"])[rows],
            "action": frame["action"].filled("")[rows],
            "days": frame["days"].numbers(-1)[rows],
        }
    )
    numbers = events.sort_values(["action", "days"], kind="stable").groupby(["student", "date"]).cumcount()
    return Facts(
        rows=rows,
        values={
            "date": events["date"].tolist(),
            "number": numbers.reindex(events.index).to_numpy(),
            "action": events["action"].tolist(),
            "days": frame["days"].filled(None)[rows].tolist(),
        },
    )


DATASET = Dataset(
    key="student_discipline",
    title=_("Student discipline"),
    row=_("one suspension or expulsion of a student"),
    fact=DisciplineEvent,
    order=4,
    kinds=SCHOOLS,
    due_days=31,
    scope=DECLARED,
    day_column="date",
    may_be_empty=True,
    check_enrolled=True,
    columns=(
        *SCHOOL,
        STUDENT,
        Column(
            "date",
            _("Date"),
            "date",
            required=True,
            aliases=(
                "Action Date",
                "Disposition Date",
                "DisciplineDate",
                "Start Date",
                "Event Date",
                "Incident Date",
            ),
        ),
        Column(
            "action",
            _("Action"),
            "word",
            required=True,
            aliases=(
                "Action Taken",
                "Discipline",
                "Disposition",
                "Disciplinary Action Taken Code",
                "Action Code",
            ),
            words=ACTIONS,
        ),
        Column(
            "days",
            _("Days"),
            "days",
            aliases=(
                "Days Suspended",
                "ActualDisciplineActionLength",
                "DisciplineActionLength",
                "Duration Days",
                "Length",
            ),
        ),
    ),
    rules=(leave_out_others, check_events, leave_out_repeated),
    facts=facts,
    identity=("student_key", "date", "number"),
    reasons={
        "weekend": _("These days are on a weekend. Check the dates; the rows are kept."),
        "not_a_suspension": _(
            "These actions are neither a suspension nor an expulsion. They are not part of this dataset and stay out."
        ),
        "too_long": _("More than a year of days. Correct the days, or leave these rows out."),
        "repeated_action": _(
            "The same student, day, action and length occur more than once; each is counted once."
        ),
    },
)
