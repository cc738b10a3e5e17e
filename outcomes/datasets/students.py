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
# Headers under which the id is the state's own, the same in every district.
STATE_ID_HEADERS = {"ssid", "stateid", "statestudentid", "statewidestudentidentifier"}
# A program may know its youth by an id of its own, which the columns below tell; the issuer is then the
# organization that hands the file in, until a district links the youth.
OWN_ID_HEADERS = {"contactc", "participantid", "clientid"}
PARTICIPANT = replace(
    STUDENT,
    title=_("Student or participant id"),
    aliases=(*STUDENT.aliases, "Contact__c", "Participant ID", "Client ID"),
    unless=("participant_code",),
)
# Or it gave them a code that was printed here (outcomes.submissions.codes).
CODE = Column(
    "participant_code",
    _("Participant code"),
    "participant_code",
    personal="participant_code",
    aliases=("Participant Code", "Code on Card", "Card Code"),
    example="KF4-92X",
    help=_("Of youth without a school id; the code on the card."),
)
ISSUER = Column(
    "issuer",
    _("District that gave the id"),
    aliases=("District", "Issuer", "School District", "District of Enrollment"),
)
YEAR = Column(
    "year",
    _("School year"),
    "school_year",
    aliases=("school_year", "SchoolYear", "Academic Year", "AcademicYear"),
)
