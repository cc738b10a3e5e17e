"""A test that commits (a live server, a worker) ends by emptying every table, also of what migrations put
there: languages, home pages, permissions. This plugin puts that back, so that tests run in any order.
"""

import pytest
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from partnership import audit_guard

_copy = {}


def keep():
    """Copy every row that migrations have made: {table: rows as the database itself reads them back}."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - {"django_migrations"}
        for table in sorted(tables):
            # SQLite's full-text tables follow the index entries by triggers of their own.
            rows = "_fts" not in table and _read(cursor, table)
            if rows:
                _copy[table] = rows


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    commits = _commits(item)
    if commits:
        # Emptying the tables includes the audit log, which refuses it.
        with item.config.stash[blocking_manager_key].unblock():
            audit_guard.lift(connection)
    outcome = yield
    # After the last test the database itself is gone.
    if nextitem is not None and commits:
        with item.config.stash[blocking_manager_key].unblock():
            put_back()
            audit_guard.protect(connection)
    return outcome


def put_back():
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Site

    connection.disable_constraint_checking()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        for table, rows in _copy.items():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
            _write(cursor, table, rows)
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
    connection.enable_constraint_checking()
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()


def _commits(item):
    mark = item.get_closest_marker("django_db")
    names = getattr(item, "fixturenames", ())
    return bool(mark and mark.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server"} & set(names)
    )


def _read(cursor, table):
    name = connection.ops.quote_name(table)
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {name} TO STDOUT") as copy:
            return b"".join(bytes(block) for block in copy)
    return cursor.connection.execute(f"SELECT * FROM {name}").fetchall()


def _write(cursor, table, rows):
    name = connection.ops.quote_name(table)
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {name} FROM STDIN") as copy:
            copy.write(rows)
        return
    places = ", ".join("?" * len(rows[0]))
    cursor.connection.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
