"""Withdrawal flips claims back: an exact undo. Discarding ends a submission that was never accepted."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.audit import record
from partnership.follow_ups import follow_up

from .journey import forget_file
from .locks import locked
from .models import State
from .rights import require_to_change
from .scopes import latest_beside, set_in_effect
from .tasks import clear_submission

NEVER_ACCEPTED = {
    State.RECEIVED,
    State.READING,
    State.MAPPING,
    State.STAGED,
    State.HELD,
    State.UNCONFIRMED,
    State.CONTESTED,
}


@transaction.atomic
def withdraw(submission, *, by, why):
    """Take an accepted submission back; for each of its scopes the latest accepted, not withdrawn claim is in
    effect again. Places that it entered into the registry stay. Published releases never change. What was
    purged of it stays purged. Raises ValidationError where nothing else is left.
    """
    require_to_change(by, submission)
    submission = locked(submission, {State.ACCEPTED})
    now = timezone.now()
    kept = submission.claims.filter(purged_at=None)
    if submission.claims.exists() and not kept.exists():
        raise ValidationError(
            _(
                "The rows of this submission were destroyed after the retention of their agreement. There is nothing "
                "left to withdraw."
            ),
            code="purged",
        )
    kept.update(in_effect=False, withdrawn_at=now)
    set_in_effect(latest_beside(submission), True)
    submission.state = State.WITHDRAWN
    submission.withdrawn_by, submission.withdrawn_at, submission.withdrawn_why = by, now, why
    submission.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "withdrawn_why"])
    follow_up("claims_changed", submission=submission, claims=submission.claims.all())
    record(
        "submission.withdrawn",
        by=by,
        organization=submission.organization,
        target=submission,
        reason_given=bool(why),
    )
    return submission


@transaction.atomic
def discard(submission, *, by):
    """End a submission that was never accepted: its file is destroyed, its staged rows are removed."""
    require_to_change(by, submission)
    return end_unaccepted(locked(submission, NEVER_ACCEPTED), by=by, why="the submission was discarded")


def end_unaccepted(submission, *, by, why):
    """Discard a submission, inside the caller's transaction. by: None for the platform itself."""
    submission.state, submission.step = State.DISCARDED, ""
    submission.save(update_fields=["state", "step"])
    forget_file(submission, by=by, why=why)
    record("submission.discarded", by=by, organization=submission.organization, target=submission)
    transaction.on_commit(lambda: clear_submission.enqueue(str(submission.pk)))
    return submission
