from .agreement import Agreement, AgreementDataset, AgreementReminder
from .audit import AuditEvent
from .membership import Admission, Invitation, Membership, RoleGroup
from .organization import Organization, OrganizationGrant
from .place import Place, PlaceName
from .user import User
from .vault import VaultChunk, VaultItem
from .worker import WorkerBeat

__all__ = [
    "Admission",
    "Agreement",
    "AgreementDataset",
    "AgreementReminder",
    "AuditEvent",
    "Invitation",
    "Membership",
    "Organization",
    "OrganizationGrant",
    "Place",
    "PlaceName",
    "RoleGroup",
    "User",
    "VaultChunk",
    "VaultItem",
    "WorkerBeat",
]
