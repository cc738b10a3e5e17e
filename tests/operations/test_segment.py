"""One file of PostgreSQL's archive: whole or not there, never overwritten by another, readable with the secret only."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from partnership.backup.segment import get, put

ROOT = Path(__file__).resolve().parents[2]
SECRET = "b" * 40


@pytest.fixture
def segment(tmp_path):
    made = tmp_path / "000000010000000000000001"
    made.write_bytes(os.urandom(3_000_000))
    return made


def test_what_was_put_is_got_again(segment, tmp_path):
    kept, back = tmp_path / "kept", tmp_path / "back"
    assert put(segment, kept, SECRET) and get(kept, back, SECRET)
    assert back.read_bytes() == segment.read_bytes()
    assert segment.read_bytes()[:64] not in kept.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0


def test_it_is_put_again_after_a_crash_but_never_another_of_its_name(segment, tmp_path):
    kept = tmp_path / "kept"
    assert put(segment, kept, SECRET) and put(segment, kept, SECRET)
    before = kept.read_bytes()
    content = segment.read_bytes()
    for other in (content[:-1], content + b"x", b"x" + content[1:]):
        segment.write_bytes(other)
        assert not put(segment, kept, SECRET)
    assert kept.read_bytes() == before


def test_a_disk_that_is_full_leaves_nothing_that_looks_whole(segment, tmp_path):
    """PostgreSQL keeps the segment and tries again."""
    kept = tmp_path / "kept"
    words = f"trap '' XFSZ; ulimit -f 1000; exec {sys.executable} -m partnership.backup.segment put {segment} {kept}"
    environment = {**os.environ, "BACKUP_SECRET": SECRET}
    assert (
        subprocess.run(["bash", "-c", words], cwd=ROOT, env=environment, capture_output=True).returncode == 1
    )
    assert not kept.exists()
    assert put(segment, kept, SECRET) and get(kept, tmp_path / "back", SECRET)


def test_what_is_not_there_or_not_ours_is_told_by_the_exit_code(segment, tmp_path):
    def code(*words, secret=SECRET):
        command = [sys.executable, "-m", "partnership.backup.segment", *map(str, words)]
        environment = {**os.environ, "BACKUP_SECRET": secret}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True).returncode

    kept = tmp_path / "kept"
    assert code("get", kept, tmp_path / "back") == 1
    assert code("put", segment, kept, secret="short") == 2 and code("mend", segment, kept) == 2
    assert code("put", segment, kept) == 0
    assert code("get", kept, tmp_path / "back", secret="c" * 40) == 1
    assert not (tmp_path / "back").exists()
