"""A signed draft becomes a release: from then on nothing of it changes."""

import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.access.groups import role_group
from partnership.access.guard import set_grants
from partnership.access.rights import can
from partnership.audit import record
from programs.models import Award

from .approve import missing_signatures
from .artifacts import checksum_of
from .auditing.audit import audit_releases
from .auditing.guard import as_keys
from .evaluations.counts import told_of_evaluation
from .models import Artifact, Audience, Release, ReleaseCell, ReleaseKind, ReleaseState
from .review.checks import blocking
from .review.models import ReleaseGuard, Story
from .review.people import tell_of_publication
from .visibility import BUILD, REVIEW


@transaction.atomic
def publish_release(release, *, by):
    """Freeze a signed draft and let its readers in; the release that it corrects is superseded.

    Raises PermissionDenied, or ValidationError with what is still missing.
    """
    release = Release.objects.select_for_update().get(pk=release.pk)
    if not can(by, BUILD):
        raise PermissionDenied
    if release.state != ReleaseState.DRAFT:
        raise ValidationError(_("This release is no draft any more; it cannot be published again."))
    missing = [*missing_signatures(release), *blocking(release)]
    if missing:
        raise ValidationError(missing)
    _check_bytes(release)
    _audit_again(release)
    release.state = ReleaseState.PUBLISHED
    release.published_by, release.published_at = by, timezone.now()
    release.save(update_fields=["state", "published_by", "published_at"])
    record("release.published", by=by, target=release, audience=release.audience, checksum=release.checksum)
    if release.supersedes:
        _supersede(release.supersedes, by=by, with_release=release)
    if release.audience == Audience.FUNDERS:
        let_funders_in(release)
    tell_of_publication(release, list(release.contributors.all()))
    return release


@transaction.atomic
def discard_release(release, *, by):
    """Throw a draft away: its numbers are gone, that there was one is remembered."""
    release = Release.objects.select_for_update().get(pk=release.pk)
    if not can(by, BUILD):
        raise PermissionDenied
    if release.state != ReleaseState.DRAFT:
        raise ValidationError(_("Only a draft can be discarded; a published release never changes."))
    for model in (ReleaseCell, Artifact, ReleaseGuard, Story):
        model.objects.filter(release=release).delete()
    release.state, release.supersedes, release.publish_at = ReleaseState.DISCARDED, None, None
    release.save(update_fields=["state", "supersedes", "publish_at"])
    record("release.discarded", by=by, target=release)
    return release


def let_funders_in(release):
    """Give the funders with an award on what the release is about the right to review it."""
    awards = Award.objects.open_for_review().select_related("funder")
    if release.program_id:
        awards = awards.filter(program=release.program_id)
    for funder in {award.funder for award in awards}:
        set_grants(role_group(funder, "funder"), release, {REVIEW})


def let_new_funder_in(award, *, by):
    """Follow-up of a new award: what was released to funders before is for this one, too."""
    released = Release.objects.released().filter(audience=Audience.FUNDERS)
    group = role_group(award.funder, "funder")
    for release in released.filter(program=award.program) | released.filter(program=None):
        set_grants(group, release, {REVIEW})


def _supersede(old, *, by, with_release):
    if old.state != ReleaseState.PUBLISHED:
        raise ValidationError(_("Only a published release can be corrected by a new one."))
    old.state = ReleaseState.SUPERSEDED
    old.save(update_fields=["state"])
    record("release.superseded", by=by, target=old, superseded_by=str(with_release.pk))


def _audit_again(release):
    """Where something else came out since the draft was built, the two must be safe together."""
    if not Release.objects.released().filter(published_at__gt=release.built_at).exists():
        return
    guard = getattr(release, "guard", None)
    judged = as_keys(guard.facts) if guard else []
    is_evaluation = release.kind == ReleaseKind.EVALUATION
    told = told_of_evaluation(release) if is_evaluation else list(release.cells.all())
    if not audit_releases((release, told, judged)).passed:
        raise ValidationError(
            _(
                "Another release came out since this draft was built, and from both together a small number could be "
                "computed. Discard the draft and build it again."
            )
        )


def _check_bytes(release):
    """What was signed is what is stored."""
    artifacts = list(release.artifacts.all())
    sound = all(hashlib.sha256(bytes(one.content)).hexdigest() == one.sha256 for one in artifacts)
    if not (sound and artifacts and checksum_of(artifacts) == release.checksum):
        raise ValidationError(
            _("The stored files are not those that were signed. Discard the draft and build it again.")
        )
