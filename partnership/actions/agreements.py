"""Data-sharing agreements: they open and close uploads and student-level views, and say how long data is kept."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import vault
from ..audit import record
from ..catalog import datasets as catalog
from ..models import Agreement, AgreementDataset

# The signed document proves why data was here and was destroyed; it outlives the data by these years.
DOCUMENT_KEPT_YEARS = 7
LARGEST_DOCUMENT_BYTES = 20 * 1024 * 1024
PDF_BEGINS = b"%PDF-"


@transaction.atomic
def sign_agreement(*, by, organization, datasets, withheld=None, further_parties=(), **fields):
    """Record an agreement.

    datasets: keys of the datasets it covers. withheld: {dataset: columns that are not shared}. fields: as in
    the model. Raises ValidationError for a student-level dataset of a law-enforcement organization.
    """
    _check_datasets_possible(organization, datasets)
    agreement = Agreement(organization=organization, created_by=by, **fields)
    agreement.full_clean()
    if agreement.last_year and agreement.first_year > agreement.last_year:
        raise ValidationError(
            {"last_year": _("The last school year is before the first. Choose a later one.")}
        )
    agreement.save()
    agreement.further_parties.set(further_parties)
    AgreementDataset.objects.bulk_create(
        AgreementDataset(
            agreement=agreement, dataset=dataset, withheld=sorted((withheld or {}).get(dataset, ()))
        )
        for dataset in sorted(set(datasets))
    )
    record(
        "agreement.signed",
        by=by,
        organization=organization,
        target=agreement,
        datasets=sorted(set(datasets)),
        starts_on=str(agreement.starts_on),
        ends_on=str(agreement.ends_on),
    )
    return agreement


@transaction.atomic
def terminate_agreement(agreement, *, by, on=None):
    """End an agreement before its time; uploads and student-level views under it close that day.

    Raises ValidationError when it has ended already.
    """
    if agreement.state in ("terminated", "lapsed"):
        raise ValidationError(_("This agreement has already ended. Nothing has been changed."))
    agreement.terminated_on = on or timezone.localdate()
    agreement.save(update_fields=["terminated_on"])
    record(
        "agreement.terminated",
        by=by,
        organization=agreement.organization,
        target=agreement,
        on=str(agreement.terminated_on),
    )
    return agreement


@transaction.atomic
def hold_data(agreement, *, by, reason):
    """Place a legal hold: nothing that came under the agreement is destroyed until it is lifted."""
    if agreement.held_since:
        raise ValidationError(_("This agreement is on legal hold already. Nothing has been changed."))
    agreement.held_since, agreement.hold_reason = timezone.localdate(), reason
    agreement.save(update_fields=["held_since", "hold_reason"])
    _keep_document(agreement)
    record(
        "agreement.held",
        by=by,
        organization=agreement.organization,
        target=agreement,
        reason_given=bool(reason),
    )
    return agreement


@transaction.atomic
def lift_hold(agreement, *, by):
    """End a legal hold; the retention counts again, from the end of the agreement."""
    if agreement.held_since:
        since, agreement.held_since = agreement.held_since, None
        agreement.save(update_fields=["held_since"])
        _keep_document(agreement)
        record(
            "agreement.hold_lifted",
            by=by,
            organization=agreement.organization,
            target=agreement,
            held_since=str(since),
        )
    return agreement


@transaction.atomic
def attach_document(agreement, *, by, content):
    """Lock the signed PDF (bytes) into the vault; an earlier one is destroyed. Raises ValidationError."""
    if not content.startswith(PDF_BEGINS):
        raise ValidationError(
            _("This is not a PDF. Save the signed agreement as a PDF and choose that file.")
        )
    if len(content) > LARGEST_DOCUMENT_BYTES:
        raise ValidationError(_("The PDF is larger than 20 MB. Scan it in a lower resolution."))
    earlier = agreement.document
    agreement.document = vault.put(
        content,
        by=by,
        owner=agreement.organization,
        purpose="agreement",
        destroy_on=_document_kept_until(agreement),
    )
    agreement.save(update_fields=["document"])
    if earlier:
        vault.destroy(earlier, by=by, why="a newer signed document took its place")
    record("agreement.document_attached", by=by, organization=agreement.organization, target=agreement)
    return agreement


def open_document(agreement, *, by):
    """The signed PDF as bytes; the opening is logged. Raises vault.Destroyed."""
    if agreement.document is None:
        raise vault.Destroyed(agreement.pk)
    return vault.open_item(agreement.document, by=by, why="to read the signed agreement")


def agreement_for(organization, dataset, on=None, year=""):
    """The agreement in force for an organization's dataset (and a school year, where one is told), or None."""
    return (
        Agreement.objects.in_force(on)
        .covering(year)
        .filter(organization=organization, datasets__dataset=dataset)
        .order_by("-ends_on")
        .first()
    )


def years_without_agreement(organization, dataset, years, on=None):
    """Those of the school years that no agreement in force covers, in order; one query."""
    in_force = list(
        Agreement.objects.in_force(on).filter(organization=organization, datasets__dataset=dataset)
    )
    return [year for year in sorted(years) if not any(each.covers_year(year) for each in in_force)]


def withheld_columns(organization, dataset, on=None):
    """Columns that an agreement in force excludes from a dataset: where two disagree, the stricter counts."""
    covering = AgreementDataset.objects.filter(
        agreement__in=Agreement.objects.in_force(on).filter(organization=organization), dataset=dataset
    )
    return {column for withheld in covering.values_list("withheld", flat=True) for column in withheld}


def _check_datasets_possible(organization, keys):
    forbidden = [each.title for each in catalog() if each.student_level and each.key in keys]
    if forbidden and organization.is_law_enforcement:
        raise ValidationError(
            _(
                "%(organization)s is a law-enforcement organization; an agreement with it cannot cover "
                "student-level records (%(datasets)s)."
            )
            % {"organization": organization, "datasets": ", ".join(map(str, forbidden))}
        )


def _document_kept_until(agreement):
    if agreement.held_since:
        return date.max
    kept = agreement.kept_until
    return date(kept.year + DOCUMENT_KEPT_YEARS, kept.month, min(kept.day, 28))


def _keep_document(agreement):
    if agreement.document:
        agreement.document.destroy_on = _document_kept_until(agreement)
        agreement.document.save(update_fields=["destroy_on"])
