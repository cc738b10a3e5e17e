"""What every dataset of single students has in common: how a file names the school and the student."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from .declaration import Column

SCHOOL = (
    Column(
        "school_code",
        _("School code"),
        aliases=(
            "school_code",
            "SchoolCode",
            "School Code",
            "school",
            "school_id",
            "SchoolId",
            "Site",
            "CDS",
            "CDSCode",
        ),
    ),
    Column("school_name", _("School"), aliases=("school_name", "SchoolName", "School Name", "Site Name")),
)
STUDENT = Column(
    "student_id",
    _("Student id"),
    "student_id",
    required=True,
    personal="student_id",
    aliases=(
        "student_id",
        "StudentId",
        "Student Number",
        "StudentNumber",
        "local_id",
        "LocalStudentId",
        "StudentUniqueId",
        "lasid",
        "Perm ID",
        "Permanent ID",
        "SSID",
        "state_id",
        "State Student ID",
        "StatewideStudentIdentifier",
    ),
)
# A program may have no school id of some or all of its participants, but a code printed for each of them.
PARTICIPANT = replace(STUDENT, instead="participant_code")
CODE = Column(
    "participant_code",
    _("Participant code"),
    "participant_code",
    personal="participant_code",
    aliases=("Participant Code", "Code on Card", "Card Code"),
)
# Headers under which the id is the state's own, the same in every district.
STATE_ID_HEADERS = {"ssid", "stateid", "statestudentid", "statewidestudentidentifier"}
YEAR = Column(
    "year",
    _("School year"),
    "school_year",
    aliases=("school_year", "SchoolYear", "Academic Year", "AcademicYear"),
)
