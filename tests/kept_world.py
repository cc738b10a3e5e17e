"""What most tests begin with is made once by the platform's own actions, then put into the database as rows.

Made anew the small world costs a fifth of a second, two years of its schools half of one, and a release more than one.
What is kept is the difference that each makes: rows that are there afterwards and were not before, table by table, as
the database itself reads them back.
"""

import pickle
from functools import cache

from django.db import DatabaseError, connection, transaction

_kept = {}
# Each takes as much memory as the rows that it holds; the oldest goes first.
MOST = 60
# Kept by triggers from the other tables (full-text tables are so as well); and what only migrations write.
BY_TRIGGERS = {"cms_publicchange", "django_migrations"}
# Nothing goes into a release that is out: first its numbers, then the release.
LAST = "outcomes_release"


def world_of(make):
    """What `make()` returns, its rows in the database: by making it the first time, by copying it afterwards."""
    if make not in _kept:
        return _make(make, make, _snapshot())
    return _copied(make, make)


def same_again(name, make):
    """What `make()` returns and leaves in the database: by making it, or by copying what it left there under this name when
    every row of the database was the same as now.
    """
    before = _snapshot()
    key = (name, _digest(before))
    if key in _kept:
        return _copied(key, make)
    return _make(key, make, before)


def _make(key, make, before):
    made = make()
    _kept[key] = pickle.dumps(made), _difference(before, _snapshot())
    if len(_kept) > MOST:
        del _kept[next(iter(_kept))]
    return made


def _copied(key, make):
    """What was made, its rows in the database; made anew where the test has something under the same numbers already."""
    made, difference = _kept[key]
    try:
        with transaction.atomic(), connection.wrap_database_errors, connection.cursor() as cursor:
            for table, gone, new in difference:
                _delete(cursor, table, gone)
                _insert(cursor, table, new)
    except DatabaseError:
        return make()
    return pickle.loads(made)


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
        return {table: _rows(cursor, table) for table in _tables()}


@cache
def _tables():
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - BY_TRIGGERS
    return sorted((table for table in tables if "_fts" not in table), key=lambda name: (name == LAST, name))


def _digest(snapshot):
    return hash(tuple((table, frozenset(rows)) for table, rows in snapshot.items()))


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
    if not rows:
        return
    name, key = connection.ops.quote_name(table), connection.ops.quote_name(_key(table))
    if connection.vendor == "postgresql":
        keys = [row.split(b"\t")[0].rstrip(b"\n").decode() for row in rows]
        cursor.execute(f"DELETE FROM {name} WHERE {key}::text = ANY(%s)", [keys])
        return
    cursor.connection.executemany(f"DELETE FROM {name} WHERE {key} = ?", [(row[0],) for row in rows])


@cache
def _key(table):
    with connection.cursor() as cursor:
        return connection.introspection.get_table_description(cursor, table)[0].name
