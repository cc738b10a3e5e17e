"""A correction: a new draft in place of a published release, with what was wrong."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .build import build_release
from .models import Release, ReleaseKind, ReleaseState


def supersede_release(release, *, by, erratum, title=""):
    """Build the draft that corrects a published release; returns it. Its publication supersedes the old one.

    erratum: what was wrong, in a sentence for readers. Raises ValidationError when there is nothing to
    correct, or a correction is already under way.
    """
    if not erratum.strip():
        raise ValidationError(_("Say what was corrected, so that readers of the old release understand."))
    if release.state != ReleaseState.PUBLISHED:
        raise ValidationError(_("Only a published release can be corrected by a new one."))
    if release.kind == ReleaseKind.EVALUATION:
        raise ValidationError(
            _(
                "An evaluation is corrected by computing its plan again and releasing the new result from there."
            )
        )
    if Release.objects.filter(supersedes=release).exists():
        raise ValidationError(_("A correction of this release is already under way. Publish or discard it."))
    return build_release(
        by=by,
        title=title or release.title,
        program=release.program,
        years=release.years,
        audience=release.audience,
        supersedes=release,
        erratum=erratum.strip(),
    )
