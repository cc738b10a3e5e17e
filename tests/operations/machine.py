"""An installation that a test or a drill may lose: a database of its own, a folder of media, keys."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from tests import migrated_template

ROOT = Path(__file__).resolve().parents[2]
SECRET = "b" * 40
# (command, seconds) of all that machines did, for a drill to print at its end.
TIMED = []


def new_database(server, name, template=""):
    """The address of a new database on the server of another; named after both, so that two drills do not meet."""
    place, _slash, beside = server.rpartition("/")
    database = f"{beside}_{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{database}"' + (f' TEMPLATE "{template}"' if template else ""))
    return f"{place}/{database}"


class Machine:
    """An installation: a database, a folder of media, keys."""

    def __init__(self, name, folder, *, migrated=False):
        """migrated: its database is a copy of a migrated one, where the tests have one; else it is empty."""
        self.folder = Path(folder, name)
        self.folder.mkdir()
        self.sqlite = self.folder / "database.sqlite3"
        server = os.environ.get("DATABASE_URL", "")
        self.on_postgres = server.startswith("postgres")
        if self.on_postgres:
            self.url = new_database(server, name, migrated_template.POSTGRES if migrated else "")
        else:
            self.url = f"sqlite:///{self.sqlite}"
            if migrated:
                shutil.copy(migrated_template.sqlite_template(), self.sqlite)
        self.environment = {
            **os.environ,
            "DATABASE_URL": self.url,
            "PARTNERSHIP_VAR": str(self.folder),
            "BACKUP_SECRET": SECRET,
            "ESCROW_PASSPHRASE": "known to two people only",
            "DJANGO_SETTINGS_MODULE": "partnership.settings",
            "EMAIL_URL": "dummymail://",
        }

    def lose(self):
        """Database and files are gone."""
        if self.on_postgres:
            place, _slash, database = self.url.rpartition("/")
            with psycopg.connect(place + "/postgres", autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{database}" WITH (FORCE)')
        shutil.rmtree(self.folder)

    def run(self, *words, fails=False, **more):
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env={**self.environment, **more},
            capture_output=True,
            text=True,
        )
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        TIMED.append((" ".join(words)[:120], time.monotonic() - started))
        return done.stderr if fails else done.stdout

    def steps(self, *steps, **more):
        """What each of the steps told: (its name, word, ...), all in one process, whose start costs more than most of them."""
        told = self.run("-m", "tests.operations.drill", json.dumps(steps), **more)
        return json.loads(told.splitlines()[-1])

    def step(self, *words, **more):
        (told,) = self.steps(words, **more)
        return told

    def manage(self, *words, **more):
        return self.run("manage.py", *words, **more)
