"""X2/Aspen: dumps of its tables, and the exports that Student Insights reads."""

from django.utils.translation import gettext_lazy as _

from .daily_codes import flag
from .declaration import Layout

STUDENT = ("STD_ID_LOCAL", "local_id", "lasid", "LASID", "STD_ID_STATE", "state_id")
SCHOOL = ("SKL_SCHOOL_ID", "school_local_id", "school_id")
ABSENT, TARDY = ("ATT_ABSENT_IND", "absence", "absent"), ("ATT_TARDY_IND", "tardy")


def _mark(absent, tardy, dismissed, excused):
    if flag(absent):
        return "excused absence" if flag(excused) else "unexcused absence"
    if flag(tardy):
        return "tardy excused" if flag(excused) else "tardy"
    return "left early" if flag(dismissed) else "present"


def marks(rows):
    rows.set(
        "code", rows.mapped(_mark, "absent", "tardy", "dismissed", "excused_mark"), rows.headers["absent"]
    )
    if "portion" in rows:
        # 0.0000 stands for "not told".
        rows.columns["portion"] = rows.mapped(
            lambda text: "" if text.upper() == "NULL" or not text.strip("0.") else text, "portion"
        )
    return rows


LAYOUTS = (
    Layout(
        key="aspen_attendance",
        title=_("X2/Aspen attendance export"),
        dataset="student_attendance",
        recognizes=(STUDENT, SCHOOL, ("ATT_DATE", "event_date", "date"), ABSENT, TARDY),
        columns={
            "student_id": STUDENT,
            "school_code": SCHOOL,
            "date": ("ATT_DATE", "event_date", "date"),
            "absent": ABSENT,
            "tardy": TARDY,
            "dismissed": ("ATT_DISMISSED_IND", "dismissed"),
            "excused_mark": ("ATT_EXCUSED_IND", "excused"),
            "portion": ("ATT_PORTION_ABSENT", "portion_absent"),
        },
        reshape=marks,
        about=_("X2/Aspen, export of daily attendance with the student's local id and the school's id."),
    ),
    Layout(
        key="aspen_attendance_dump",
        title=_("X2/Aspen dump of the attendance table"),
        dataset="",
        recognizes=("ATT_STD_OID", "ATT_SKL_OID", "ATT_DATE"),
        absent=STUDENT,
        columns={},
        refuses=_(
            "This dump of Aspen's attendance table names students and schools only by the database's internal numbers "
            "(ATT_STD_OID, ATT_SKL_OID), which no other file uses, so that its rows could never be joined to an "
            "enrollment. Add the student's local id (STD_ID_LOCAL) and the school's id (SKL_SCHOOL_ID) to the export. "
            "Nothing was stored."
        ),
        about=_("X2/Aspen, table DAILY_ATTENDANCE as it is. Refused: students only by internal numbers."),
    ),
    Layout(
        key="behavior_incidents",
        title=_("Behavior incidents, as Student Insights reads them"),
        dataset="",
        recognizes=(STUDENT, ("incident_code", "incident_description"), ("event_date", "incident_date")),
        absent=("action", "disposition", "action_taken", "resolution"),
        columns={},
        refuses=_(
            "This file tells what happened (incidents, in words that may speak of other children), not what followed: "
            "no suspension can be counted from it. Export the actions taken, with their dates and days, and leave the "
            "descriptions out. Nothing was stored."
        ),
        about=_("X2/Aspen conduct incidents. Refused: they tell no action."),
    ),
    Layout(
        key="team_roster",
        title=_("Team roster, as Student Insights reads it"),
        dataset="",
        recognizes=(STUDENT, ("activity_text", "team", "activity"), "season"),
        absent=("entry_date", "start_date", "date"),
        columns={},
        refuses=_(
            "This list tells in which team and season a student was, but not from which day on, and a roster counts "
            "from the first day. Add a column “Start Date”, take out the example row, and hand in one program at a "
            "time. Nothing was stored."
        ),
        about=_("Rosters of teams by season. Refused: they tell no first day."),
    ),
)
