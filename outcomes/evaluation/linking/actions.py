"""A roster's way: handed over into the vault, matched, confirmed one to one by the district's data steward,
then destroyed with everything that names a person.

The vault's owner is the district: only its data steward opens what lies there, and each opening is logged. The
district's own list of students is matched in memory and kept nowhere but in the pairs that are to be confirmed.
"""

import json
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outcomes.datasets.facts import Engagement, Enrollment
from outcomes.participation.links import RIGHT as LINK
from outcomes.participation.links import places_of
from outcomes.submissions.bulk import chunks
from outcomes.submissions.codes import CODE
from outcomes.submissions.erased import erased_among, erased_digests
from outcomes.submissions.identity import LOCAL_ID, kind_of_id, student_keys
from outcomes.submissions.models import Claim
from outcomes.submissions.participants import StudentLink
from partnership import vault
from partnership.access.rights import require
from partnership.actions.agreements import agreement_for
from partnership.audit import record
from programs.actions.sessions import RIGHT as KEEP_PARTICIPANTS

from .match import match
from .models import LinkingState, RosterLinking
from .rosters import REFUSALS, Row, read_roster, read_students

DAYS_IN_THE_VAULT = 30
PURPOSE = "roster to link"


@transaction.atomic
def hand_over_roster(*, by, program, organization, district, name, content):
    """A partner's roster of names goes into the district's vault. Returns the RosterLinking.

    Raises ValidationError where the roster cannot be read, where no agreement lets the partner share it, and where
    the program serves no school of the district.
    """
    require(by, KEEP_PARTICIPANTS, organization)
    if organization.is_law_enforcement or not program.owners.filter(pk=organization.pk).exists():
        raise PermissionDenied
    if not places_of(district).filter(programs=program).exists():
        raise ValidationError(_("The program serves no school of %(district)s.") % {"district": district})
    if agreement_for(organization, "program_roster") is None:
        raise ValidationError(
            _(
                "No data-sharing agreement of %(organization)s that covers the program roster is in force today. Record or "
                "renew it, then hand the roster over. Nothing was kept."
            )
            % {"organization": organization}
        )
    rows, kind, refused = read_roster(content, name)
    destroy_on = timezone.localdate() + timedelta(days=DAYS_IN_THE_VAULT)
    stored = {"kind": kind, "rows": [vars(row) for row in rows]}
    item = vault.put(
        json.dumps(stored).encode(), by=by, owner=district, purpose=PURPOSE, destroy_on=destroy_on
    )
    linking = RosterLinking.objects.create(
        program=program,
        organization=organization,
        district=district,
        roster=item,
        destroy_on=destroy_on,
        rows=len(rows),
        handed_over_by=by,
    )
    for each in {organization, district}:
        record(
            "roster.handed_over", by=by, organization=each, target=linking, rows=len(rows), refused=refused
        )
    return linking


@transaction.atomic
def suggest(linking, *, by, name, content):
    """Match the roster with the district's list of students; what is found waits in the vault to be confirmed.

    Raises ValidationError where the list cannot be read, or nobody on it is enrolled by the files in effect.
    """
    linking = _open(linking, by, LinkingState.HANDED_OVER, LinkingState.SUGGESTED)
    roster = _without_refusals(linking, read_vault(linking.roster, by, _("to match the roster")), by)
    students, header = read_students(content, name)
    keys = _enrolled_keys(linking.district, students, header)
    students = [student for student in students if student.id in keys]
    if not students:
        raise ValidationError(
            _(
                "No student of this list is enrolled by the files in effect. Hand in the enrollment first. Nothing was kept."
            )
        )
    pairs = match(
        [row.as_person(place) for place, row in enumerate(roster)],
        [student.as_person(place) for place, student in enumerate(students)],
    )
    found = [
        {
            "row": pair.ours,
            "ours": [roster[pair.ours].name, roster[pair.ours].birth],
            "theirs": [students[pair.theirs].name, students[pair.theirs].birth],
            "key": keys[students[pair.theirs].id],
            "sure": pair.sure,
        }
        for pair in pairs
    ]
    if linking.suggestions:
        vault.destroy(linking.suggestions, by=by, why="another list was matched")
    linking.suggestions = _locked(found, linking, by)
    linking.state = LinkingState.SUGGESTED
    linking.save(update_fields=["suggestions", "state"])
    record("roster.matched", by=by, organization=linking.district, target=linking, pairs=len(found))
    return linking


@transaction.atomic
def suggestions_of(linking, *, by):
    """[{row, ours, theirs, sure}] for the steward's eyes; the opening is logged."""
    linking = _open(linking, by, LinkingState.SUGGESTED)
    found = read_vault(linking.suggestions, by, _("to confirm who is who"))
    return [{name: one[name] for name in ("row", "ours", "theirs", "sure")} for one in found]


@transaction.atomic
def confirm(linking, *, by, rows):
    """Link the pairs of these rows, destroy every name, and keep the numbers. rows: numbers as suggested.

    Whoever's roster says that the family declined is not linked; one that is linked already keeps its link.
    """
    linking = _open(linking, by, LinkingState.SUGGESTED)
    told = read_vault(linking.roster, by, _("to link what was confirmed"))
    found = {one["row"]: one for one in read_vault(linking.suggestions, by, _("to link what was confirmed"))}
    unknown = set(rows) - found.keys()
    if unknown:
        raise ValidationError(
            _("A pair was confirmed that was not suggested. Load the page anew; nothing was linked.")
        )
    roster = [Row(**row) for row in told["rows"]]
    from_keys = participant_keys(linking, told["kind"], roster)
    declined = _declined(linking.program, set(from_keys.values()))
    linked, taken = (
        [],
        set(
            StudentLink.objects.filter(from_key__in=list(from_keys.values())).values_list(
                "from_key", flat=True
            )
        ),
    )
    for row in sorted(rows):
        from_key = from_keys[roster[row].id]
        if from_key in declined:
            continue
        linked.append(row)
        if from_key not in taken:
            StudentLink.objects.create(
                from_key=from_key,
                to_key=found[row]["key"],
                organization=linking.district,
                linked_by=by,
            )
    put_away(linking, by, roster, set(linked))
    return linking


