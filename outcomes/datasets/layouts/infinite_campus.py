"""Infinite Campus: ad hoc exports, whose columns are named by area and field (`attendance.date`)."""

from django.utils.translation import gettext_lazy as _

from .daily_codes import LETTERS
from .declaration import Layout

STUDENT = ("student.studentNumber", "studentNumber", "student.stateID", "stateID")
SCHOOL = ("sch.number", "school.number", "schoolNumber", "school.stateCode", "schoolID", "cal.schoolNumber")
NAME = ("sch.name", "school.name", "schoolName")
# Status: A absent, T tardy, E early release, P present. Excuse: E excused, U unexcused, X exempt, K unknown.
STATUSES = {"a": "absent", "t": "tardy", "e": "early release", "p": "present"}
EXCUSES = {"e": "excused", "u": "unexcused", "x": "exempt", "k": "unknown"}


def _mark(code, status, excuse):
    """The mark of a day; the district's own code where neither status nor excuse is told."""
    status = STATUSES.get(status.lower()[:1], "")
    excuse = EXCUSES.get(excuse.lower(), excuse.lower() or "unknown")
    if code.lower() in ("oss", "iss", "sus", "susp"):
        return code
    if status == "absent":
        # An exempt absence, such as a school activity, is none.
        return {"exempt": "present", "excused": "excused absence"}.get(excuse, "unexcused absence")
    if status == "tardy":
        return "tardy excused" if excuse in ("excused", "exempt") else "tardy"
    return status or code


def marks(rows):
    if "status" in rows:
        rows.columns["code"] = rows.mapped(_mark, "code", "status", "excuse")
        rows.headers.setdefault("code", rows.headers["status"])
    if "minutes" in rows:
        rows.columns["minutes"] = rows.mapped(lambda text: text or "0", "minutes")
    return rows


def _is(*names):
    """Spellings of fields with each area in front, and alone."""
    return tuple(f"{area}.{name}" for name in names for area in ("attendance", "attendanceDetail")) + names


LAYOUTS = (
    Layout(
        key="infinite_campus_attendance",
        title=_("Infinite Campus attendance export"),
        dataset="student_attendance",
        recognizes=(STUDENT, (*SCHOOL, *NAME), _is("date"), _is("code", "status"), _is("excuse", "status")),
        columns={
            "student_id": STUDENT,
            "school_code": SCHOOL,
            "school_name": NAME,
            "date": _is("date"),
            "code": _is("code"),
            "status": _is("status"),
            "excuse": _is("excuse"),
            "minutes": _is("minutesLate", "tardyMinutes"),
            "class_period": _is("periodName", "period", "periodID"),
        },
        words={"code": LETTERS},
        reshape=marks,
        notices=("usual_codes",),
        about=_("Infinite Campus, ad hoc export of student attendance with status and excuse of the day."),
    ),
    Layout(
        key="infinite_campus_enrollment",
        title=_("Infinite Campus enrollment export"),
        dataset="student_enrollment",
        recognizes=(STUDENT, (*SCHOOL, *NAME), "startDate", "endDate", ("startStatus", "endStatus")),
        columns={
            "student_id": STUDENT,
            "school_code": SCHOOL,
            "school_name": NAME,
            "year": ("cal.schoolYear", "schoolYear"),
            "entry_date": "startDate",
            "exit_date": "endDate",
            "exit_reason": "endStatus",
            "grade": "grade",
            "sex": ("student.gender", "gender"),
        },
        about=_("Infinite Campus, ad hoc export of enrollments (learner planning, active enrollment)."),
    ),
    Layout(
        key="infinite_campus_discipline",
        title=_("Infinite Campus behavior resolutions"),
        dataset="student_discipline",
        recognizes=(
            STUDENT,
            (*SCHOOL, *NAME),
            ("resolutionStartDate", "resolution.startDate", "resolutionDate"),
            (
                "resolutionStateCode",
                "resolution.stateCode",
                "resolutionCode",
                "resolutionName",
                "resolution.code",
            ),
        ),
        columns={
            "student_id": STUDENT,
            "school_code": SCHOOL,
            "school_name": NAME,
            "date": ("resolutionStartDate", "resolution.startDate", "resolutionDate"),
            "action": (
                "resolutionStateCode",
                "resolution.stateCode",
                "resolutionCode",
                "resolution.code",
                "resolutionName",
            ),
            "days": ("resolutionLengthSchoolDays", "resolution.schoolDays", "schoolDays", "durationDays"),
        },
        about=_("Infinite Campus, ad hoc export of behavior resolutions, one row per resolution."),
    ),
)
