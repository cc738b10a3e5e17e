"""An installation of the first release with data in it, as each database keeps it: what upgrades are tried on.

`python -m tests.operations.first_release` makes the files of one database, the one on the server of DATABASE_URL (SQLite
when unset), from the code that is checked out. That is done once for each, at the first release (FIRST_RELEASE in
tests/operations/test_migrations.py), and never afterwards: an upgrade that is only tried on what today's code makes is
not tried.
"""

import json
import lzma
import sqlite3
import subprocess
import tempfile
from pathlib import Path

from tests.operations.machine import Machine
from tests.throwaway_postgres import find_programs

HERE = Path(__file__).parent


def kept(machine):
    """(the database, how many rows each table holds): two files."""
    name = "postgresql" if machine.on_postgres else "sqlite"
    return HERE / f"{name}.xz", HERE / f"{name}.json"


def programs():
    """Where pg_dump and pg_restore lie: beside the server's own, which may only be linked to from elsewhere."""
    return (find_programs() / "initdb").resolve().parent


def put_back(machine):
    """The first release's database, in the empty one of a machine. Returns {table: rows}."""
    database, counts = kept(machine)
    content = lzma.decompress(database.read_bytes())
    if machine.on_postgres:
        command = [programs() / "pg_restore", "--no-owner", "--exit-on-error", f"--dbname={machine.url}"]
        subprocess.run(command, input=content, check=True)
    else:
        machine.sqlite.write_bytes(content)
    return json.loads(counts.read_text())


def dumped(machine):
    if machine.on_postgres:
        command = [programs() / "pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-acl"]
        return subprocess.run([*command, machine.url], check=True, capture_output=True).stdout
    with sqlite3.connect(machine.sqlite) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("VACUUM")
    return machine.sqlite.read_bytes()


def make():
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine("first", folder, migrated=True)
        machine.step("load")
        database, counts = kept(machine)
        database.write_bytes(lzma.compress(dumped(machine), preset=9))
        rows = {table: held[0] for table, held in machine.step("contents").items()}
    counts.write_text(json.dumps(rows, indent=0) + "\n")
