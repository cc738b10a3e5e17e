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
from .releases.models import Artifact, Contributor, Release, ReleaseCell, ReleaseGrant, Signature
from .retention.models import DestructionCertificate
from .submissions.models import Claim, DirectoryChange, ErasedStudent, NamedPlace, Problem, Submission
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
    "Problem",
    "Release",
    "ReleaseCell",
    "ReleaseGrant",
    "SchoolTotal",
    "Signature",
    "StudentEvent",
    "StudentResult",
    "StudentYear",
    "StudentYearBuild",
    "Submission",
    "Tally",
]
