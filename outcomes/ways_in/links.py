"""Single-use upload links: one file of one dataset, from somebody who has no account."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from outcomes.submissions.models import Severity, State, Way
from outcomes.submissions.receive import check_possible, receive
from outcomes.submissions.rights import ON_BEHALF, SUBMIT
from outcomes.submissions.withdraw import end_unaccepted
from partnership.access.groups import bring_up_to_date
from partnership.access.rights import require, role_giving
from partnership.actions.invitations import hash_token
from partnership.audit import record

from . import notices
from .models import UploadLink
from .people import who_hands_in
from .rights import require_to_revoke, right_to_link

LONGEST_DAYS = 14
# Of these, nothing stands in the way of another file.
OVER = (State.REFUSED, State.DISCARDED)
UNDER_WAY = (State.RECEIVED, State.READING)


@transaction.atomic
def make_link(organization, *, by, dataset, email, days=LONGEST_DAYS, period="", program=None):
    """Make a link and send it to the address. days: how long it works, 1 to 14.

    Returns the UploadLink, with its `address` for this once. Raises ValidationError where such a file could not
    be handed in today, or nobody could accept it.
    """
    right = right_to_link(by, organization)
    if not right:
        require(by, SUBMIT, organization)
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError(_("A link works for 1 to 14 days."), code="days")
    check_possible(organization, dataset, period, program)
    _check_somebody_accepts(organization, dataset, right)
    secret = secrets.token_urlsafe(32)
    link = UploadLink.objects.create(
        membership=role_giving(by, right, organization),
        secret_hash=hash_token(secret),
        organization=organization,
        dataset=dataset,
        period=period,
        program=program if DATASETS[dataset].needs_program else None,
        email=email.strip().lower(),
        expires_at=timezone.now() + timedelta(days=days),
    )
    # Kept on this object only, never in the database.
    link.address = settings.BASE_URL + reverse("upload_by_link", args=[secret])
    record("upload_link.made", by=by, organization=organization, target=link, dataset=dataset, period=period)
    notices.link_made(link)
    return link


@transaction.atomic
def revoke_link(link, *, by):
    """Nothing can be sent through it from now on; what has arrived stays."""
    require_to_revoke(by, link)
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        record("upload_link.revoked", by=by, organization=link.organization, target=link)
    return link


def open_link(secret):
    """The link alive whose secret this is, or None: unknown, used, over, revoked, or its maker's role ended."""
    return UploadLink.objects.of_secret(secret)


@transaction.atomic
def receive_by_link(link, *, name, content, sent_by, note=""):
    """Take in a file that was sent through a link. Returns the Submission. Raises ValidationError: one is under
    way, has arrived, or the file cannot be handed in.

    A file with errors that nobody has decided on makes way for a corrected one.
    """
    link = _locked(link)
    maker = link.created_by
    bring_up_to_date(maker)
    submission = receive(
        by=maker,
        right=link.right,
        organization=link.organization,
        dataset=link.dataset,
        period=link.period,
        program=link.program,
        name=name,
        content=content,
        note=note,
        way=Way.LINK,
        under=f"upload link sent to {link.email}",
        link=link,
        sent_by=sent_by,
    )
    for earlier in link.submissions.filter(state=State.STAGED).exclude(pk=submission.pk):
        end_unaccepted(earlier, by=maker, why="a corrected file was sent through the same link")
    return submission


def use_up(link):
    """The link has served: its file was read without an error. Call within a transaction."""
    UploadLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now())


def _locked(link):
    """The link, nobody else's until the transaction ends, when another file may still be sent through it."""
    UploadLink.objects.select_for_update().get(pk=link.pk)
    link = UploadLink.objects.alive().select_related("membership__user").filter(pk=link.pk).first()
    standing = list(link.submissions.exclude(state__in=OVER)) if link else []
    if any(each.state in UNDER_WAY for each in standing):
        raise ValidationError(
            _(
                "A file that was sent through this link is being read. Wait for it; nothing of this one was stored."
            ),
            code="under_way",
        )
    if link is None or not all(_may_be_replaced(each) for each in standing):
        raise ValidationError(
            _("A file has arrived through this link, which works once. Nothing of this one was stored."),
            code="used",
        )
    return link


def _may_be_replaced(submission):
    """Whether it was read with errors and nobody has decided on them."""
    is_open = submission.state == State.STAGED
    return is_open and submission.problems.filter(severity=Severity.ERROR).exists()


def _check_somebody_accepts(organization, dataset, right):
    if right == ON_BEHALF and DATASETS[dataset].is_student_level and not who_hands_in(organization):
        raise ValidationError(
            _(
                "%(organization)s has no data coordinator, and nobody else accepts its student-level data. Have one "
                "invited first; nothing was sent."
            )
            % {"organization": organization},
            code="nobody_accepts",
        )
