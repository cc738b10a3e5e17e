from .agreement import Agreement, AgreementDataset, AgreementReminder
from .audit import AuditEvent
from .confirmation_reminder import ConfirmationReminder
from .mail import WaitingMail
from .membership import Admission, Invitation, Membership, RoleGroup
from .organization import Organization, OrganizationGrant
from .place import Place, PlaceName
from .sign_on import KnownDevice, SignOn, SignOnDomain
from .user import User
from .vault import VaultChunk, VaultItem
from .worker import WorkerBeat

__all__ = [
    "Admission",
    "Agreement",
    "AgreementDataset",
    "AgreementReminder",
    "AuditEvent",
    "ConfirmationReminder",
    "Invitation",
    "KnownDevice",
    "Membership",
    "Organization",
    "OrganizationGrant",
    "Place",
    "PlaceName",
    "RoleGroup",
    "SignOn",
    "SignOnDomain",
    "User",
    "VaultChunk",
    "VaultItem",
    "WaitingMail",
    "WorkerBeat",
]
