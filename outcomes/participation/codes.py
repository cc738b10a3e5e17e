"""Participant codes are printed, taken out of use and listed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outcomes.submissions.codes import new_code
from outcomes.submissions.participants import ParticipantCode
from partnership.access.rights import require
from partnership.audit import record
from programs.actions.sessions import RIGHT

from .agreement import require_open

MOST_AT_ONCE = 200


@transaction.atomic
def print_codes(*, by, program, organization, number):
    """Make new codes for a program; returns them. organization: the owner of the program that issues them.

    Raises ValidationError where the organization does not own the program, or for a number out of bounds.
    """
    require(by, RIGHT, organization)
    if organization.is_law_enforcement:
        raise ValidationError(_("A law-enforcement organization cannot keep participants. Nothing was made."))
    require_open(organization)
    if not program.owners.filter(pk=organization.pk).exists():
        raise ValidationError(
            _("%(organization)s is not an owner of the program “%(program)s”. Nothing was stored.")
            % {"organization": organization, "program": program}
        )
    if not 1 <= number <= MOST_AT_ONCE:
        raise ValidationError(
            _("Between 1 and %(most)s codes are made at once. Nothing was made.") % {"most": MOST_AT_ONCE}
        )
    known = ParticipantCode.objects.filter(organization=organization) | ParticipantCode.objects.filter(
        program=program
    )
    taken, fresh = set(known.values_list("code", flat=True)), set()
    while len(fresh) < number:
        fresh.add(new_code())
        fresh -= taken
    made = ParticipantCode.objects.bulk_create(
        ParticipantCode(organization=organization, program=program, code=code, created_by=by)
        for code in sorted(fresh)
    )
    record("codes.made", by=by, organization=organization, target=program, codes=number)
    return made


@transaction.atomic
def retire_code(code, *, by):
    """Leave a code out of the lists of new sessions: its card is lost, or its participant has left."""
    return _set_retired(code, by, timezone.now(), "code.retired")


@transaction.atomic
def bring_code_back(code, *, by):
    """Undo `retire_code`."""
    return _set_retired(code, by, None, "code.brought_back")


def _set_retired(code, by, moment, verb):
    require(by, RIGHT, code.organization)
    code.retired_at = moment
    code.save(update_fields=["retired_at"])
    record(verb, by=by, organization=code.organization, target=code.program)
    return code