@transaction.atomic
def give_up(linking, *, by):
    """Destroy the names without linking anybody."""
    linking = _open(linking, by, LinkingState.HANDED_OVER, LinkingState.SUGGESTED)
    roster = [Row(**row) for row in read_vault(linking.roster, by, _("to count whom it named"))["rows"]]
    put_away(linking, by, roster, set())


def shorten(linking, told, found, gone, *, by, why):
    """Lock roster and suggestions away anew without the rows at the places `gone`; the others are numbered anew.

    told, found: what lay in them. Returns the roster that is left.
    """
    kept = [place for place in range(len(told["rows"])) if place not in gone]
    number = {place: new for new, place in enumerate(kept)}
    rest = told | {"rows": [told["rows"][place] for place in kept]}
    pairs = [pair | {"row": number[pair["row"]]} for pair in found if pair["row"] in number]
    old = [item for item in (linking.roster, linking.suggestions) if item]
    linking.roster = _locked(rest, linking, by)
    linking.suggestions = _locked(pairs, linking, by) if linking.suggestions else None
    linking.rows = len(kept)
    linking.save(update_fields=["roster", "suggestions", "rows"])
    for item in old:
        vault.destroy(item, by=by, why=why)
    return [Row(**row) for row in rest["rows"]]


def _without_refusals(linking, told, by):
    """The rows of the roster; whose family has said no since it was handed over goes first."""
    roster = [Row(**row) for row in told["rows"]]
    own = participant_keys(linking, told["kind"], roster)
    declined = _declined(linking.program, set(own.values()))
    gone = {place for place, row in enumerate(roster) if own[row.id] in declined}
    return shorten(linking, told, [], gone, by=by, why="a family said no") if gone else roster


def _locked(content, linking, by):
    """A new item of the district's vault."""
    return vault.put(
        json.dumps(content).encode(),
        by=by,
        owner=linking.district,
        purpose=PURPOSE,
        destroy_on=linking.destroy_on,
    )


def put_away(linking, by, roster, linked, why="the roster is linked"):
    """Destroy the names and keep the numbers. roster: all its rows; linked: places of those who were linked."""
    linking.groups = {}
    for place, row in enumerate(roster):
        for group, value in row.groups.items():
            counts = linking.groups.setdefault(group, {}).setdefault(value, [0, 0])
            counts[0] += 1
            counts[1] += place in linked
    linking.linked, linking.state = len(linked), LinkingState.DONE
    linking.finished_by, linking.finished_at = by, timezone.now()
    items = [item for item in (linking.roster, linking.suggestions) if item]
    linking.roster = linking.suggestions = None
    linking.save()
    for item in items:
        vault.destroy(item, by=by, why=why)
    for each in {linking.organization, linking.district}:
        record(
            "roster.linked",
            by=by,
            organization=each,
            target=linking,
            rows=linking.rows,
            linked=linking.linked,
        )


def _open(linking, by, *states):
    """The linking, locked until the action is over, for the district's steward and in one of the states."""
    require(by, LINK, linking.district)
    linking = RosterLinking.objects.select_for_update().get(pk=linking.pk)
    if linking.state not in states or linking.roster is None:
        raise ValidationError(
            _(
                "The names of this roster are destroyed, or not matched yet. Load the page anew; nothing has changed."
            )
        )
    return linking


def read_vault(item, by, why):
    """What lies in an item, opened and logged."""
    return json.loads(vault.open_item(item, by=by, why=why))


def participant_keys(linking, kind, roster):
    """{id: student key under which the program's participant is known}"""
    ids = {row.id for row in roster}
    return student_keys(ids, issuer=str(linking.organization_id), kind=CODE if kind == "code" else LOCAL_ID)


def _declined(program, keys):
    """Those of the keys whose family has said no in any roster in effect."""
    claims = Claim.objects.filter(in_effect=True, dataset="program_roster", program=program)
    said_no = Engagement.objects.filter(
        claim_id__in=list(claims.values_list("pk", flat=True)), consent__in=REFUSALS
    )
    return keys & set(said_no.values_list("student_key", flat=True))


def _enrolled_keys(district, students, header):
    """{id: student key} of those who are enrolled in the district by the files in effect, the erased left out."""
    kind, issuer = kind_of_id(header), str(district.pk)
    ids = {student.id for student in students}
    ids -= erased_among(ids, issuer=issuer, kind=kind, digests=erased_digests())
    keys = student_keys(ids, issuer=issuer, kind=kind)
    claims = set(
        Claim.objects.filter(
            in_effect=True, dataset="student_enrollment", place__in=places_of(district)
        ).values_list("pk", flat=True)
    )
    enrolled = set()
    for some in chunks(sorted(keys.values())):
        rows = Enrollment.objects.filter(student_key__in=some).values_list("student_key", "claim_id")
        enrolled |= {student for student, claim in rows if claim in claims}
    return {text: key for text, key in keys.items() if key in enrolled}
