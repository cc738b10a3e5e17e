"""Aeries: queries over its tables, whose columns are named by table and field or by the field's title."""

from django.utils.translation import gettext_lazy as _

from .daily_codes import LETTERS
from .declaration import Layout

STUDENT = ("STU.ID", "ATT.PID", "ADS.PID", "ENR.ID", "PID", "Student ID", "Perm ID", "Permanent ID", "ID")
SCHOOL = ("STU.SC", "ATT.SC", "ADS.SCL", "ENR.SC", "School Code", "School", "SCL", "SC")
ALL_DAY = ("ATT.AL", "AL", "All Day", "All Day Code", "All-day Attendance Code")
DISPOSITION = ("DSP.DS", "DS", "Disposition", "Disposition Code")
# Codes of dispositions are the district's own; Aeries wants those of suspensions to begin with SUS.
DISPOSITIONS = {"sus": "suspension", "susp": "suspension", "sush": "iss", "exp": "expulsion"}


def whole_days(rows):
    """A row without an all-day code is there for its periods alone: it is no mark of the day."""
    rows.columns["code"] = rows.mapped(lambda text: text or "no mark", "code")
    return rows


LAYOUTS = (
    Layout(
        key="aeries_attendance",
        title=_("Aeries attendance query"),
        dataset="student_attendance",
        recognizes=(STUDENT, SCHOOL, ("ATT.DT", "DT", "Date", "Attendance Date"), ALL_DAY),
        columns={
            "student_id": STUDENT,
            "school_code": SCHOOL,
            "date": ("ATT.DT", "DT", "Date", "Attendance Date"),
            "code": ALL_DAY,
        },
        words={"code": LETTERS},
        reshape=whole_days,
        notices=("usual_codes",),
        about=_("Aeries, a query over Student Data (STU) and Attendance (ATT) with the all-day code."),
    ),
    Layout(
        key="aeries_enrollment",
        title=_("Aeries enrollment query"),
        dataset="student_enrollment",
        recognizes=(STUDENT, SCHOOL, ("ENR.ED", "STU.ED", "ED"), ("ENR.LD", "STU.LD", "LD")),
        columns={
            "student_id": STUDENT,
            "school_code": SCHOOL,
            "year": ("ENR.YR", "School Year"),
            "entry_date": ("ENR.ED", "STU.ED", "ED"),
            "exit_date": ("ENR.LD", "STU.LD", "LD"),
            "exit_reason": ("ENR.ER", "ENR.RS", "ER"),
            "grade": ("ENR.GR", "STU.GR", "GR", "Grade"),
            "sex": ("STU.SX", "STU.GN", "SX", "GN"),
        },
        words={"grade": {"-1": "TK", "-2": "PS"}},
        about=_("Aeries, a query over Student Data (STU) and Enrollment History (ENR)."),
    ),
    Layout(
        key="aeries_discipline",
        title=_("Aeries assertive discipline query"),
        dataset="student_discipline",
        recognizes=(
            STUDENT,
            SCHOOL,
            ("DSP.SD", "ADS.DT", "DT", "SD", "Start Date", "Incident Date"),
            DISPOSITION,
        ),
        columns={
            "student_id": STUDENT,
            "school_code": ("ADS.SCL", *SCHOOL),
            "date": ("DSP.SD", "SD", "Start Date", "ADS.DT", "DT", "Incident Date"),
            "action": DISPOSITION,
            "days": ("DSP.DY", "DY", "Days", "DSP.AD", "Days Assigned"),
        },
        words={"action": DISPOSITIONS},
        notices=("usual_codes",),
        about=_("Aeries, a query over Assertive Discipline (ADS) and its Dispositions (DSP)."),
    ),
)
