"""A student is erased: the rosters of names that still lie in the vault lose their row, or go as a whole.

A roster that was compared with the district's list says who is who: the row goes, the others are locked away anew.
One that nobody has compared yet may name the student without anybody knowing: it goes, and its partner hands it
over again. Erased students are no longer on a district's list as it is compared, so they cannot be linked later.
"""

from django.db import transaction

from partnership.audit import record

from .actions import participant_keys, put_away, read_vault, shorten
from .models import LinkingState, RosterLinking
from .rosters import Row

WHY = "a student was erased"


def forget_on_rosters(*, keys, districts, by, **_more):
    """Follow-up of erasure, in its transaction. keys: all student keys of the student; districts: whose it may be."""
    waiting = RosterLinking.objects.select_for_update().filter(roster__isnull=False, district__in=districts)
    for linking in waiting.order_by("pk"):
        told = read_vault(linking.roster, by, WHY)
        roster = [Row(**row) for row in told["rows"]]
        own = participant_keys(linking, told["kind"], roster)
        gone = {place for place, row in enumerate(roster) if own[row.id] in keys}
        found = read_vault(linking.suggestions, by, WHY) if linking.suggestions else []
        gone |= {pair["row"] for pair in found if pair["key"] in keys}
        if gone and len(gone) < len(roster):
            shorten(linking, told, found, gone, by=by, why=WHY)
            _log(linking, by, whole=False)
        elif gone or linking.state == LinkingState.HANDED_OVER:
            put_away(linking, by, roster, set(), why=WHY)
            _log(linking, by, whole=True)


@transaction.atomic
def forget_all_rosters(*, by, **_more):
    """Follow-up of a restored backup that brought erased students back: nobody can tell where they are named."""
    for linking in RosterLinking.objects.select_for_update().filter(roster__isnull=False).order_by("pk"):
        told = read_vault(linking.roster, by, WHY)
        put_away(linking, by, [Row(**row) for row in told["rows"]], set(), why=WHY)
        _log(linking, by, whole=True)


def _log(linking, by, whole):
    """Without the student, and without the row."""
    verb = "roster.destroyed_for_erasure" if whole else "roster.shortened_for_erasure"
    for each in {linking.organization, linking.district}:
        record(verb, by=by, organization=each, target=linking)
