"""Examples of what acceptance would change: a few rows that are new, changed or removed, before and after.

Looked up when somebody asks, because a stored example of a student's row would be one more copy of it. The cost
goes with the rows of the scopes concerned.
"""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from .compare import by_row_sql, columns_of, fill_of
from .models import Claim
from .worded import KEYS, cell, fields_of, title, worded

MOST = 5
CHANGED, NEW, REMOVED = "changed", "new", "removed"


@dataclass(frozen=True)
class Value:
    """One thing that a row tells. before, after: text, or None on the side where the row is not."""

    title: str
    before: str | None
    after: str | None

    @property
    def differs(self):
        return self.before != self.after


@dataclass(frozen=True)
class Example:
    """A row of the spreadsheet. of: what it is about, in words: place, period, student or group."""

    of: list
    values: list


def examples(dataset, submission, most=MOST):
    """{kind: [Example]} of a staged submission, at most so many of each kind; kinds without a row are left out."""
    counts = {CHANGED: submission.changed, NEW: submission.new, REMOVED: submission.removed}
    find = _find_rows if dataset.parts else _find_facts
    found = {
        kind: _assembled(dataset, submission, find(dataset, submission, kind, most))
        for kind, count in counts.items()
        if count
    }
    return {kind: rows for kind, rows in found.items() if rows}


# --- Which rows: [(id of the submission's own claim of the scope, *identity)] ---------------------------------


def _find_facts(dataset, submission, kind, most):
    """Where each row is one fact."""
    identity, _parts, contents = columns_of(dataset)
    same = " AND ".join(f"g.{column} = f.{column}" for column in identity)
    beside = (
        "outcomes_claim o JOIN {table} g ON g.claim_id = o.id WHERE {same_scope} AND o.in_effect "
        "AND o.submission_id <> c.submission_id"
    )
    staged = "FROM outcomes_claim c JOIN {table} f ON f.claim_id = c.id WHERE c.submission_id = %s"
    if kind == NEW:
        source = f"{staged} AND NOT EXISTS (SELECT 1 FROM {beside} AND {same})"
    elif kind == CHANGED:
        differs = " OR ".join(f"{sql('f')} <> {sql('g')}" for sql in contents) or "1 = 0"
        source = (
            "FROM outcomes_claim c JOIN outcomes_claim o ON {same_scope} JOIN {table} f ON f.claim_id = c.id "
            f"JOIN {{table}} g ON g.claim_id = o.id AND {same} WHERE c.submission_id = %s AND o.in_effect "
            f"AND o.submission_id <> c.submission_id AND ({differs})"
        )
    else:
        source = (
            "FROM outcomes_claim c JOIN outcomes_claim o ON {same_scope} JOIN {table} f ON f.claim_id = o.id "
            "WHERE c.submission_id = %s AND o.in_effect AND o.submission_id <> c.submission_id "
            f"AND NOT EXISTS (SELECT 1 FROM {{table}} g WHERE g.claim_id = c.id AND {same})"
        )
    columns = ", ".join(["c.id", *(f"f.{column}" for column in identity)])
    return _query(f"SELECT {columns} {source}".format(**fill_of(dataset, submission)), submission, most)


def _find_rows(dataset, submission, kind, most):
    """Where a row is several facts: as they are counted."""
    identity, _parts, _contents = columns_of(dataset)
    columns = ", ".join(["claim", *(f"i{number}" for number in range(len(identity)))])
    condition = {CHANGED: "n > 0 AND o > 0 AND d > 0", NEW: "o = 0", REMOVED: "n = 0"}[kind]
    sql = f"SELECT {columns} FROM ({by_row_sql(dataset)}) AS counted WHERE {condition}"
    return _query(sql.format(**fill_of(dataset, submission)), submission, most)


def _query(sql, submission, most):
    key = submission._meta.pk.get_db_prep_value(submission.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {int(most)}", [key] * sql.count("%s"))
        return cursor.fetchall()


# --- What they say on both sides -----------------------------------------------------------------------------


def _assembled(dataset, submission, rows):
    """Examples of rows as found, with the facts of both sides."""
    claims = {
        claim.pk: claim
        for claim in submission.claims.filter(pk__in=[row[0] for row in rows]).select_related(
            "place", "named_place", "program"
        )
    }
    sides = {pk: _sides(submission, claim) for pk, claim in claims.items()}
    wanted = Q(pk__in=[])
    for claim, *identity in rows:
        named = dict(zip(dataset.identity, identity, strict=True))
        wanted |= Q(claim_id__in=[pk for side in sides[claim] for pk in side], **named)
    facts = list(dataset.fact.objects.filter(wanted))
    found = []
    for claim, *identity in rows:
        named = dict(zip(dataset.identity, identity, strict=True))
        of_row = [fact for fact in facts if all(_same(fact, name, value) for name, value in named.items())]
        before, after = ([fact for fact in of_row if fact.claim_id in side] for side in sides[claim])
        found.append(
            Example(_of(dataset, claims[claim], (after or before)[0]), _values(dataset, before, after))
        )
    return found


def _same(fact, name, value):
    """Dates come as text from one database."""
    return str(getattr(fact, name)) == str(value)


def _sides(submission, claim):
    """(ids of the claims in effect beside the submission, ids of its own) of a claim's place and period."""
    own = submission.claims.filter(place=claim.place_id, named_place=claim.named_place_id)
    beside = Claim.objects.filter(
        dataset=claim.dataset, place=claim.place_id, program=claim.program_id, in_effect=True
    ).exclude(submission=submission)
    return tuple(
        set(claims.filter(period=claim.period).values_list("pk", flat=True)) for claims in (beside, own)
    )


def _of(dataset, claim, fact):
    """What a row is about, in words."""
    about = claim.place or claim.named_place or claim.program
    return [str(about or ""), claim.period, *(worded(dataset, name, fact) for name in _named(dataset))]


def _named(dataset):
    """Fields that tell people which row it is; a running number among equals tells them nothing."""
    return [name for name in dataset.identity if name != "number"]


def _values(dataset, before, after):
    names = [field.name for field in fields_of(dataset, without={*KEYS, *dataset.identity, *dataset.parts})]
    tell = _told_by_part if dataset.parts else _told_by_field
    before, after = tell(dataset, names, before), tell(dataset, names, after)
    return [Value(name, before.get(name), after.get(name)) for name in dict.fromkeys([*after, *before])]


def _told_by_field(dataset, names, facts):
    """{title: text} of a row that is one fact, or none."""
    return {title(dataset, name): worded(dataset, name, fact) for fact in facts for name in names}


def _told_by_part(dataset, names, facts):
    """{title: text} of a row of counts, one of each fact."""
    return {
        " ".join(title(dataset, getattr(fact, part)) for part in dataset.parts): cell(dataset, names, fact)
        for fact in facts
    }
