"""The way back, into an empty database: what was backed up, all of it, and nobody who was erased since."""

import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from ..audit import record
from ..follow_ups import follow_up
from .contents import contents
from .locked import unlock
from .make import CONTENTS, DATABASE, MEDIA, postgres_environment


class NotRestored(RuntimeError):
    """Why nothing, or not all, came back."""


def restore_backup(folder, *, secret, tombstones=()):
    """Restore a backup. tombstones: digests of students erased since it was made, who stay gone.

    Returns {table: rows}. Raises NotRestored where the database is not empty, or is not what was backed up.
    """
    folder = Path(folder)
    told = json.loads((folder / CONTENTS).read_text())
    if told["database"] != connection.vendor:
        raise NotRestored(
            f"This is a backup of {told['database']}; the database here is {connection.vendor}."
        )
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise NotRestored("The database is not empty. Restore into an empty one; nothing was changed.")
    with tempfile.TemporaryFile() as dump:
        with open(folder / DATABASE, "rb") as source:
            unlock(source, dump, secret)
        dump.seek(0)
        _load(dump)
    with connection.cursor() as cursor:
        found = contents(cursor)
    wrong = sorted(table for table, held in told["tables"].items() if found.get(table) != held)
    if wrong:
        raise NotRestored(f"These tables are not what was backed up: {', '.join(wrong)}.")
    _unpack_media(folder, secret)
    call_command("migrate", verbosity=0)
    follow_up("restored", tombstones)
    record("backup.restored", by=None, made=told["made"])
    return {table: held[0] for table, held in found.items()}


def _load(dump):
    if connection.vendor == "postgresql":
        name = settings.DATABASES["default"]["NAME"]
        command = ["pg_restore", "--no-owner", "--no-acl", "--exit-on-error", f"--dbname={name}"]
        done = subprocess.run(command, stdin=dump, env=postgres_environment(), stderr=subprocess.PIPE)
        if done.returncode:
            raise NotRestored("pg_restore failed: " + done.stderr.decode(errors="replace")[-500:])
        return
    name = settings.DATABASES["default"]["NAME"]
    connection.close()
    with open(name, "wb") as target:
        shutil.copyfileobj(dump, target)


def _unpack_media(folder, secret):
    with tempfile.TemporaryFile() as packed:
        with open(folder / MEDIA, "rb") as source:
            unlock(source, packed, secret)
        packed.seek(0)
        with tempfile.TemporaryDirectory() as place, tarfile.open(fileobj=packed) as archive:
            archive.extractall(place, filter="data")
            if Path(place, "media").is_dir():
                shutil.copytree(Path(place, "media"), settings.MEDIA_ROOT, dirs_exist_ok=True)
