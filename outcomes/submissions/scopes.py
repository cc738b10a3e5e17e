"""Claims that speak of the same scope: dataset, place, program or organization, period, family."""

import hashlib

from django.db import connection

from outcomes.datasets import DATASETS

from .bulk import chunks
from .models import Claim

# The column that tells what a claim is of, by Dataset.place; any other is a place.
OF = {"program": "program_id", "organization": "agency_id"}


def same_scope(submission, other="o"):
    """SQL: the claim `other` has the scope of the claim `c`."""
    of = OF.get(DATASETS[submission.dataset].place, "place_id")
    names = ("dataset", of, "period", "family")
    return " AND ".join(f"{other}.{name} = c.{name}" for name in names)


def in_effect_beside(submission):
    """[(claim id, submission id, organization id)] of others' claims in effect in the submission's scopes."""
    return _query(
        "SELECT o.id, o.submission_id, s.organization_id FROM outcomes_claim c "
        f"JOIN outcomes_claim o ON {same_scope(submission)} JOIN outcomes_submission s ON s.id = o.submission_id "
        "WHERE c.submission_id = %s AND o.in_effect AND o.submission_id <> c.submission_id ORDER BY o.id",
        submission,
    )


def digest(claims):
    """A short text that is equal for the same claims, as `in_effect_beside` returns them."""
    return hashlib.sha256(",".join(str(claim) for claim, *_ in claims).encode()).hexdigest()


def latest_beside(submission):
    """Ids of the latest accepted, not withdrawn claim of each of the submission's scopes in which none is in
    effect; none where that claim's rows were purged, so that purging never revives an older one.
    """
    rows = _query(
        "SELECT id FROM (SELECT o.id, o.purged_at, row_number() OVER (PARTITION BY c.id ORDER BY o.accepted_at DESC, o.id DESC)"
        f" AS nth FROM outcomes_claim c JOIN outcomes_claim o ON {same_scope(submission)} "
        "WHERE c.submission_id = %s AND o.accepted_at IS NOT NULL AND o.withdrawn_at IS NULL "
        f"AND NOT EXISTS (SELECT 1 FROM outcomes_claim e WHERE e.in_effect AND {same_scope(submission, 'e')})"
        ") AS ranked WHERE nth = 1 AND purged_at IS NULL",
        submission,
    )
    return [claim for (claim,) in rows]


def set_in_effect(claims, value):
    """Flip claims by id."""
    for some in chunks(claims):
        Claim.objects.filter(pk__in=some).update(in_effect=value)


def _query(sql, submission):
    key = submission._meta.pk.get_db_prep_value(submission.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, [key])
        return cursor.fetchall()
