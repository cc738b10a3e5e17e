"""Organizations say yes to a draft: to exactly its bytes, each by one of its people."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnership.access.rights import can
from partnership.audit import record
from partnership.models import Organization

from .models import Release, ReleaseState, Signature
from .visibility import BUILD, SIGN


@transaction.atomic
def sign_release(release, *, by, organization):
    """Sign a draft for an organization; the partnership is signed for by a coordinator.

    Raises PermissionDenied when the person may not sign for it, ValidationError when there is nothing to
    sign: no draft, an organization whose students are not counted, or a person who has signed already.
    """
    release = Release.objects.select_for_update().get(pk=release.pk)
    if not may_sign_for(by, organization):
        raise PermissionDenied
    if release.state != ReleaseState.DRAFT:
        raise ValidationError(_("Only a draft can be signed; this release is no draft any more."))
    if not (organization.kind == "partnership" or organization in release.contributors.all()):
        raise ValidationError(
            _("%(organization)s has no students in this release, so there is nothing to sign.")
            % {"organization": organization}
        )
    if release.signatures.exclude(organization=organization).filter(signed_by=by).exists():
        raise ValidationError(
            _("You have signed this release for another organization. Two keys need two people.")
        )
    signature, is_new = Signature.objects.get_or_create(
        release=release, organization=organization, defaults={"signed_by": by, "checksum": release.checksum}
    )
    if is_new:
        record("release.signed", by=by, organization=organization, target=release, checksum=release.checksum)
    return signature


def may_sign_for(user, organization):
    """The partnership is signed for by those who build releases, the others by their release signers."""
    if organization.kind == "partnership":
        return can(user, BUILD)
    return can(user, SIGN, organization)


def organizations_to_sign(release, user):
    """Organizations for which the person may sign this draft now."""
    if release.state != ReleaseState.DRAFT:
        return []
    signatures = list(release.signatures.all())
    if any(signature.signed_by_id == user.pk for signature in signatures):
        return []
    signed = {signature.organization_id for signature in signatures}
    possible = [Organization.partnership(), *release.contributors.all()]
    return [one for one in possible if one.pk not in signed and may_sign_for(user, one)]


def missing_signatures(release):
    """Why a draft may not be published yet, in sentences; empty when all keys are turned.

    The rule: the partnership, and each organization whose students are counted; police and schools sign for
    themselves. Who stays silent beyond the day is left out by building again (review.rebuild_without_silent).
    """
    signed = {
        signature.organization_id
        for signature in release.signatures.all()
        if signature.checksum == release.checksum
    }
    missing = []
    if Organization.partnership().pk not in signed:
        missing.append(_("A partnership coordinator has not signed yet."))
    missing += [
        _("%(organization)s, whose students are counted, has not signed yet.")
        % {"organization": organization}
        for organization in release.contributors.all()
        if organization.pk not in signed and organization.kind != "partnership"
    ]
    return missing
