"""Acceptance flips claims: what was staged comes into effect, what it replaces goes out. One short transaction."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from partnership.access.rights import require
from partnership.audit import record
from partnership.follow_ups import follow_up

from . import hold, notices
from .agreement import closed_years, has_agreement
from .journey import forget_file
from .locks import locked
from .models import Severity, State, Submission
from .register import register_places, tie_registered_places
from .rights import require_to_accept, require_to_change
from .scopes import digest, in_effect_beside, set_in_effect
from .tasks import clear_submission, stage_submission


@transaction.atomic
def leave_out(submission, *, by, reasons):
    """Accept that the rows with these reasons stay out: they count as not reported, and that is said.

    reasons: of the submission's errors. Raises ValidationError where the submission is not under review.
    """
    require_to_change(by, submission)
    submission = locked(submission, [State.STAGED])
    errors = submission.problems.filter(severity=Severity.ERROR, reason__in=list(reasons))
    left = {problem.reason: problem.count for problem in errors}
    errors.update(severity=Severity.LEFT_OUT)
    submission.left_out = rows_left_out(submission)
    submission.save(update_fields=["left_out"])
    record(
        "submission.rows_left_out",
        by=by,
        organization=submission.organization,
        target=submission,
        reasons=left,
    )
    return submission


def accept(submission, *, by, why=""):
    """Bring a reviewed submission into effect. Returns it accepted; held, where it changes so much that a second
    person has to look; or contested, where another organization holds one of its scopes.

    why: the reason for a change that large. Raises ValidationError with a sentence: errors are open, the
    agreement has ended, or somebody else's acceptance came in between (then the preview is made again).
    """
    require_to_accept(by, submission)
    if DATASETS[submission.dataset].also_needs:
        require(by, DATASETS[submission.dataset].also_needs, submission.organization)
    with transaction.atomic():
        submission = locked(submission, [State.STAGED])
        if _is_as_reviewed(submission):
            others = _organizations(in_effect_beside(submission)) - {submission.organization_id}
            if others:
                return _contest(submission, by)
            if hold.is_over_threshold(submission):
                return hold.hold(submission, by=by, why=why)
            return _bring_into_effect(submission, by)
        _review_again(submission)
    raise _outdated()


def approve(submission, *, by):
    """A second person brings a held submission into effect. Raises ValidationError as `accept` does."""
    hold.require_second_person(by, submission)
    with transaction.atomic():
        submission = locked(submission, [State.HELD])
        # Who held it may have changed while we waited for the lock.
        hold.require_second_person(by, submission)
        if _is_as_reviewed(submission):
            hold.decide(submission, by=by, approved=True)
            return _bring_into_effect(submission, by)
        hold.overtaken(submission)
        _review_again(submission)
    raise _outdated()


@transaction.atomic
def reject(submission, *, by, why):
    """A second person does not approve: the submission is under review again, for those who handed it in."""
    hold.require_second_person(by, submission)
    submission = locked(submission, [State.HELD])
    hold.require_second_person(by, submission)
    hold.decide(submission, by=by, approved=False, why=why)
    submission.state = State.STAGED
    submission.save(update_fields=["state"])
    return submission


@transaction.atomic
def decide_contested(submission, *, by, admit):
    """The partnership decides whose numbers count: admit the submission, or refuse it."""
    require(by, "decide_claims", submission.organization)
    submission = locked(submission, [State.CONTESTED])
    record(
        "submission.decided",
        by=by,
        organization=submission.organization,
        target=submission,
        admitted=bool(admit),
    )
    notices.decided(submission, admit)
    if admit:
        _check_agreement(submission)
        return _bring_into_effect(submission, by)
    submission.state = State.REFUSED
    submission.refusal = _(
        "The partnership decided that the numbers of the other organization stay in effect for these places and periods."
    )
    submission.save(update_fields=["state", "refusal"])
    forget_file(submission, by=by, why="the submission was not admitted")
    transaction.on_commit(lambda: clear_submission.enqueue(str(submission.pk)))
    return submission


def rows_left_out(submission):
    """How many rows of the file stay out by decision or because they cannot be trusted, each counted once."""
    rows = set()
    for problem in submission.problems.filter(severity=Severity.LEFT_OUT):
        for first, last in problem.rows:
            rows.update((problem.sheet, row) for row in range(first, last + 1))
    return len(rows)


def _is_as_reviewed(submission):
    """Whether what counts beside the submission is what it was compared with. Raises ValidationError where
    errors are open or the agreement has ended.
    """
    _check_agreement(submission)
    check_errors(submission)
    tie_registered_places(submission)
    return digest(in_effect_beside(submission)) == submission.compared_with


def _review_again(submission):
    Submission.objects.filter(pk=submission.pk).update(state=State.RECEIVED)
    transaction.on_commit(lambda: stage_submission.enqueue(str(submission.pk)))


def _outdated():
    return ValidationError(
        _(
            "While you were looking, another file for the same places and periods was accepted. Nothing of yours was "
            "lost: the preview is being made again; look at it and accept then."
        ),
        code="outdated",
    )


def _check_agreement(submission):
    if not has_agreement(submission) or closed_years(submission):
        raise ValidationError(
            _(
                "The data-sharing agreement of %(organization)s is no longer in force, so that the file cannot be "
                "accepted. Renew the agreement first; the preview stays."
            )
            % {"organization": submission.organization},
            code="no_agreement",
        )


def check_errors(submission):
    """Raises ValidationError while rows have errors that were not left out."""
    if submission.problems.filter(severity=Severity.ERROR).exists():
        raise ValidationError(
            _("The file has errors. Correct them and hand it in again, or leave those rows out first."),
            code="errors",
        )


def _organizations(beside):
    """Organizations of claims as `in_effect_beside` returns them (text of a uuid on one database)."""
    return {value if isinstance(value, UUID) else UUID(value) for _claim, _submission, value in beside}


def _contest(submission, by):
    submission.state = State.CONTESTED
    submission.save(update_fields=["state"])
    record("submission.contested", by=by, organization=submission.organization, target=submission)
    notices.contested(submission)
    return submission


def _bring_into_effect(submission, by):
    now = timezone.now()
    register_places(submission, by=by)
    set_in_effect([claim for claim, *_ in in_effect_beside(submission)], False)
    submission.claims.update(in_effect=True, accepted_at=now)
    submission.state = State.ACCEPTED
    submission.accepted_by, submission.accepted_at = by, now
    submission.save(update_fields=["state", "accepted_by", "accepted_at"])
    forget_file(submission, by=by, why="the submission was accepted")
    follow_up("claims_changed", submission=submission, claims=submission.claims.all())
    record(
        "submission.accepted",
        by=by,
        organization=submission.organization,
        target=submission,
        dataset=DATASETS[submission.dataset].key,
        rows=submission.rows,
        new=submission.new,
        changed=submission.changed,
        unchanged=submission.unchanged,
        removed=submission.removed,
        left_out=submission.left_out,
    )
    return submission
