"""A district says which of its students a participant code is. What is stored are keyed hashes, and who did it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from outcomes.datasets.facts import Enrollment
from outcomes.submissions.erased import erased_among, erased_digests
from outcomes.submissions.identity import LOCAL_ID, STATE_ID, canonical_id, student_keys
from outcomes.submissions.models import Claim
from outcomes.submissions.participants import ParticipantCode, StudentLink, keys_of_codes
from partnership.access.rights import require
from partnership.audit import record
from partnership.models import Place
from partnership.models.place import PlaceKind

from .participants import participants_of

RIGHT = "link_students"
REFUSALS = ("declined", "withdrawn")


def codes_for(organization):
    """Queryset of the codes of programs that serve schools of a district."""
    sites = places_of(organization)
    return ParticipantCode.objects.filter(program__sites__in=sites).distinct()


def places_of(organization):
    """Queryset of the places that a district answers for; its schools among them."""
    return Place.objects.filter(Q(steward=organization) | Q(parent__steward=organization))


def link_code(code, *, by, organization, student_id):
    """Say that a code is the student to whom the district gave an id (text, as on the consent form).

    The id must be of a student whom the district has enrolled, so that a slip of the hand links nobody. Raises
    ValidationError with a sentence that does not repeat the id.
    """
    require(by, RIGHT, organization)
    with transaction.atomic():
        code = codes_for(organization).filter(pk=code.pk).first()
        if code is None:
            raise ValidationError(
                _("This code is of a program that does not serve your schools. Nothing was stored.")
            )
        (participant,) = participants_of(ParticipantCode.objects.filter(pk=code.pk))
        if participant.consent in REFUSALS:
            raise ValidationError(
                _(
                    "The program's roster says that this family has declined or withdrawn its consent. Nothing was stored."
                )
            )
        to_key = _enrolled_key(organization, student_id)
        _link, is_new = StudentLink.objects.get_or_create(
            from_key=participant.key,
            defaults={"to_key": to_key, "organization": organization, "linked_by": by},
        )
        if not is_new:
            raise ValidationError(
                _("This code is linked already. Take that link back first; nothing has changed."),
                code="linked",
            )
        _log("code.linked", by, organization, code)


@transaction.atomic
def unlink_code(code, *, by, organization):
    """Take a link back: from now on the participant counts as before it."""
    require(by, RIGHT, organization)
    (key,) = keys_of_codes([code]).values()
    gone, _each = StudentLink.objects.filter(from_key=key, organization=organization).delete()
    if not gone:
        raise ValidationError(_("This code is not linked by your district. Nothing has changed."))
    _log("code.unlinked", by, organization, code)


def _enrolled_key(organization, student_id):
    """The key of the district's student with this id, its own or the state's."""
    try:
        text = canonical_id(student_id.strip())
    except ValueError as problem:
        raise ValidationError(
            _("This cannot be a student id. Copy it from your student system. Nothing was stored.")
        ) from problem
    claims = Claim.objects.filter(
        in_effect=True,
        dataset="student_enrollment",
        place__in=places_of(organization).filter(kind=PlaceKind.SCHOOL),
    )
    if not claims.exists():
        raise ValidationError(
            _(
                "%(organization)s has no enrollment in effect here, so that the id cannot be compared with it. Hand in the "
                "enrollment first. Nothing was stored."
            )
            % {"organization": organization}
        )
    digests = erased_digests()
    for kind in (LOCAL_ID, STATE_ID):
        issuer = str(organization.pk)
        key = student_keys([text], issuer=issuer, kind=kind)[text]
        is_enrolled = Enrollment.objects.filter(student_key=key, claim_id__in=claims.values("pk")).exists()
        if is_enrolled and not erased_among([text], issuer=issuer, kind=kind, digests=digests):
            return key
    raise ValidationError(
        _(
            "No student with this id is enrolled in the district, by the files in effect. Compare it with the consent form. Nothing was stored."
        ),
        code="not_enrolled",
    )


def _log(verb, by, organization, code):
    """One event for the district, one for the organization that printed the code; neither names the student."""
    record(verb, by=by, organization=organization, target=code.program)
    if code.organization_id != organization.pk:
        record(verb, by=by, organization=code.organization, target=code.program)
