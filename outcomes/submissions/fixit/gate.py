"""Whether the file of a submission may be opened for its people."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..agreement import closed_years, has_agreement


def check_open(submission):
    """Raises ValidationError where the file is gone, or no agreement is in force any more."""
    if submission.vault_item is None:
        raise gone()
    if not has_agreement(submission) or closed_years(submission):
        raise ValidationError(
            _(
                "The data-sharing agreement of %(organization)s is no longer in force, so that the file is closed. "
                "Renew the agreement first; nothing is lost."
            )
            % {"organization": submission.organization},
            code="no_agreement",
        )


def gone():
    """The error that says so."""
    return ValidationError(
        _(
            "The file is no longer in the vault: its time there was over, or a student whom it may have named was "
            "erased. Correct it where it comes from and hand it in again."
        ),
        code="file_gone",
    )
