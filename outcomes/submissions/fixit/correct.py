"""Corrected rows are uploaded into a submission under review: they wait in the vault until they are read."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnership import vault
from partnership.access.rights import require
from partnership.audit import record

from ..locks import locked
from ..models import Correction, State
from ..tasks import stage_submission
from .gate import check_open


@transaction.atomic
def correct(submission, *, by, name, content, in_background=True):
    """Take in a file (bytes) of corrected rows, and have the submission read again with them in place.

    Whether they fit is found out as they are read: if not, the round is refused and the submission stays as it
    is (`rounds`). in_background: False when the caller runs `journey.stage_now` itself. Returns the Submission.
    Raises ValidationError with the reason, and PermissionDenied or Http404 as `rights.require` does.
    """
    require(by, "submit_data", submission.organization)
    if not content:
        raise ValidationError(
            _("The file is empty. Check that you chose the right file. Nothing has changed."), code="empty"
        )
    submission = locked(submission, {State.STAGED})
    check_open(submission)
    Correction.objects.create(
        submission=submission,
        file_name=PurePath(name.replace("\\", "/")).name[:255] or "file",
        vault_item=vault.put(
            content,
            by=by,
            owner=submission.organization,
            purpose="correction",
            destroy_on=submission.vault_item.destroy_on,
        ),
        created_by=by,
    )
    submission.state, submission.step, submission.done, submission.total = State.RECEIVED, "", 0, 0
    submission.save(update_fields=["state", "step", "done", "total"])
    record(
        "submission.corrected",
        by=by,
        organization=submission.organization,
        target=submission,
        bytes=len(content),
    )
    if in_background:
        transaction.on_commit(lambda: stage_submission.enqueue(str(submission.pk)))
    return submission
