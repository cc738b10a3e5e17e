"""Django looks for models here; each lives in the room its name promises."""

from .datasets.facts import (
    AttendanceMonth,
    DirectoryEntry,
    DisciplineEvent,
    Engagement,
    Enrollment,
    SchoolTotal,
    StudentEvent,
    StudentResult,
    Tally,
)
from .measures.models import StudentYear, StudentYearBuild
from .participation.models import SignIn
from .releases.models import Artifact, Contributor, Release, ReleaseCell, ReleaseGrant, Signature
from .retention.models import DestructionCertificate
from .submissions.models import Claim, DirectoryChange, ErasedStudent, NamedPlace, Problem, Submission
from .submissions.participants import ParticipantCode, StudentLink
from .timeliness.models import CalendarLink, CallNote, Contact, Extension, Nudge

__all__ = [
    "Artifact",
    "AttendanceMonth",
    "CalendarLink",
    "CallNote",
    "Claim",
    "Contact",
    "Contributor",
    "DestructionCertificate",
    "DirectoryChange",
    "DirectoryEntry",
    "DisciplineEvent",
    "Engagement",
    "Enrollment",
    "ErasedStudent",
    "Extension",
    "NamedPlace",
    "Nudge",
    "ParticipantCode",
    "Problem",
    "Release",
    "ReleaseCell",
    "ReleaseGrant",
    "SchoolTotal",
    "SignIn",
    "Signature",
    "StudentEvent",
    "StudentLink",
    "StudentResult",
    "StudentYear",
    "StudentYearBuild",
    "Submission",
    "Tally",
]
