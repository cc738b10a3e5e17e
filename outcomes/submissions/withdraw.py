"""Withdrawal flips claims back: an exact undo. Discarding ends a submission that was never accepted."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from partnership.access.rights import require
from partnership.audit import record
from partnership.follow_ups import follow_up

from . import bulk
from .journey import forget_file
from .models import State, Submission
from .scopes import latest_beside, set_in_effect
from .tasks import clear_submission

NEVER_ACCEPTED = {State.RECEIVED, State.READING, State.STAGED, State.CONTESTED}


@transaction.atomic
def withdraw(submission, *, by, why):
    """Take an accepted submission back; for each of its scopes the latest accepted, not withdrawn claim is in
    effect again. Places that it entered into the registry stay. Published releases never change. What was
    purged of it stays purged. Raises ValidationError where nothing else is left.
    """
    require(by, "submit_data", submission.organization)
    if DATASETS[submission.dataset].also_needs:
        require(by, DATASETS[submission.dataset].also_needs, submission.organization)
    submission = _locked(submission, {State.ACCEPTED})
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
    record("submission.withdrawn", by=by, organization=submission.organization, target=submission, why=why)
    return submission


@transaction.atomic
def discard(submission, *, by):
    """End a submission that was never accepted: its file is destroyed, its staged rows are removed."""
    require(by, "submit_data", submission.organization)
    return end_unaccepted(_locked(submission, NEVER_ACCEPTED), by=by, why="the submission was discarded")


def end_unaccepted(submission, *, by, why):
    """Discard a submission, inside the caller's transaction. by: None for the platform itself."""
    submission.state, submission.step = State.DISCARDED, ""
    submission.save(update_fields=["state", "step"])
    forget_file(submission, by=by, why=why)
    record("submission.discarded", by=by, organization=submission.organization, target=submission)
    transaction.on_commit(lambda: clear_submission.enqueue(str(submission.pk)))
    return submission


def _locked(submission, states):
    bulk.one_at_a_time(f"claims of {submission.dataset}")
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if submission.state not in states:
        raise ValidationError(
            _(
                "This submission is in the state “%(state)s”, so that this cannot be done now. Nothing has changed."
            )
            % {"state": submission.get_state_display()},
            code="wrong_state",
        )
    return submission
