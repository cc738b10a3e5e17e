"""Tokens for scheduled exports: made by a data coordinator, shown once, dead with the role they were made under."""

import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from outcomes.submissions.rights import SUBMIT
from partnership.access.groups import bring_up_to_date
from partnership.access.rights import require, role_giving
from partnership.actions.invitations import hash_token
from partnership.audit import record

from .models import UploadToken
from .rights import require_to_revoke

LONGEST = timedelta(days=365)
# Tells secret scanners and people what a leaked text is.
PREFIX = "put_"
HOUR = timedelta(hours=1)
REQUESTS_AN_HOUR = 300


class TooManyRequests(Exception):
    """The token was used more often than REQUESTS_AN_HOUR."""


@transaction.atomic
def make_token(organization, *, by, name, datasets, ends_on, may_accept=False):
    """Returns the UploadToken, with its `secret` for this once. Raises ValidationError."""
    require(by, SUBMIT, organization)
    today = timezone.localdate()
    if not today <= ends_on <= today + LONGEST:
        raise ValidationError(_("Choose a last day from today to a year from now."), code="last_day")
    if not datasets:
        raise ValidationError(_("Choose what the token may hand in."), code="datasets")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = UploadToken.objects.create(
        membership=role_giving(by, SUBMIT, organization),
        secret_hash=hash_token(secret),
        name=name,
        datasets=sorted(set(datasets)),
        may_accept=may_accept,
        ends_on=ends_on,
    )
    # Kept on this object only, never in the database.
    token.secret = secret
    record(
        "upload_token.made",
        by=by,
        organization=organization,
        target=token,
        datasets=token.datasets,
        may_accept=may_accept,
        ends_on=str(ends_on),
    )
    return token


@transaction.atomic
def revoke_token(token, *, by):
    """Nothing can be handed in with it from now on."""
    require_to_revoke(by, token)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record("upload_token.revoked", by=by, organization=token.organization, target=token)
    return token


def use_token(secret):
    """The token alive whose secret this is, with its person's rights of today, or None. Raises TooManyRequests."""
    token = UploadToken.objects.of_secret(secret)
    if token is None:
        return None
    bring_up_to_date(token.created_by)
    now = timezone.now()
    this = UploadToken.objects.filter(pk=token.pk)
    counted = this.filter(hour_began_at__gt=now - HOUR, requests__lt=REQUESTS_AN_HOUR).update(
        requests=F("requests") + 1, last_used_at=now
    ) or this.filter(Q(hour_began_at=None) | Q(hour_began_at__lte=now - HOUR)).update(
        hour_began_at=now, requests=1, last_used_at=now
    )
    if not counted:
        raise TooManyRequests
    return token
