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
from .evaluation.extracts.models import EvaluationExtract
from .evaluation.linking.models import RosterLinking
from .evaluation.plans.models import EvaluationPlan, EvaluationRun, PlanVersion
from .measures.models import StudentYear, StudentYearBuild
from .participation.models import SignIn
from .releases.models import Artifact, Contributor, Release, ReleaseCell, ReleaseGrant, Signature
from .releases.review.models import ReleaseGuard, Story
from .releases.sharing.models import ShareLink
from .retention.models import DestructionCertificate
from .submissions.mapping.models import Mapping
from .submissions.models import (
    Claim,
    Correction,
    DirectoryChange,
    ErasedStudent,
    Hold,
    NamedPlace,
    Problem,
    Submission,
)
from .submissions.participants import ParticipantCode, StudentLink
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
    "DirectoryChange",
    "DirectoryEntry",
    "DisciplineEvent",
    "Engagement",
    "Enrollment",
    "ErasedStudent",
    "EvaluationExtract",
    "EvaluationPlan",
    "EvaluationRun",
    "Extension",
    "Hold",
    "Mapping",
    "NamedPlace",
    "Nudge",
    "ParticipantCode",
    "PlanVersion",
    "Problem",
    "Release",
    "RosterLinking",
    "ReleaseCell",
    "ReleaseGrant",
    "ReleaseGuard",
    "SchoolTotal",
    "ShareLink",
    "SignIn",
    "Signature",
    "Story",
    "StudentEvent",
    "StudentLink",
    "StudentResult",
    "StudentYear",
    "StudentYearBuild",
    "Submission",
    "Tally",
    "UploadLink",
    "UploadToken",
]
