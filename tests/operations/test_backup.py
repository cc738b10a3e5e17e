"""The restore drill: load, back up, lose everything, restore into an empty database, look whether all is there."""

import io
import os

import pytest
from django.conf import settings as django_settings

from partnership.backup import locked
from partnership.backup.make import CONTENTS, DATABASE, forget_old
from tests.operations.machine import SECRET, TIMED, Machine


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


@pytest.mark.django_db(transaction=True)
def test_the_restore_drill(tmp_path):
    """Erased since the backup: student 100. The key was rotated since, too."""
    lost, backups = Machine("lost", tmp_path, migrated=True), tmp_path / "backups"
    loaded, _made, seen, erased, stones = lost.steps(
        ("load",),
        ("manage", "backup", str(backups)),
        ("look", "100"),
        ("erase", "100"),
        ("manage", "tombstones"),
    )
    assert loaded["students"] == 40 and seen["rows"] > 0
    assert stones.split() == erased["tombstones"] != []
    (backup,) = backups.iterdir()
    # Nothing of it can be read without the secret.
    clear = (backup / DATABASE).read_bytes()
    assert b"Alder" not in clear and b"SQLite" not in clear

    kept = tmp_path / "tombstones"
    kept.write_text(stones)
    found = Machine("found", tmp_path)
    assert "another secret" in found.manage("restore", str(backup), BACKUP_SECRET="c" * 40, fails=True)
    told = found.manage("restore", str(backup), "--tombstones", str(kept))
    assert "each as it was backed up" in told
    escrow = str(tmp_path / "keys")
    gone, there, twice, audited, _locked, opened = found.steps(
        ("look", "100"),
        ("look", "101"),
        ("refused", "restore", str(backup)),
        ("manage", "audit_releases"),
        ("manage", "escrow_keys", escrow),
        ("manage", "escrow_keys", escrow, "--open"),
    )
    assert gone == {"rows": 0, "signs in": True, "media": True, "protected": True, "restored": 1}
    assert there["rows"] > 0
    assert "not empty" in twice
    assert audited.startswith("1 releases, ")

    # The keys come out of their escrow, with the passphrase only.
    assert f"BACKUP_SECRET={SECRET}" in opened
    found.manage("escrow_keys", escrow, "--open", ESCROW_PASSPHRASE="guessed by somebody else", fails=True)

    # A leaked key is rotated: the same students, under other keys.
    old = django_settings.STUDENT_KEY_SECRETS[0]
    nothing, rotated, there = found.steps(
        ("refused", "rotate_student_keys", "--from", "2"),
        ("manage", "rotate_student_keys", "--from", "1"),
        ("look", "101"),
        STUDENT_KEY_SECRETS=f"2:{'n' * 40},{old}",
    )
    assert "40" not in nothing and rotated.strip().endswith(": 39") and there["rows"] > 0
    assert found.step("look", "101")["rows"] == 0
    for command, seconds in TIMED:
        print(f"{seconds:6.1f} s  {command}")
