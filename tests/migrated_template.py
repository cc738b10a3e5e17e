"""Migrating an empty database takes most of a minute; every run of the tests would do so, once per worker.

A migrated database is kept instead and copied: for SQLite a file beside the system's temporary files, known by a digest
of every migration and of the locked requirements; for PostgreSQL a database of that server, which `tests.run` makes.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.core.management.commands import migrate

# The name of a migrated database on the server of DATABASE_URL.
POSTGRES = os.environ.get("MIGRATED_TEMPLATE", "")

MATTERS = {"migrations", "access", "models", "models.py", "apps.py", "settings.py", "wiring.py"}


@contextmanager
def databases_start_migrated():
    """Inside, test databases are copies of a migrated one."""
    chosen = settings.DATABASES["default"]
    if chosen["ENGINE"].endswith("sqlite3"):
        with mock.patch.object(migrate.Command, "handle", _copied(sqlite_template())):
            yield
    elif POSTGRES:
        chosen.setdefault("TEST", {})["TEMPLATE"] = POSTGRES
        with mock.patch.object(migrate.Command, "handle", lambda *args, **options: None):
            yield
    else:
        yield


def make_postgres_template(url, name="migrated"):
    """Make and migrate a database on a server. Returns what to set in the environment of the tests."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    _migrate(url.rpartition("/")[0] + f"/{name}")
    return {"MIGRATED_TEMPLATE": name}


def _copied(template):
    def handle(command, *args, **options):
        from django.db import connections

        connection = connections[options["database"]]
        connection.ensure_connection()
        with sqlite3.connect(template) as source:
            source.backup(connection.connection)

    return handle


def sqlite_template():
    """The path of a migrated SQLite database, made where it is not there yet; workers wait for the first."""
    path = Path(tempfile.gettempdir()) / f"partnership-migrated-{_digest()}.sqlite3"
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            being_made = path.with_suffix(".being-made")
            # Of a run that was killed; also its write-ahead log, which belongs to no other database.
            for left in path.parent.glob(being_made.name + "*"):
                left.unlink()
            _migrate(f"sqlite:///{being_made}")
            # What the write-ahead log still holds belongs into the file that is copied.
            with sqlite3.connect(being_made) as made:
                made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                made.execute("PRAGMA journal_mode=DELETE")
            being_made.rename(path)
    return path


def _migrate(url):
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url},
        check=True,
    )


def _digest():
    """Of whatever a migrated database depends on: migrations, models, roles, settings, and the packages."""
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    for path in sorted(settings.BASE_DIR.glob("*/**/*.py")):
        parts = path.relative_to(settings.BASE_DIR).parts
        if parts[0] != "tests" and not parts[0].startswith(".") and MATTERS & set(parts):
            digest.update("/".join(parts).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
