"""After the end of an agreement and its retention, the rows that came under it are destroyed (`manage.py tick`).

A claim is kept while any agreement that covers its organization, dataset and school year may keep data: one in
force, one still within its retention, or one on legal hold. Its history stays, marked as purged; it goes out of
effect and no older claim comes back; published releases do not change.
"""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from outcomes.datasets import DATASETS
from outcomes.measures.student_year import rebuild, school_years_of
from outcomes.participation.forget import forget_sign_ins_in, years_of_sign_ins
from outcomes.participation.log import SERVICE_LOG
from outcomes.submissions import bulk
from outcomes.submissions.agreement import years_of, years_of_period
from outcomes.submissions.models import Claim, Submission
from outcomes.submissions.withdraw import NEVER_ACCEPTED, end_unaccepted
from partnership.audit import record
from partnership.follow_ups import follow_up
from partnership.models import Agreement

from .models import DestructionCertificate


def purge_due():
    """Destroy all that was kept long enough; returns the number of rows. Takes up what a dead run left."""
    today = timezone.localdate()
    agreements = list(Agreement.objects.select_related("organization").prefetch_related("datasets"))
    keeping = [agreement for agreement in agreements if agreement.keeps_data(today)]
    for agreement in agreements:
        if not agreement.keeps_data(today):
            _condemn(agreement, keeping)
            _forget_sign_ins(agreement, keeping)
    unfinished = DestructionCertificate.objects.filter(completed_at=None)
    return sum(_destroy(certificate) for certificate in unfinished)


@transaction.atomic
def _condemn(agreement, keeping):
    """Take the claims under an agreement out of effect, with a certificate of what is to be destroyed."""
    of_same = [other for other in keeping if other.organization_id == agreement.organization_id]
    keys = sorted(each.dataset for each in agreement.datasets.all() if each.dataset in DATASETS)
    for key in keys:
        bulk.one_at_a_time(f"claims of {key}")
    _end_what_was_never_accepted(agreement, keys, of_same)
    claims = [
        claim
        for claim in Claim.objects.filter(
            submission__organization=agreement.organization,
            dataset__in=keys,
            accepted_at__isnull=False,
            purged_at=None,
        )
        # Of a calendar year, both halves must still be kept.
        if any(
            _is_over(agreement, of_same, claim.dataset, year)
            for year in years_of_period(claim.dataset, claim.period) or [""]
        )
    ]
    if not claims:
        return None
    certificate = DestructionCertificate.objects.create(
        agreement=agreement,
        organization=agreement.organization,
        terms=_terms(agreement),
        **_told(claims),
    )
    for some in bulk.chunks([claim.pk for claim in claims], 500):
        Claim.objects.filter(pk__in=some).update(
            in_effect=False, purged_at=certificate.decided_at, certificate=certificate
        )
    follow_up("claims_changed", submission=None, claims=certificate.claims.all())
    record(
        "data.condemned",
        by=None,
        organization=agreement.organization,
        target=certificate,
        datasets=sorted({claim.dataset for claim in claims}),
        claims=len(claims),
        rows=certificate.rows,
    )
    return certificate


def _forget_sign_ins(agreement, keeping):
    """Sign-ins are what service logs are made of: they are kept as long as these."""
    of_same = [other for other in keeping if other.organization_id == agreement.organization_id]
    for year in years_of_sign_ins(agreement.organization):
        if _is_over(agreement, of_same, SERVICE_LOG, year):
            forget_sign_ins_in(agreement.organization, year)


def _destroy(certificate):
    """Delete the rows of a certificate in short batches, rebuild what was derived from them, and complete it."""
    for key, claims in _by_dataset(certificate.claims.all()).items():
        bulk.delete_of_claims(DATASETS[key].fact, [(claim.pk, claim.rows) for claim in claims])
    rebuild(school_years_of(certificate.claims.all()))
    with transaction.atomic():
        certificate.completed_at = timezone.now()
        certificate.save(update_fields=["completed_at"])
        record(
            "data.destroyed",
            by=None,
            organization=certificate.organization,
            target=certificate,
            rows=certificate.rows,
        )
    return certificate.rows


def _is_over(agreement, keeping, dataset, year):
    """Whether the agreement covered a dataset's year, and no agreement that may keep data does."""
    return _covers(agreement, dataset, year) and not any(_covers(other, dataset, year) for other in keeping)


def _covers(agreement, dataset, year):
    names = {each.dataset for each in agreement.datasets.all()}
    return dataset in names and (not year or agreement.covers_year(year))


def _end_what_was_never_accepted(agreement, keys, keeping):
    """Files that still wait are discarded: nobody can accept them any more."""
    waiting = Submission.objects.filter(
        organization=agreement.organization, dataset__in=keys, state__in=NEVER_ACCEPTED
    )
    for submission in waiting:
        years = years_of(submission) or {""}
        if any(_is_over(agreement, keeping, submission.dataset, year) for year in years):
            end_unaccepted(submission, by=None, why="the retention of its agreement is over")


def _told(claims):
    """{"datasets": as the certificate holds it, "rows": all of them}, counted in the tables."""
    datasets = []
    for key, some in _by_dataset(claims).items():
        rows = sum(
            DATASETS[key].fact.objects.filter(claim_id__in=ids).count()
            for ids in bulk.chunks([claim.pk for claim in some])
        )
        periods = sorted({claim.period for claim in some})
        datasets.append({"dataset": key, "periods": periods, "claims": len(some), "rows": rows})
    return {"datasets": datasets, "rows": sum(each["rows"] for each in datasets)}


def _by_dataset(claims):
    found = defaultdict(list)
    for claim in claims:
        found[claim.dataset].append(claim)
    return dict(sorted(found.items()))


def _terms(agreement):
    return {
        "title": agreement.title,
        "starts_on": str(agreement.starts_on),
        "last_day": str(agreement.last_day),
        "retention_days": agreement.retention_days,
        "kept_until": str(agreement.kept_until),
    }
