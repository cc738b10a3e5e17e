"""Django looks for models here; each lives in the room its name promises."""

from .datasets.facts import (
    AttendanceMonth,
    DisciplineEvent,
    Engagement,
    Enrollment,
    SchoolTotal,
)
from .measures.models import StudentYear, StudentYearBuild
from .releases.models import Artifact, Contributor, Release, ReleaseCell, ReleaseGrant, Signature
from .retention.models import DestructionCertificate
from .submissions.mapping.models import Mapping
from .submissions.models import Claim, Correction, ErasedStudent, Hold, NamedPlace, Problem, Submission
from .timeliness.models import CalendarLink, CallNote, Contact, Extension, Nudge
from .ways_in.models import Confirmation, UploadLink, UploadToken

__all__ = [
    "Artifact",
    "AttendanceMonth",
    "CalendarLink",
    "CallNote",
    "Claim",
    "Confirmation",
    "Contact",
    "Contributor",
    "Correction",
    "DestructionCertificate",
    "DisciplineEvent",
    "Engagement",
    "Enrollment",
    "ErasedStudent",
    "Extension",
    "Hold",
    "Mapping",
    "NamedPlace",
    "Nudge",
    "Problem",
    "Release",
    "ReleaseCell",
    "ReleaseGrant",
    "SchoolTotal",
    "Signature",
    "StudentYear",
    "StudentYearBuild",
    "Submission",
    "UploadLink",
    "UploadToken",
]
