"""A file arrives: the right and the agreement are checked, its bytes go encrypted into the vault."""

from datetime import timedelta
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from outcomes.datasets.declaration import ALWAYS, DECLARED, YEAR
from outcomes.datasets.periods import is_school_year, is_year
from partnership import vault
from partnership.access.rights import require
from partnership.actions.agreements import agreement_for, years_without_agreement
from partnership.audit import record

from .agreement import not_covered, years_declared
from .identity import keyed_hash
from .models import State, Submission, Way
from .read import notice
from .tasks import stage_submission

DAYS_IN_THE_VAULT = 30


@transaction.atomic
def receive(
    *,
    by,
    organization,
    dataset,
    name,
    content,
    period="",
    program=None,
    silent_schools=(),
    note="",
    in_background=True,
    way=Way.UPLOAD,
    right="submit_data",
):
    """Take in a file (bytes) for an organization, and have it read.

    dataset: its key. period: a school year (a calendar year, for a dataset of such), or "" where the file tells.
    silent_schools: where the scope is declared, schools that the file says nothing of. in_background: False
    when the caller runs `journey.stage_now` itself. way: how it came in. right: what the person needs to hand in
    this file; whoever accepts it needs `submit_data`. Returns the Submission. Raises ValidationError with the
    reason, and PermissionDenied or Http404 as `rights.require` does.
    """
    require(by, right, organization)
    _check(organization, dataset, period, program, content)
    if DATASETS[dataset].also_needs:
        require(by, DATASETS[dataset].also_needs, organization)
    if DATASETS[dataset].period == ALWAYS:
        period = ""
    submission = Submission.objects.create(
        organization=organization,
        dataset=dataset,
        period=period,
        program=program if DATASETS[dataset].needs_program else None,
        file_name=PurePath(name.replace("\\", "/")).name[:255] or "file",
        content_hash=keyed_hash(content),
        size=len(content),
        note=note,
        created_by=by,
        way=way,
    )
    if DATASETS[dataset].scope == DECLARED:
        submission.silent_schools.set(silent_schools)
    submission.vault_item = vault.put(
        content,
        by=by,
        owner=organization,
        purpose="submission",
        destroy_on=timezone.localdate() + timedelta(days=DAYS_IN_THE_VAULT),
    )
    submission.recognized = {"notices": _same_file(submission)}
    submission.save(update_fields=["vault_item", "recognized"])
    record(
        "submission.received",
        by=by,
        organization=organization,
        target=submission,
        way=way,
        dataset=dataset,
        period=period,
        bytes=len(content),
    )
    if in_background:
        transaction.on_commit(lambda: stage_submission.enqueue(str(submission.pk)))
    return submission


def _check(organization, dataset, period, program, content):
    declared = DATASETS.get(dataset)
    if declared is None:
        raise ValidationError(_("There is no dataset “%(key)s”.") % {"key": dataset}, code="unknown_dataset")
    if declared.is_student_level and organization.is_law_enforcement:
        raise ValidationError(
            _("A law-enforcement organization cannot hand in student-level data."), code="law_enforcement"
        )
    if not declared.fits(organization):
        raise ValidationError(
            _(
                "%(organization)s is not of a kind that hands in “%(dataset)s”. Choose what the file holds, or ask "
                "the partnership to correct the organization's kind. Nothing was stored."
            )
            % {"organization": organization, "dataset": declared.title},
            code="kind_not_possible",
        )
    if declared.needs_agreement and agreement_for(organization, dataset) is None:
        raise ValidationError(
            _(
                "No data-sharing agreement of %(organization)s that covers “%(dataset)s” is in force today. Record "
                "or renew the agreement, then hand the file in. Nothing was stored."
            )
            % {"organization": organization, "dataset": declared.title},
            code="no_agreement",
        )
    if not content:
        raise ValidationError(
            _(
                "The file is empty. Check that you chose the right file, or export it again. Nothing was stored."
            ),
            code="empty",
        )
    if declared.needs_period and not period:
        raise ValidationError(
            _("Choose the school year that this file is complete for. Nothing was stored."),
            code="period_needed",
        )
    if period and declared.period != ALWAYS:
        _check_period(organization, declared, period)
    if declared.needs_program:
        _check_program(organization, program)


def _check_period(organization, declared, period):
    if declared.period == YEAR and not is_year(period):
        raise ValidationError(
            _("“%(period)s” is not a calendar year. Write it like 2024. Nothing was stored.")
            % {"period": period},
            code="period_unknown",
        )
    if declared.period != YEAR and not is_school_year(period):
        raise ValidationError(
            _("“%(period)s” is not a school year. Write it like 2024-25. Nothing was stored.")
            % {"period": period},
            code="period_unknown",
        )
    closed = years_without_agreement(organization, declared.key, years_declared(declared.key, period))
    if declared.needs_agreement and closed:
        raise ValidationError(not_covered(organization, declared.key, closed), code="no_agreement")


def _check_program(organization, program):
    if program is None:
        raise ValidationError(
            _("Choose the program that this file is about. Nothing was stored."), code="program_needed"
        )
    if not program.owners.filter(pk=organization.pk).exists():
        raise ValidationError(
            _("%(organization)s is not an owner of the program “%(program)s”. Nothing was stored.")
            % {"organization": organization, "program": program},
            code="program_of_others",
        )


def _same_file(submission):
    """A notice where the same bytes were already accepted for the same organization and dataset."""
    earlier = (
        Submission.objects.filter(
            organization=submission.organization,
            dataset=submission.dataset,
            content_hash=submission.content_hash,
            state=State.ACCEPTED,
        )
        .order_by("-accepted_at")
        .first()
    )
    if earlier is None:
        return []
    day = formats.date_format(timezone.localtime(earlier.accepted_at), "DATE_FORMAT")
    return [notice("same_file", date=day, submission=str(earlier.pk))]
