"""Writing many rows fast: the one place that knows how each database likes it.

Transactions are short, so that on SQLite nobody waits long for the writer and readers never do.
"""

import numpy as np
from django.db import connection, transaction

BATCH = 50_000
# Rows made into Python's own values at a time, which take many times the memory; while the next are made, the
# database works on these.
PIECE = 2_500


def write(model, columns, order, wrote=lambda rows: None):
    """Insert rows given as columns: {field name: array, or list of plain values}, in an order (int array of their
    positions). wrote: told the rows written so far.
    """
    names = [model._meta.get_field(name).column for name in columns]
    insert = _copy if connection.vendor == "postgresql" else _insert
    for start in range(0, len(order), BATCH):
        with transaction.atomic(), connection.cursor() as cursor:
            insert(cursor, model._meta.db_table, names, _pieces(columns, order[start : start + BATCH]))
        wrote(min(start + BATCH, len(order)))


def delete_of_claims(model, claims):
    """Delete the rows under claims, [(id, rows)], some claims at a time."""
    waiting, rows = [], 0
    for number, (claim, size) in enumerate(claims, 1):
        waiting.append(claim)
        rows += size
        if rows >= BATCH or len(waiting) >= 500 or number == len(claims):
            with transaction.atomic():
                model.objects.filter(claim_id__in=waiting)._raw_delete(connection.alias)
            waiting, rows = [], 0


def chunks(items, size=900):
    """Lists short enough for every database's limit on the length of a list in a query."""
    items = list(items)
    return [items[start : start + size] for start in range(0, len(items), size)]


def one_at_a_time(key):
    """Until the transaction ends, nobody else is inside with the same key. Call within a transaction.

    On SQLite every writing transaction is alone already (settings: IMMEDIATE).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])


def _pieces(columns, order):
    for start in range(0, len(order), PIECE):
        at = order[start : start + PIECE]
        yield [_plain(values, at) for values in columns.values()]


def _plain(values, at):
    """The values at these positions; numpy's own numbers are unknown to database drivers."""
    if isinstance(values, np.ndarray):
        return values[at].tolist()
    return [values[position] for position in at.tolist()]


def _insert(cursor, table, names, pieces):
    quoted = ", ".join(map(connection.ops.quote_name, names))
    marks = ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO {connection.ops.quote_name(table)} ({quoted}) VALUES ({marks})"
    for columns in pieces:
        cursor.executemany(statement, zip(*columns, strict=True))


def _copy(cursor, table, names, pieces):
    quoted = ", ".join(map(connection.ops.quote_name, names))
    with cursor.cursor.copy(f"COPY {connection.ops.quote_name(table)} ({quoted}) FROM STDIN") as copy:
        for columns in pieces:
            texts = [map(str if set(map(type, column)) == {int} else _copied, column) for column in columns]
            copy.write("\n".join(map("\t".join, zip(*texts, strict=True))) + "\n")


def _copied(value):
    """A value as COPY's text format writes it."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return str(value)
