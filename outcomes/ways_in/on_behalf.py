"""The partnership hands in totals on a partner's behalf; they count once the partner has confirmed them.

Ask, then confirm or decline. The person who handed in and the person who confirmed both stand with the submission.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from outcomes.submissions.accept import accept, check_errors
from outcomes.submissions.journey import forget_file
from outcomes.submissions.models import State, Submission
from outcomes.submissions.rights import ON_BEHALF, is_of_the_partner
from outcomes.submissions.tasks import clear_submission
from partnership.access.groups import bring_up_to_date
from partnership.access.rights import require
from partnership.actions.invitations import hash_token
from partnership.audit import record

from . import notices
from .models import Confirmation
from .people import who_confirms, works_for_the_partnership

OPEN_FOR = timedelta(days=14)


@transaction.atomic
def ask_to_confirm(submission, *, by, email=""):
    """Ask the partner, once the file has been looked at. email: whom to ask where the partner has nobody who may
    confirm in the workspace.

    Returns the Confirmation, with its `address` for this once where one was sent. Raises ValidationError.
    """
    require(by, ON_BEHALF, submission.organization)
    submission = _locked(submission, State.STAGED)
    if not submission.on_behalf:
        raise ValidationError(
            _("This file was not handed in on a partner's behalf. Nothing has changed."), code="not_on_behalf"
        )
    check_errors(submission)
    people = who_confirms(submission.organization)
    email = "" if people else email.strip().lower()
    if not people:
        _check_address(submission.organization, email)
    secret = secrets.token_urlsafe(32) if email else ""
    confirmation, _new = Confirmation.objects.update_or_create(
        submission=submission,
        defaults={
            "asked_by": by,
            "asked_at": timezone.now(),
            "email": email,
            "secret_hash": hash_token(secret) if secret else None,
            "expires_at": timezone.now() + OPEN_FOR if secret else None,
            **NOT_CONFIRMED,
        },
    )
    if secret:
        confirmation.address = settings.BASE_URL + reverse("confirm_by_link", args=[secret])
    submission.state = State.UNCONFIRMED
    submission.save(update_fields=["state"])
    record(
        "submission.confirmation_asked",
        by=by,
        organization=submission.organization,
        target=submission,
        by_email=bool(email),
    )
    notices.asked(confirmation, people)
    return confirmation


def confirm(submission, *, by=None, name=""):
    """The partner confirms, and the submission is accepted under both names. Returns it as `accept` does.

    by: a person of the partner; None where the contact confirms by the link sent, and says a name. Raises
    ValidationError with the reason, PermissionDenied.
    """
    with transaction.atomic():
        submission = _locked(submission, State.UNCONFIRMED)
        confirmation = submission.confirmation
        _check_may_answer(submission, by)
        confirmation.confirmed_by, confirmation.confirmed_at = by, timezone.now()
        confirmation.confirmed_name = name or str(by)
        confirmation.save(update_fields=["confirmed_by", "confirmed_at", "confirmed_name"])
        submission.state = State.STAGED
        submission.save(update_fields=["state"])
        record(
            "submission.confirmed",
            by=by,
            organization=submission.organization,
            target=submission,
            right=_under(confirmation, by),
            handed_in_by=str(submission.created_by_id),
        )
    try:
        submission = accept(submission, by=by or confirmation.asked_by)
    except ValidationError as refusal:
        _take_back(confirmation)
        if refusal.code == "outdated":
            notices.look_again(confirmation)
        raise
    notices.answered(confirmation, confirmed=True)
    return submission


@transaction.atomic
def decline(submission, *, why, by=None, name=""):
    """The partner does not stand behind it: nothing of it counts, the file is destroyed."""
    submission = _locked(submission, State.UNCONFIRMED)
    confirmation = submission.confirmation
    _check_may_answer(submission, by)
    submission.state = State.REFUSED
    submission.refusal = _("%(organization)s did not confirm it (%(who)s): %(why)s") % {
        "organization": submission.organization,
        "who": name or by,
        "why": why,
    }
    submission.save(update_fields=["state", "refusal"])
    forget_file(submission, by=by, why="the partner did not confirm the submission")
    record(
        "submission.declined",
        by=by,
        organization=submission.organization,
        target=submission,
        right=_under(confirmation, by),
        reason_given=bool(why),
    )
    notices.answered(confirmation, confirmed=False)
    transaction.on_commit(lambda: clear_submission.enqueue(str(submission.pk)))
    return submission


def open_confirmation(secret):
    """The Confirmation that a link is for, or None: unknown, answered or over."""
    return (
        Confirmation.objects.filter(
            secret_hash=hash_token(secret),
            expires_at__gt=timezone.now(),
            submission__state=State.UNCONFIRMED,
        )
        .select_related("submission__organization", "submission__created_by", "asked_by")
        .first()
    )


NOT_CONFIRMED = {"confirmed_by": None, "confirmed_at": None, "confirmed_name": ""}


def _take_back(confirmation):
    """Acceptance was refused: what was confirmed is asked again, or, where it is read anew, looked at again."""
    with transaction.atomic():
        Confirmation.objects.filter(pk=confirmation.pk).update(**NOT_CONFIRMED)
        Submission.objects.filter(pk=confirmation.pk, state=State.STAGED).update(state=State.UNCONFIRMED)


def _check_may_answer(submission, by):
    if by is None:
        # The one who asked brings it into effect; the right to do so may have ended.
        asked_by = submission.confirmation.asked_by
        bring_up_to_date(asked_by)
        require(asked_by, ON_BEHALF, submission.organization)
    elif not is_of_the_partner(by, submission.organization):
        raise PermissionDenied
    elif by == submission.confirmation.asked_by:
        raise ValidationError(
            _("You asked for this confirmation yourself. Another person of %(organization)s has to answer.")
            % {"organization": submission.organization},
            code="own_word",
        )


def _under(confirmation, by):
    return "" if by else f"confirmation link sent to {confirmation.email}"


def _check_address(organization, email):
    if not email:
        raise ValidationError(
            _(
                "%(organization)s has nobody who may confirm in the workspace. Give the e-mail address of its "
                "contact, who is sent a link."
            )
            % {"organization": organization},
            code="email_needed",
        )
    if works_for_the_partnership(email):
        raise ValidationError(
            _("This is an address of the partnership itself. A person of %(organization)s has to confirm.")
            % {"organization": organization},
            code="own_address",
        )


def _locked(submission, state):
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("organization", "created_by")
        .get(pk=submission.pk)
    )
    if submission.state != state:
        raise ValidationError(
            _(
                "This submission is in the state “%(state)s”, so that this cannot be done now. Nothing has changed."
            )
            % {"state": submission.get_state_display()},
            code="wrong_state",
        )
    return submission
