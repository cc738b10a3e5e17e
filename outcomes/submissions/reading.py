"""Who may read an organization's student-level rows: its own data coordinator, and an evaluator whom it has
admitted; only while an agreement is in force, never law enforcement; and every reading is logged.
"""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from partnership.access.deeds import READ_ROWS
from partnership.access.rights import can
from partnership.audit import record
from partnership.models import Admission

from .agreement import closed_years, has_agreement


def right_to_read_rows(user, organization):
    """The right under which a person may read the organization's rows, in words; "" without one."""
    if not READ_ROWS.allows(user, organization):
        return ""
    if can(user, "read_student_rows", organization):
        return f"data coordinator of {organization}"
    admission = Admission.objects.in_force().filter(organization=organization, evaluator=user).first()
    return f"evaluator admitted for {admission.project}"


def check_reading(submission, *, by):
    """The right under which the person reads the submission's rows now. Raises PermissionDenied with the reason."""
    right = right_to_read_rows(by, submission.organization)
    if not right:
        raise PermissionDenied
    if not has_agreement(submission) or closed_years(submission):
        raise PermissionDenied(
            _(
                "No data-sharing agreement is in force for this dataset and these school years, so that its "
                "student-level rows are closed."
            )
        )
    return right


def log_reading(submission, *, by, rows):
    """Check the right and the agreement, then log the reading. Raises PermissionDenied with the reason."""
    right = check_reading(submission, by=by)
    record(
        "student_rows.read",
        by=by,
        organization=submission.organization,
        target=submission,
        right=right,
        dataset=submission.dataset,
        rows=rows,
    )
