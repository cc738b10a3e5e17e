"""One command makes a backup: a folder with the locked database, the locked media, and what was in them.

Keys are not in it: they are escrowed apart (`manage.py escrow_keys`), because whoever finds a backup beside its keys
has found the data.
"""

import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from ..audit import record
from .contents import contents
from .locked import lock

DATABASE, MEDIA, CONTENTS = "database.locked", "media.locked", "contents.json"
NAME = "%Y%m%dT%H%M%SZ"


def make_backup(folder, *, secret):
    """Make a backup in a new folder within `folder`; returns its Path. An unfinished one bears another name."""
    record("backup.made", by=None)
    stamp = timezone.now().strftime(NAME)
    making = Path(folder, f"{stamp}.unfinished")
    making.mkdir(mode=0o700, parents=True)
    with _dump() as (dump, held), open(making / DATABASE, "wb") as target:
        lock(dump, target, secret)
    with open(making / MEDIA, "wb") as target, tempfile.TemporaryFile() as packed:
        _pack_media(packed)
        packed.seek(0)
        lock(packed, target, secret)
    (making / CONTENTS).write_text(
        json.dumps({"made": stamp, "database": connection.vendor, "tables": held}, indent=1)
    )
    done = making.with_suffix("")
    making.rename(done)
    return done


def forget_old(folder, *, days, keep=7):
    """Delete backups older than so many days, but never the newest `keep`. Returns how many."""
    oldest = (timezone.now() - timedelta(days=days)).strftime(NAME)
    made = sorted(path for path in Path(folder).iterdir() if path.is_dir() and (path / CONTENTS).is_file())
    old = [path for path in made[:-keep] if path.name < oldest]
    for path in old:
        shutil.rmtree(path)
    return len(old)


@contextmanager
def _dump():
    """A binary file of the whole database, and its contents at that same moment."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            command = ["pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot}"]
            held = contents(cursor)
            with subprocess.Popen(
                [*command, f"--dbname={settings.DATABASES['default']['NAME']}"],
                stdout=subprocess.PIPE,
                env=postgres_environment(),
            ) as process:
                yield process.stdout, held
            if process.returncode:
                raise RuntimeError("pg_dump failed; the backup is not complete.")
        return
    with tempfile.NamedTemporaryFile() as copy:
        connection.ensure_connection()
        target = sqlite3.connect(copy.name)
        connection.connection.backup(target)
        target.close()
        with connection.cursor() as cursor:
            held = contents(cursor)
        yield copy, held


def postgres_environment():
    """Where PostgreSQL's own programs find the database: nothing of it on a command line that others can read."""
    chosen = settings.DATABASES["default"]
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    given = {name: str(chosen[key]) for name, key in names.items() if chosen.get(key)}
    return {"PATH": settings.POSTGRES_PATH, **given}


def _pack_media(target):
    with tarfile.open(fileobj=target, mode="w") as archive:
        if not settings.MEDIA_BUCKET and Path(settings.MEDIA_ROOT).is_dir():
            archive.add(settings.MEDIA_ROOT, arcname="media")
