"""The restore drill: load, back up, lose everything, restore into an empty database, look whether all is there."""

import io
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from partnership.backup import locked
from partnership.backup.make import CONTENTS, DATABASE, forget_old
from tests import migrated_template

ROOT = Path(__file__).resolve().parents[2]
SECRET = "b" * 40
# (command, seconds) of the drill, printed at its end.
TIMED = []


@pytest.mark.parametrize("size", [0, 1, locked.CHUNK_BYTES, locked.CHUNK_BYTES + 1, 3 * locked.CHUNK_BYTES])
def test_what_was_locked_opens_with_its_secret_only(size):
    content = os.urandom(size)
    sealed, opened = io.BytesIO(), io.BytesIO()
    locked.lock(io.BytesIO(content), sealed, SECRET)
    locked.unlock(io.BytesIO(sealed.getvalue()), opened, SECRET)
    assert opened.getvalue() == content
    with pytest.raises(locked.CannotOpen):
        locked.unlock(io.BytesIO(sealed.getvalue()), io.BytesIO(), "c" * 40)


def test_a_backup_that_was_cut_off_changed_or_shuffled_does_not_open():
    sealed = io.BytesIO()
    locked.lock(io.BytesIO(os.urandom(3 * locked.CHUNK_BYTES)), sealed, SECRET)
    whole = sealed.getvalue()
    head = len(locked.MAGIC) + locked.SALT_BYTES
    piece = (len(whole) - head) // 3
    first, second, third = (whole[head + i * piece : head + (i + 1) * piece] for i in range(3))
    changed = bytearray(whole)
    changed[head + 100] ^= 1
    broken = [whole[:-1], whole[: head + 2 * piece], whole[:head], bytes(changed), b"x" + whole]
    broken.append(whole[:head] + second + first + third)
    for each in broken:
        with pytest.raises(locked.CannotOpen):
            locked.unlock(io.BytesIO(each), io.BytesIO(), SECRET)


def test_old_backups_go_and_the_newest_stay(tmp_path):
    for number in range(10):
        made = tmp_path / f"2020010{number}T000000Z"
        made.mkdir()
        (made / CONTENTS).write_text("{}")
    (tmp_path / "20200101T000000Z.unfinished").mkdir()
    assert forget_old(tmp_path, days=30, keep=7) == 3
    assert sorted(path.name for path in tmp_path.iterdir())[0] == "20200101T000000Z.unfinished"
    assert len(list(tmp_path.iterdir())) == 8


class Machine:
    """An installation: a database, a folder of media, keys."""

    def __init__(self, name, folder, *, migrated=False):
        """migrated: its database is a copy of a migrated one, where the tests have one; else it is empty."""
        self.folder = folder / name
        self.folder.mkdir()
        url = os.environ.get("DATABASE_URL", "")
        if url.startswith("postgres"):
            self.database = f"drill_{name}"
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {self.database}")
                template = (
                    f"TEMPLATE {migrated_template.POSTGRES}"
                    if migrated and migrated_template.POSTGRES
                    else ""
                )
                cursor.execute(f"CREATE DATABASE {self.database} {template}")
            url = url.rsplit("/", 1)[0] + "/" + self.database
        else:
            url = f"sqlite:///{self.folder}/database.sqlite3"
            if migrated:
                shutil.copy(migrated_template.sqlite_template(), self.folder / "database.sqlite3")
        self.environment = {
            **os.environ,
            "DATABASE_URL": url,
            "PARTNERSHIP_VAR": str(self.folder),
            "BACKUP_SECRET": SECRET,
            "ESCROW_PASSPHRASE": "known to two people only",
            "DJANGO_SETTINGS_MODULE": "partnership.settings",
            "EMAIL_URL": "dummymail://",
        }

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
        TIMED.append((" ".join(Path(word).name for word in words[:3]), time.monotonic() - started))
        return done.stderr if fails else done.stdout

    def step(self, *words, **more):
        return json.loads(self.run("-m", "tests.operations.drill", *words, **more).splitlines()[-1])

    def manage(self, *words, **more):
        return self.run("manage.py", *words, **more)


@pytest.mark.django_db(transaction=True)
def test_the_restore_drill(tmp_path):
    """Erased since the backup: student 100. The key was rotated since, too."""
    lost = Machine("lost", tmp_path, migrated=True)
    assert lost.step("load")["students"] == 40
    lost.manage("backup", str(tmp_path / "backups"))
    (backup,) = (tmp_path / "backups").iterdir()
    assert lost.step("look", "100")["rows"] > 0
    # Nothing of it can be read without the secret.
    clear = (backup / DATABASE).read_bytes()
    assert b"Alder" not in clear and b"SQLite" not in clear

    stones = tmp_path / "tombstones"
    stones.write_text("\n".join(lost.step("erase", "100")["tombstones"]))
    assert lost.manage("tombstones").split() == stones.read_text().split()

    found = Machine("found", tmp_path)
    assert "another secret" in found.manage("restore", str(backup), BACKUP_SECRET="c" * 40, fails=True)
    told = found.manage("restore", str(backup), "--tombstones", str(stones))
    assert "each as it was backed up" in told
    assert found.step("look", "100") == {
        "rows": 0,
        "signs in": True,
        "media": True,
        "protected": True,
        "restored": 1,
    }
    assert found.step("look", "101")["rows"] > 0
    assert "not empty" in found.manage("restore", str(backup), fails=True)
    assert found.manage("audit_releases").startswith("1 releases, ")

    # The keys come out of their escrow, with the passphrase only.
    escrow = str(tmp_path / "keys")
    found.manage("escrow_keys", escrow)
    opened = found.manage("escrow_keys", escrow, "--open")
    assert f"BACKUP_SECRET={SECRET}" in opened
    found.manage("escrow_keys", escrow, "--open", ESCROW_PASSPHRASE="guessed by somebody else", fails=True)

    # A leaked key is rotated: the same students, under other keys.
    old = django_settings.STUDENT_KEY_SECRETS[0]
    rotated = {"STUDENT_KEY_SECRETS": f"2:{'n' * 40},{old}"}
    assert "40" not in found.manage("rotate_student_keys", "--from", "2", fails=True, **rotated)
    assert found.manage("rotate_student_keys", "--from", "1", **rotated).strip().endswith(": 39")
    assert found.step("look", "101", **rotated)["rows"] > 0
    assert found.step("look", "101")["rows"] == 0
    for command, seconds in TIMED:
        print(f"{seconds:6.1f} s  {command}")
