"""A release shown to somebody without an account: for whom, how long, by whom; every opening is logged.

A link opens no more than its maker may read today: it ends with the maker's role, with the funder's last
award on what the release is about, on its last day, or when it is revoked. Only its hash is kept.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.access.groups import bring_up_to_date
from partnership.access.rights import can
from partnership.actions.invitations import hash_token
from partnership.audit import record

from ..models import Release
from ..visibility import BUILD, SHARING
from .models import ShareLink

LONGEST_DAYS = 90


def membership_to_share(release, user):
    """The running membership under which the person may share the release, or None: as one who builds
    releases, or as a funder who reads this one.
    """
    reason = SHARING.reason_for(user, release)
    return reason and reason.membership


@transaction.atomic
def make_share_link(release, *, by, reader, days):
    """Make a link. days: how long it works, 1 to LONGEST_DAYS.

    Returns the ShareLink, with its `address` for this once. Raises PermissionDenied, or ValidationError when
    everybody may read the release anyway.
    """
    membership = membership_to_share(release, by)
    if membership is None:
        raise PermissionDenied
    if release.is_public:
        raise ValidationError(
            _("Everybody may read this release. Send the address of its public page; no link is needed.")
        )
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError(_("A link works for 1 to %(most)s days.") % {"most": LONGEST_DAYS})
    secret = secrets.token_urlsafe(32)
    link = ShareLink.objects.create(
        membership=membership,
        secret_hash=hash_token(secret),
        release=release,
        reader=reader.strip(),
        expires_at=timezone.now() + timedelta(days=days),
    )
    # Kept on this object only, never in the database.
    link.address = settings.BASE_URL + reverse("shared:release", args=[secret])
    record(
        "release.shared",
        by=by,
        organization=link.organization,
        target=release,
        link=str(link.pk),
        until=link.expires_at.isoformat(),
    )
    return link


@transaction.atomic
def revoke_share_link(link, *, by):
    """Nothing opens with it from now on. Its maker may, and whoever builds releases."""
    if not may_revoke(link, by):
        raise PermissionDenied
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        record(
            "release.share_revoked",
            by=by,
            organization=link.organization,
            target=link.release,
            link=str(link.pk),
        )
    return link


def may_revoke(link, user):
    return link.membership.user_id == user.pk or can(user, BUILD)


def links_seen_by(release, user):
    """The links of a release that a person sees: all for those who build releases, else the own ones."""
    links = release.share_links.select_related("membership__user", "membership__organization")
    return links if can(user, BUILD) else links.filter(membership__user=user)


def open_share_link(secret):
    """The link alive whose secret this is, with its release, or None: unknown, over, revoked, or no longer
    its maker's to read.
    """
    link = ShareLink.objects.of_secret(secret)
    if link is None:
        return None
    bring_up_to_date(link.created_by)
    readable = Release.objects.visible_to(link.created_by).released()
    about = ("program", "supersedes", "superseded_by")
    release = readable.select_related(*about).filter(pk=link.release_id).first()
    if release is None:
        return None
    link.release = release
    return link


@transaction.atomic
def note_opening(link, *, what):
    """Count and log that somebody without an account opened a page or took a file. what: "page", or its name."""
    ShareLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, last_opened_at=timezone.now())
    record(
        "release.share_opened",
        by=None,
        organization=link.organization,
        target=link.release,
        link=str(link.pk),
        what=what,
    )
