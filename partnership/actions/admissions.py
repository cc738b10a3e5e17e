"""An organization lets an outside evaluator read its student-level rows, for a project and a term."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..audit import record
from ..models import Admission, Membership


@transaction.atomic
def admit_evaluator(*, by, organization, evaluator, project, ends_on):
    """Admit an evaluator until the last day named.

    Raises ValidationError for a law-enforcement organization, which has no student-level rows to open,
    and for a person who is not an evaluator of the partnership today.
    """
    if organization.is_law_enforcement:
        raise ValidationError(
            _(
                "%(organization)s is a law-enforcement organization; there are no student-level records to open."
            )
            % {"organization": organization}
        )
    if not Membership.objects.in_force().filter(user=evaluator, role="evaluator").exists():
        raise ValidationError(
            _("%(person)s holds no role as evaluator. Ask a partnership administrator to give it first.")
            % {"person": evaluator}
        )
    admission = Admission.objects.create(
        organization=organization, evaluator=evaluator, project=project, ends_on=ends_on, admitted_by=by
    )
    record(
        "evaluator.admitted",
        by=by,
        organization=organization,
        target=admission,
        ends_on=str(ends_on),
        person=str(evaluator.pk),
    )
    return admission


@transaction.atomic
def end_admission(admission, *, by):
    """End an admission now."""
    if admission.ended_at is None:
        admission.ended_at = timezone.now()
        admission.save(update_fields=["ended_at"])
        record("evaluator.admission_ended", by=by, organization=admission.organization, target=admission)
    return admission


@transaction.atomic
def end_impossible_admissions(organization, *, by):
    """End what a law-enforcement organization cannot have opened, after its kind has changed."""
    if organization.is_law_enforcement:
        for admission in organization.admissions.filter(ended_at=None):
            end_admission(admission, by=by)
