"""The drill of continuous archiving: a base backup, PostgreSQL's own log segment by segment, the machine lost.

On a PostgreSQL of its own: `python -m tests.operations.archiving [SECONDS] [--copy-of DATABASE_URL]`, where SECONDS is
archive_timeout (10; an installation has 300), and --copy-of a migrated database to begin from, which saves migrating. A
partnership is loaded, backed up with pg_basebackup, handed a file, written to every second, and then loses its power and
its disk. From base backup and archive alone it comes back twice: with everything that had been archived, and as it was,
table by table, at a moment before somebody emptied one. Prints how many seconds of work were lost and how long it took.
Everything at rest is locked with BACKUP_SECRET, by the very commands of docs/operations.md.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.operations.cluster import Cluster, copy_database, wait_for
from tests.throwaway_postgres import unprivileged_user

ROOT = Path(__file__).resolve().parents[2]
SECRET = "b" * 40
NAME = "partnership"
# PostgreSQL's own user runs it: where that user may not run ours, another one that has `cryptography`.
PYTHON = os.environ.get("ARCHIVE_PYTHON", sys.executable)


def segment(*words):
    return (
        f"BACKUP_SECRET={SECRET} PYTHONPATH={ROOT} {PYTHON} -m partnership.backup.segment {' '.join(words)}"
    )


def archiving_cluster(folder, archive, seconds):
    made = Cluster(
        folder,
        "wal_level = replica",
        "archive_mode = on",
        f"archive_timeout = {seconds}",
        "archive_command = '" + segment("put", "%p", f"{archive}/%f") + "'",
    )
    made.give(archive)
    return made.start()


def base_backup(cluster, archive):
    dump = f"{cluster.programs}/pg_basebackup -h 127.0.0.1 -p {cluster.port} -U postgres -D - -Ft -X none -c fast"
    shell(cluster, f"{dump} | {segment('put', '-', f'{archive}/base.tar')}")


def shell(cluster, line):
    subprocess.run(["bash", "-o", "pipefail", "-c", line], user=cluster.owner, cwd="/tmp", check=True)


def says_if_it_cannot_run():
    """Ends the drill in words where PostgreSQL's own user may not run our Python (one in somebody's home folder)."""
    try:
        done = subprocess.run([PYTHON, "-c", "import cryptography"], user=unprivileged_user(), cwd="/tmp")
    except PermissionError:
        done = None
    if done is None or done.returncode:
        sys.exit(
            f"PostgreSQL's user cannot run {PYTHON}. Set ARCHIVE_PYTHON to one that it can run and that has `cryptography`, "
            "such as that of an installation."
        )


def step(cluster, *words):
    """What a step of tests.operations.drill says of the cluster's database."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.operations.drill", *words],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": cluster.url(NAME),
            "DJANGO_SETTINGS_MODULE": "partnership.settings",
        },
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def load(cluster, copy_of):
    cluster.sql(f"CREATE DATABASE {NAME}")
    if copy_of:
        copy_database(copy_of, cluster.url(NAME))
    step(cluster, "load")
    cluster.sql("CREATE TABLE beats (at timestamptz DEFAULT clock_timestamp())", NAME)


def came_back(folder, archive, lost, until=""):
    """A new cluster, made of the archive alone, as far as it reaches or `until` a moment."""
    data = Path(folder, "data")
    data.mkdir(mode=0o700, parents=True)
    os.chmod(folder, 0o755)
    lost.give(data)
    shell(lost, f"{segment('get', f'{archive}/base.tar', '-')} | tar -x -C {data}")
    (data / "recovery.signal").touch()
    lost.give(data / "recovery.signal")
    settings = ["restore_command = '" + segment("get", f"{archive}/%f", "%p") + "'", "archive_mode = off"]
    settings.append("recovery_target_action = promote")
    if until:
        settings.append(f"recovery_target_time = '{until}'")
    cluster = Cluster(folder, *settings, data=data).start()
    wait_for("recovery", lambda: not cluster.sql("SELECT pg_is_in_recovery()")[0])
    return cluster


def contents(cluster):
    """{table: [rows, sum]}"""
    held = step(cluster, "contents")
    del held["beats"]
    return held


def work_on(cluster, seconds):
    """Something is written every second."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        cluster.sql("INSERT INTO beats DEFAULT VALUES", NAME)
        time.sleep(1)


def drill(folder, seconds, copy_of):
    os.environ["PARTNERSHIP_VAR"] = folder
    archive = Path(folder, "archive")
    archive.mkdir()
    Path(folder, "machine").mkdir()
    os.chmod(folder, 0o755)
    lost = archiving_cluster(Path(folder, "machine"), archive, seconds)
    load(lost, copy_of)
    base_backup(lost, archive)
    submission = step(lost, "hand_in")
    handed_in = step(lost, "handed_in", submission)
    before = contents(lost)
    work_on(lost, 2.5 * seconds)
    (moment,) = lost.sql("SELECT clock_timestamp()", NAME)
    lost.sql("TRUNCATE outcomes_enrollment", NAME)
    work_on(lost, 2.5 * seconds)
    (gone,) = lost.sql("SELECT extract(epoch FROM clock_timestamp())::float", NAME)
    lost.lose()
    clear = b"".join(path.read_bytes() for path in archive.iterdir() if path.suffix != ".tar")
    assert b"PARTNERSHIP-BACKUP" in clear and b"outcomes_enrollment" not in clear

    started = time.monotonic()
    whole = came_back(Path(folder, "whole"), archive, lost)
    took = time.monotonic() - started
    (newest,) = whole.sql("SELECT extract(epoch FROM max(at))::float FROM beats", NAME)
    assert whole.sql("SELECT count(*) FROM outcomes_enrollment", NAME) == (0,)
    assert step(whole, "handed_in", submission) == handed_in, "the file that was handed in is not back"
    whole.stop()
    earlier = came_back(Path(folder, "earlier"), archive, lost, until=moment)
    assert contents(earlier) == before, "the table that was emptied is not back"
    earlier.stop()
    print(f"archive_timeout {seconds} s: {gone - newest:.0f} s of work were lost; back after {took:.0f} s")
    print(f"handed in after the base backup, and there again: {handed_in}")
    print(f"as it was before a table was emptied: {len(before)} tables, each with every row")
    return gone - newest


def main():
    words = argparse.ArgumentParser()
    words.add_argument("seconds", nargs="?", type=int, default=10)
    words.add_argument("--copy-of", metavar="DATABASE_URL")
    asked = words.parse_args()
    says_if_it_cannot_run()
    with tempfile.TemporaryDirectory(prefix="archive-", dir="/tmp") as folder:
        lost = drill(folder, asked.seconds, asked.copy_of)
    # A segment is closed at the latest after archive_timeout, and then copied.
    sys.exit(0 if lost <= 2 * asked.seconds + 30 else 1)


if __name__ == "__main__":
    main()
