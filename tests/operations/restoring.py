"""The restore drill of the demonstration partnership on PostgreSQL: `python -m tests.operations.restoring`.

Loads it, backs it up, loses the machine, restores into an empty database on another, compares every table and every
file with what was there, audits the releases, signs in; prints the seconds of each step. --copy-of with --media begins
from a demonstration that is loaded already, which saves loading it.
"""

import argparse
import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path

from tests.operations.cluster import copy_database
from tests.operations.machine import Machine
from tests.throwaway_postgres import throwaway_postgres

PERSON = "coordinator@solandra-partnership.example.org"


class Clock:
    """Prints the seconds of each step; `seconds` is their sum."""

    def __init__(self):
        self.seconds = 0

    def __call__(self, what, step, *words, **more):
        started = time.monotonic()
        told = step(*words, **more)
        took = time.monotonic() - started
        self.seconds += took
        print(f"{took:6.1f} s  {what}", flush=True)
        return told


def files(machine):
    """{path: digest} of its media."""
    media = machine.folder / "media"
    return {
        str(path.relative_to(media)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in media.rglob("*")
        if path.is_file()
    }


def drill(folder, copy_of, media):
    lost = Machine("lost", folder)
    if copy_of:
        copy_database(copy_of, lost.url)
        if media:
            shutil.copytree(media, lost.folder / "media")
    else:
        Clock()("the demonstration is loaded", lost.manage, "demo", "--no-serve")
    backups = Path(folder, "backups")
    Clock()("backup", lost.manage, "backup", str(backups))
    (backup,) = backups.iterdir()
    size = sum(path.stat().st_size for path in backup.iterdir())
    held, tables = files(lost), lost.step("contents")
    lost.lose()

    clock, found = Clock(), Machine("found", folder)
    told = clock("restore, each table compared with the backup's list", found.manage, "restore", str(backup))
    audited = clock("audit_releases", found.manage, "audit_releases")
    assert clock("sign in", found.step, "sign_in_as_in_the_demonstration", PERSON), "nobody can sign in"
    assert files(found) == held, "the media are not what they were"
    after = found.step("contents")
    others = sorted(table for table, sums in tables.items() if after[table] != sums)
    # The restore itself, and who signed in, are written down.
    print(f"backup of {size / 2**20:.0f} MiB, {len(held)} media files; {told.strip()}")
    print(f"tables that differ after signing in: {', '.join(others)}")
    print(audited.strip())
    print(f"{clock.seconds:.0f} s from an empty database to signed in")


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--copy-of", metavar="DATABASE_URL")
    words.add_argument("--media", metavar="FOLDER")
    asked = words.parse_args()
    with throwaway_postgres() as server, tempfile.TemporaryDirectory(prefix="restoring-") as folder:
        os.environ["DATABASE_URL"] = server
        drill(folder, asked.copy_of, asked.media)


if __name__ == "__main__":
    main()
