"""The small world of the tests is made once by the platform's own actions, then put into the database as rows.

Made anew by its actions it costs a fifth of a second, in nearly every test. What is kept is the difference that it makes:
rows that are there afterwards and were not before, table by table, as the database itself reads them back.
"""

import pickle

from django.db import IntegrityError, connection, transaction

_kept = {}
# Kept by triggers from the other tables (full-text tables are so as well); and what only migrations write.
BY_TRIGGERS = {"cms_publicchange", "django_migrations"}


def world_of(make):
    """What `make()` returns, its rows in the database: by making it the first time, by copying it afterwards."""
    if not _kept:
        before = _snapshot()
        made = make()
        _kept["rows"] = _difference(before, _snapshot())
        _kept["world"] = pickle.dumps(made)
        return made
    try:
        with transaction.atomic(), connection.wrap_database_errors, connection.cursor() as cursor:
            for table, gone, new in _kept["rows"]:
                _delete(cursor, table, gone)
                _insert(cursor, table, new)
    except IntegrityError:
        # Something of the test is there already, under the same numbers.
        return make()
    return pickle.loads(_kept["world"])


def _difference(before, after):
    """[(table, rows that are gone, rows that are new)]"""
    found = []
    for table, rows in after.items():
        known, now = set(before[table]), set(rows)
        if known != now:
            found.append(
                (
                    table,
                    [row for row in before[table] if row not in now],
                    [row for row in rows if row not in known],
                )
            )
    return found


def _snapshot():
    """{table: rows}: tuples on SQLite, lines of COPY on PostgreSQL."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - BY_TRIGGERS)
        return {table: _rows(cursor, table) for table in tables if "_fts" not in table}


def _rows(cursor, table):
    name = connection.ops.quote_name(table)
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {name} TO STDOUT") as copy:
            return b"".join(bytes(block) for block in copy).splitlines(keepends=True)
    return cursor.connection.execute(f"SELECT * FROM {name}").fetchall()


def _insert(cursor, table, rows):
    name = connection.ops.quote_name(table)
    if not rows:
        return
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {name} FROM STDIN") as copy:
            copy.write(b"".join(rows))
        return
    cursor.connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _delete(cursor, table, rows):
    """Rows that the world changes: by the first column, which is the key of every such table."""
    name = connection.ops.quote_name(table)
    if not rows:
        return
    key = connection.ops.quote_name(connection.introspection.get_table_description(cursor, table)[0].name)
    if connection.vendor == "postgresql":
        keys = [row.split(b"\t")[0].rstrip(b"\n").decode() for row in rows]
        cursor.execute(f"DELETE FROM {name} WHERE {key}::text = ANY(%s)", [keys])
        return
    cursor.connection.executemany(f"DELETE FROM {name} WHERE {key} = ?", [(row[0],) for row in rows])
