from django.core.exceptions import PermissionDenied
from django.db import transaction

from partnership.audit import record

from ..models.listening import CommitmentStatus, FollowUp


@transaction.atomic
def follow_up(commitment, *, by, status, text):
    """Say what was done about a commitment, and how it stands since."""
    if not commitment.may_be_published_by(by):
        raise PermissionDenied
    entry = FollowUp.objects.create(commitment=commitment, status=CommitmentStatus(status), text=text)
    commitment.status = status
    commitment.save(update_fields=["status", "changed_at"])
    record(
        "commitment.followed_up",
        by=by,
        organization=commitment.organization,
        target=commitment,
        status=status,
    )
    return entry
