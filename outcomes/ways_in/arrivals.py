"""What follows by itself when a file that arrived without its person at the screen has been read.

May run twice for the same submission, after a worker died.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from outcomes.submissions.accept import accept
from outcomes.submissions.models import Severity, State, Submission, Way
from partnership.access.groups import bring_up_to_date
from partnership.audit import record

from . import notices
from .links import use_up
from .models import UploadLink, UploadToken
from .people import who_hands_in


def after_reading(*, submission):
    """Called by the worker (settings.FOLLOW_UPS)."""
    submission = Submission.objects.select_related("organization", "created_by", "token", "link").get(
        pk=submission.pk
    )
    if submission.way == Way.LINK and submission.link:
        _arrived_by_link(submission)
    elif submission.way == Way.ENDPOINT:
        _arrived_by_token(submission)


def is_clean(submission):
    """Whether it was read, and no row of it has an error."""
    return (
        submission.state == State.STAGED and not submission.problems.filter(severity=Severity.ERROR).exists()
    )


def accept_by_token(submission, token):
    """Accept under the right of the token's person. Raises ValidationError with the reason."""
    about = UploadToken.objects.alive().select_related("membership__user", "membership__organization")
    token = about.filter(pk=token and token.pk, may_accept=True).first()
    if token is None:
        raise ValidationError(_("The token no longer works, or may not accept."), code="token_ended")
    person = token.created_by
    bring_up_to_date(person)
    record(
        "submission.accepting_by_token",
        by=person,
        organization=submission.organization,
        target=submission,
        right=token.as_right,
    )
    try:
        return accept(submission, by=person)
    except (PermissionDenied, Http404) as ended:
        raise ValidationError(
            _("The person who made the token no longer hands in data."), code="token_ended"
        ) from ended


def _arrived_by_token(submission):
    if submission.accept_when_clean and is_clean(submission):
        try:
            accept_by_token(submission, submission.token)
        except ValidationError as refusal:
            # Outdated: it is being read again, and this is called again.
            if refusal.code != "outdated":
                notices.not_accepted(submission, " ".join(refusal.messages))
        return
    notices.read_by_itself(submission)


@transaction.atomic
def _arrived_by_link(submission):
    UploadLink.objects.select_for_update().get(pk=submission.link_id)
    submission.refresh_from_db(fields=["state"])
    clean = is_clean(submission)
    if clean:
        use_up(submission.link)
    notices.read_by_itself(submission)
    if clean and not submission.on_behalf:
        others = who_hands_in(submission.organization)
        notices.ready(submission, [person for person in others if person != submission.created_by])
