"""What acceptance would change: rows new, changed, unchanged, removed, counted in the database.

The cost goes with the rows of the scopes concerned, not with what is stored besides.
"""

from dataclasses import dataclass

from django.db import connection, models

from .scopes import digest, in_effect_beside, same_scope

# Staged facts, and facts in effect in the same scopes.
STAGED = "FROM outcomes_claim c JOIN {table} f ON f.claim_id = c.id WHERE c.submission_id = %s"
IN_EFFECT = (
    "FROM outcomes_claim c JOIN outcomes_claim o ON {same_scope} JOIN {table} f ON f.claim_id = o.id "
    "WHERE c.submission_id = %s AND o.in_effect AND o.submission_id <> c.submission_id"
)


@dataclass(frozen=True)
class Difference:
    """Counts are of rows of the spreadsheet. compared_with: digest of the claims in effect at that moment."""

    new: int
    changed: int
    unchanged: int
    removed: int
    compared_with: str


def compare(dataset, submission, staged_rows):
    """Compare what is staged with what is in effect for the same scopes."""
    beside = in_effect_beside(submission)
    if not beside:
        return Difference(staged_rows, 0, 0, 0, digest(beside))
    fill = fill_of(dataset, submission)
    counts = _by_row(dataset, submission, fill) if dataset.parts else _by_fact(dataset, submission, fill)
    return Difference(*counts, digest(beside))


def fill_of(dataset, submission):
    """What the names in braces stand for in the statements about a submission."""
    return {
        "table": connection.ops.quote_name(dataset.fact._meta.db_table),
        "same_scope": same_scope(submission),
    }


def _by_fact(dataset, submission, fill):
    """Where each row is one fact: staged facts looked up by their key among those in effect."""
    identity, _parts, contents = columns_of(dataset)
    matched_by = " AND ".join(f"g.{column} = f.{column}" for column in identity)
    equal = " AND ".join(f"{sql('f')} = {sql('g')}" for sql in contents) or "1 = 1"
    (matched, unchanged), (staged,), (in_effect,) = (
        _one_row(sql.format(**fill), submission)
        for sql in (
            f"SELECT count(*), COALESCE(sum(CASE WHEN {equal} THEN 1 ELSE 0 END), 0) FROM outcomes_claim c "
            "JOIN outcomes_claim o ON {same_scope} JOIN {table} f ON f.claim_id = c.id "
            f"JOIN {{table}} g ON g.claim_id = o.id AND {matched_by} "
            "WHERE c.submission_id = %s AND o.in_effect AND o.submission_id <> c.submission_id",
            f"SELECT count(*) {STAGED}",
            f"SELECT count(*) {IN_EFFECT}",
        )
    )
    return staged - matched, matched - unchanged, unchanged, in_effect - matched


def _by_row(dataset, submission, fill):
    """Where a row is several facts: all of both sides brought together by scope and row."""
    sql = (
        "SELECT COALESCE(sum(CASE WHEN o = 0 THEN 1 ELSE 0 END), 0), "
        "COALESCE(sum(CASE WHEN n > 0 AND o > 0 AND d > 0 THEN 1 ELSE 0 END), 0), "
        "COALESCE(sum(CASE WHEN n > 0 AND o > 0 AND d = 0 THEN 1 ELSE 0 END), 0), "
        "COALESCE(sum(CASE WHEN n = 0 THEN 1 ELSE 0 END), 0) "
        f"FROM ({by_row_sql(dataset)}) AS counted"
    )
    return _one_row(sql.format(**fill), submission)


def by_row_sql(dataset):
    """One line for each row of the spreadsheet on either side: claim (one of the submission's of that scope), i0,
    i1 ... its identity, and how many facts it has in what is staged (n), in what counts (o), and of different
    content (d): differing, or on one side only.
    """
    identity, parts, contents = columns_of(dataset)
    # Text keys of places: a uuid on one database, 32 letters on the other.
    of = ("place_id", "named_place_id", "agency_id", "program_id")
    scope = f"COALESCE({', '.join(f'CAST(c.{name} AS varchar(36))' for name in of)})"
    row = ["c.id AS claim", f"{scope} AS scope", "c.period AS period"]
    row += [f"f.{column} AS i{n}" for n, column in enumerate(identity)]
    row += [f"f.{column} AS p{n}" for n, column in enumerate(parts)]
    row += [f"{sql('f')} AS v{n}" for n, sql in enumerate(contents)]
    row = ", ".join(row)
    identities = [f"i{n}" for n in range(len(identity))]
    by_row = ", ".join(["scope", "period", *identities])
    by_fact = ", ".join([by_row, *(f"p{n}" for n in range(len(parts)))])
    differs = " OR ".join(["count(*) = 1", *(f"min(v{n}) <> max(v{n})" for n in range(len(contents)))])
    return (
        f"SELECT {', '.join(['min(claim) AS claim', *identities])}, sum(n) AS n, sum(o) AS o, sum(d) AS d "
        f"FROM (SELECT min(claim) AS claim, {by_row}, sum(side) AS n, sum(1 - side) AS o, "
        f"CASE WHEN {differs} THEN 1 ELSE 0 END AS d FROM ("
        f"SELECT {row}, 1 AS side {STAGED} UNION ALL SELECT {row}, 0 AS side {IN_EFFECT}"
        f") AS facts GROUP BY {by_fact}) AS compared GROUP BY {by_row}"
    )


def columns_of(dataset):
    """(identity columns, part columns, [function of a table's alias: content as comparable SQL])."""
    fields = {field.name: field for field in dataset.fact._meta.concrete_fields}
    keys = {*dataset.identity, *dataset.parts, "claim_id"}
    quoted = {name: connection.ops.quote_name(field.column) for name, field in fields.items()}
    contents = [
        lambda alias, name=name, field=field: _comparable(f"{alias}.{quoted[name]}", field)
        for name, field in fields.items()
        if name not in keys
    ]
    return [quoted[name] for name in dataset.identity], [quoted[name] for name in dataset.parts], contents


def _comparable(column, field):
    """A column as something that has a least and a greatest, absence included."""
    if isinstance(field, models.BooleanField):
        return f"CASE WHEN {column} IS NULL THEN -1 WHEN {column} THEN 1 ELSE 0 END"
    if isinstance(field, models.IntegerField):
        return f"COALESCE({column}, -1)"
    return f"COALESCE(CAST({column} AS varchar(100)), '')"


def _one_row(sql, submission):
    key = submission._meta.pk.get_db_prep_value(submission.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, [key] * sql.count("%s"))
        return cursor.fetchone()
