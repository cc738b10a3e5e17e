"""PowerSchool SIS: exports of the Data Export Manager, whose columns are named by table and field."""

from django.utils.translation import gettext_lazy as _

from outcomes.datasets.daily_attendance import MARKS

from .daily_codes import LETTERS
from .declaration import Layout

STUDENT = ("Student_Number", "Students.Student_Number", "StudentNumber")
SCHOOL = ("SchoolID", "Students.SchoolID", "Schools.School_Number", "School_Number")
CODE = ("Att_Code", "Attendance_Code.Att_Code", "Attendance_Code")
GRADES = {"-1": "TK", "-2": "PS", "-3": "PS"}


def marks(rows):
    """A blank code means present; so does any code that the school itself counts as presence."""

    def mark(code, status):
        folded = " ".join(code.lower().split())
        known = folded in LETTERS or folded in MARKS
        return "present" if not code or (status.lower() == "present" and not known) else code

    rows.columns["code"] = rows.mapped(mark, "code", "status")
    return rows


LAYOUTS = (
    Layout(
        key="powerschool_attendance",
        title=_("PowerSchool attendance export"),
        dataset="student_attendance",
        recognizes=(STUDENT, "Att_Date", CODE),
        columns={
            "student_id": STUDENT,
            "school_code": SCHOOL,
            "date": ("Att_Date", "Attendance.Att_Date"),
            "code": CODE,
            "status": ("Presence_Status_CD", "Presence_Status"),
            "class_period": ("Att_Mode_Code", "Attendance.Att_Mode_Code", "Period", "Period_Number"),
        },
        words={"code": LETTERS},
        reshape=marks,
        notices=("usual_codes",),
        about=_("PowerSchool, Data Export Manager, table Attendance with its code and the student's number."),
    ),
    Layout(
        key="powerschool_enrollment",
        title=_("PowerSchool enrollment export"),
        dataset="student_enrollment",
        recognizes=(STUDENT, SCHOOL, "EntryDate", "ExitDate"),
        columns={
            "student_id": STUDENT,
            "school_code": SCHOOL,
            "year": ("School_Year", "Academic Year"),
            "entry_date": "EntryDate",
            "exit_date": "ExitDate",
            "exit_reason": "ExitCode",
            "grade": ("Grade_Level", "Students.Grade_Level"),
            "sex": "Gender",
        },
        words={"grade": GRADES},
        about=_("PowerSchool, Data Export Manager, table Students or ReEnrollments."),
    ),
    Layout(
        key="powerschool_discipline",
        title=_("PowerSchool log entries of discipline"),
        dataset="student_discipline",
        recognizes=(
            STUDENT,
            SCHOOL,
            ("Discipline_ActionDate", "Action_Date", "Entry_Date"),
            ("Discipline_ActionTaken", "Action_Taken", "Action_Code"),
        ),
        columns={
            "student_id": STUDENT,
            "school_code": SCHOOL,
            "date": ("Discipline_ActionDate", "Action_Date", "Entry_Date"),
            "action": ("Discipline_ActionTaken", "Action_Taken", "Action_Code"),
            "days": (
                "Discipline_DurationActual",
                "Duration_Actual",
                "Discipline_DurationAssigned",
                "Duration_Assigned",
                "Duration",
            ),
        },
        about=_(
            "PowerSchool, Data Export Manager, table Log with action, date and duration, or incident actions."
        ),
    ),
)
