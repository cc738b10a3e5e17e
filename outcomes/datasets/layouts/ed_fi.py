"""Ed-Fi 5 resources flattened to tables: the last part of each header is the element's name."""

from django.utils.translation import gettext_lazy as _

from .daily_codes import cleaned
from .declaration import DoesNotFit, Layout

STUDENT = ("StudentReference.StudentIdentity.StudentUniqueId", "StudentUniqueId")
SCHOOL = ("SchoolReference.SchoolIdentity.SchoolId", "ResponsibilitySchoolId", "SchoolId")
CATEGORY = ("AttendanceEventCategory", "AttendanceEventCategoryDescriptor")
GRADES = {
    f"{word} grade": str(number)
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        1,
    )
} | {"preschool/prekindergarten": "PS", "transitional kindergarten": "TK", "kindergarten": "KN"}


def attendance(rows):
    cleaned(rows, "code")
    if "minutes" in rows:
        rows.columns["minutes"] = rows.mapped(lambda text: text or "0", "minutes")
    return rows


def discipline(rows):
    return cleaned(rows, "action")


def enrollment(rows):
    return cleaned(rows, "grade", "exit_reason")


def one_program(rows):
    """Refuse a file of several programs: a roster is complete for one."""
    programs = sorted({text for text in rows["program"].texts().tolist() if text})
    if len(programs) > 1:
        raise DoesNotFit(
            "several_programs",
            _(
                "The file holds %(count)s programs (%(names)s), but a roster is handed in for one program. Filter "
                "the export by program and hand in one file for each. Nothing was stored."
            )
            % {"count": len(programs), "names": ", ".join(text[:40] for text in programs[:5])},
        )
    return cleaned(rows, "exit_reason")


EXITS = {"moved out of state": "moved", "reached maximum age": "other", "transferred": "moved"}


LAYOUTS = (
    Layout(
        key="ed_fi_attendance",
        title=_("Ed-Fi student school attendance events"),
        dataset="student_attendance",
        recognizes=("EventDate", CATEGORY, "StudentUniqueId"),
        absent=("SectionIdentifier", "ProgramName"),
        columns={
            "student_id": STUDENT,
            "school_code": SCHOOL,
            "date": "EventDate",
            "code": CATEGORY,
            "portion": "EventDuration",
            "minutes": "SchoolAttendanceDuration",
        },
        reshape=attendance,
        about=_("Ed-Fi, StudentSchoolAttendanceEvent, one row per student and event."),
    ),
    Layout(
        key="ed_fi_section_attendance",
        title=_("Ed-Fi student section attendance events"),
        dataset="",
        recognizes=("EventDate", CATEGORY, "StudentUniqueId", "SectionIdentifier"),
        columns={},
        refuses=_(
            "This is Ed-Fi attendance by class section. An absence from one class is no day of absence, and no days "
            "can be made of it. Export StudentSchoolAttendanceEvent instead. Nothing was stored."
        ),
        about=_("Ed-Fi, StudentSectionAttendanceEvent. Refused: an absence from a class is no day."),
    ),
    Layout(
        key="ed_fi_discipline_action",
        title=_("Ed-Fi discipline actions"),
        dataset="student_discipline",
        recognizes=(
            "DisciplineActionIdentifier",
            "DisciplineDate",
            ("Discipline", "DisciplineDescriptor"),
            "StudentUniqueId",
        ),
        columns={
            "student_id": STUDENT,
            "school_code": (
                "ResponsibilitySchoolReference.SchoolIdentity.SchoolId",
                "AssignmentSchoolReference.SchoolIdentity.SchoolId",
                *SCHOOL,
            ),
            "date": "DisciplineDate",
            "action": ("Discipline", "DisciplineDescriptor"),
            "days": ("ActualDisciplineActionLength", "DisciplineActionLength"),
        },
        reshape=discipline,
        about=_("Ed-Fi, DisciplineAction, one row per action."),
    ),
    Layout(
        key="ed_fi_discipline_incident",
        title=_("Ed-Fi discipline incidents"),
        dataset="",
        recognizes=(
            "IncidentIdentifier",
            "IncidentDate",
            ("Behavior", "BehaviorDescriptor", "IncidentLocation"),
        ),
        absent=("DisciplineActionIdentifier",),
        columns={},
        refuses=_(
            "This file tells incidents, not what followed for a student: no suspension can be counted from it. "
            "Export DisciplineAction instead, and leave names out. Nothing was stored."
        ),
        about=_("Ed-Fi, DisciplineIncident. Refused: it tells no action and names people."),
    ),
    Layout(
        key="ed_fi_discipline_behavior",
        title=_("Ed-Fi incident participants"),
        dataset="",
        recognizes=("StudentUniqueId", "DisciplineIncidentParticipationCode", "Behavior"),
        columns={},
        refuses=_(
            "This file tells who took part in an incident, not what followed: no suspension can be counted from it, "
            "and being a witness or victim is nothing that this platform keeps. Export DisciplineAction instead. "
            "Nothing was stored."
        ),
        about=_("Ed-Fi, StudentDisciplineIncidentBehaviorAssociation. Refused: it tells no action."),
    ),
    Layout(
        key="ed_fi_student",
        title=_("Ed-Fi students"),
        dataset="",
        recognizes=("StudentUniqueId", ("FirstName", "LastSurname"), "BirthDate"),
        absent=("EntryDate", "EventDate", "BeginDate"),
        columns={},
        refuses=_(
            "This file tells who the students are, with names and birth dates, but not where they are enrolled. "
            "Export StudentSchoolAssociation instead: it tells the school, the first and the last day, and no name. "
            "Nothing was stored."
        ),
        about=_("Ed-Fi, Student. Refused: names and birth dates, but no enrollment."),
    ),
    Layout(
        key="ed_fi_enrollment",
        title=_("Ed-Fi student school associations"),
        dataset="student_enrollment",
        recognizes=(
            "StudentUniqueId",
            "SchoolId",
            "EntryDate",
            ("EntryGradeLevel", "EntryGradeLevelDescriptor"),
        ),
        columns={
            "student_id": STUDENT,
            "school_code": SCHOOL,
            "year": "SchoolYear",
            "entry_date": "EntryDate",
            "exit_date": "ExitWithdrawDate",
            "exit_reason": ("ExitWithdrawType", "ExitWithdrawTypeDescriptor"),
            "grade": ("EntryGradeLevel", "EntryGradeLevelDescriptor"),
        },
        words={"grade": GRADES},
        reshape=enrollment,
        about=_("Ed-Fi, StudentSchoolAssociation, one row per enrollment."),
    ),
    Layout(
        key="ed_fi_program",
        title=_("Ed-Fi student program associations"),
        dataset="program_roster",
        recognizes=("StudentUniqueId", "ProgramName", "BeginDate"),
        columns={
            "student_id": STUDENT,
            "program": "ProgramName",
            "entry_date": "BeginDate",
            "exit_date": "EndDate",
            "exit_reason": ("ReasonExited", "ReasonExitedDescriptor"),
        },
        words={"exit_reason": EXITS},
        reshape=one_program,
        about=_("Ed-Fi, StudentProgramAssociation, filtered to one program."),
    ),
)
