"""A family's request: every row of one student is removed, and later files cannot bring it back.

The data steward of the district that issued the id does it, the holder of `link_students`: the one person
who knows which student an id means and answers to that family. The state's ids belong to no single district,
so they are erased by the steward of a county office, or by the operator (`manage.py erase_student`).
Neither the log nor the list of the erased holds the id or the student key.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from outcomes.measures.models import StudentYear, StudentYearBuild
from outcomes.measures.student_year import mark_stale, rebuild, school_years_of
from outcomes.participation.forget import forget_sign_ins_of, forget_sign_ins_of_erased
from outcomes.submissions import bulk
from outcomes.submissions.erased import digest_of, erased_digests, remove_erased
from outcomes.submissions.identity import STATE_ID, canonical_id, student_keys
from outcomes.submissions.models import Claim, ErasedStudent
from outcomes.submissions.participants import all_keys_of, forget_erased_links, forget_links
from partnership.access.rights import require
from partnership.audit import record
from partnership.follow_ups import follow_up
from partnership.models import Organization

from .waiting_files import forget_waiting_files


@dataclass(frozen=True)
class Erased:
    """rows: as submitted, the staged and replaced ones included. years: derived student-years. files: that still
    waited in the vault, whether they named the student or not.
    """

    rows: int
    years: int
    files: int


def erase_student(*, by, issuer, student_id, kind):
    """Remove every row of a student, those under linked participant codes included. issuer: the organization that
    gave the id. kind: identity.LOCAL_ID or STATE_ID. by: None for the operator on the command line.

    Returns Erased. Raises ValidationError for what is no id; PermissionDenied or Http404 as `rights.require`.
    """
    if by is not None:
        require(by, "link_students", issuer)
        if kind == STATE_ID and not issuer.is_source_for_many:
            raise PermissionDenied(_("A state id is erased by the data steward of the county office."))
    key = _key(issuer, student_id, kind)
    with transaction.atomic():
        keys = all_keys_of(key)
        for each in keys:
            ErasedStudent.objects.get_or_create(digest=digest_of(each))
        claims = _claims_with(keys)
        districts = _districts(issuer, claims)
        files = forget_waiting_files(by=by, of=districts)
        school_years = _lock_builds(keys, claims)
        # What evaluation keeps in the vault.
        follow_up(
            "student_erased",
            keys=set(keys),
            schools={school for school, _year in school_years},
            districts=districts,
            by=by,
        )
        rows = sum(_rows(dataset, keys).delete()[0] for dataset in _student_level())
        rows += forget_sign_ins_of(keys[1:])
        forget_links(keys)
        years = StudentYear.objects.filter(student_key__in=keys).delete()[0]
        mark_stale(submission=None, claims=claims)
        _log(by, issuer, claims, rows)
    rebuild(school_years)
    return Erased(rows, years, files)


def erase_again():
    """Remove whatever a restored backup brought back of erased students; returns the number of rows."""
    digests = erased_digests()
    rows = sum(remove_erased(dataset.fact.objects.all(), digests) for dataset in _student_level())
    rows += remove_erased(StudentYear.objects.all(), digests)
    rows += forget_sign_ins_of_erased(digests)
    forget_erased_links(digests)
    if rows:
        record("student.erased_again", by=None, rows=rows)
        forget_waiting_files(by=None)
        follow_up("students_erased_again", by=None)
    return rows


def _key(issuer, student_id, kind):
    try:
        text = canonical_id(student_id.strip())
    except ValueError as problem:
        raise ValidationError(
            _("This cannot be a student id. Copy it from your student system. Nothing was erased.")
        ) from problem
    return student_keys([text], issuer=str(issuer.pk), kind=kind)[text]


def _student_level():
    return [dataset for dataset in DATASETS.values() if dataset.is_student_level]


def _rows(dataset, keys):
    return dataset.fact.objects.filter(student_key__in=keys)


def _claims_with(keys):
    """Queryset of the claims, in effect or not, under which the student has rows."""
    ids = {
        claim
        for dataset in _student_level()
        for claim in _rows(dataset, keys).values_list("claim_id", flat=True)
    }
    return Claim.objects.filter(pk__in=ids)


def _districts(issuer, claims):
    """Ids of the organizations among whose students the erased one may be."""
    submitted = Organization.objects.filter(submissions__claims__in=claims).values_list("pk", flat=True)
    return {issuer.pk, *submitted}


def _lock_builds(keys, claims):
    """{(school id, year)} of the student; a rebuild that is under way ends first, the next one waits."""
    school_years = school_years_of(claims) | set(
        StudentYear.objects.filter(student_key__in=keys).values_list("school_id", "year")
    )
    for some in bulk.chunks({school for school, _year in school_years}):
        list(StudentYearBuild.objects.select_for_update().filter(school__in=some).order_by("pk"))
    return school_years


def _log(by, issuer, claims, rows):
    """One event for the issuer, and one for each other organization that lost rows: without id or key."""
    record("student.erased", by=by, organization=issuer, target=issuer, rows=rows)
    others = Organization.objects.filter(submissions__claims__in=claims).exclude(pk=issuer.pk).distinct()
    for organization in others:
        record("student.erased", by=by, organization=organization, target=issuer)
