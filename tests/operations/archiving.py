"""The drill of continuous archiving: a base backup, PostgreSQL's own log segment by segment, the machine lost.

On a PostgreSQL of its own: `python -m tests.operations.archiving [SECONDS]`, where SECONDS is archive_timeout (10; an
installation has 300). A table of students is filled, backed up with pg_basebackup, written to every second, and then
loses its power and its disk. From base backup and archive alone it comes back twice: with everything that had been
archived, and as it was at a moment before somebody emptied a table. Prints how many seconds of work were lost and how
long it took. Everything at rest is locked with BACKUP_SECRET, by the very commands of docs/operations.md.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.operations.cluster import Cluster, wait_for

ROOT = Path(__file__).resolve().parents[2]
SECRET = "b" * 40
ROWS = 200_000
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


def load(cluster):
    cluster.sql(f"CREATE DATABASE {NAME}")
    cluster.sql(
        "CREATE TABLE outcomes_enrollment AS SELECT n AS student_key, date '2024-08-15' AS entry_date, "
        f"'0' || n % 9 AS grade FROM generate_series(1, {ROWS}) n",
        NAME,
    )
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


def counted(cluster):
    return cluster.sql(
        "SELECT count(*), coalesce(sum(hashtextextended(e::text, 0)::numeric), 0) FROM outcomes_enrollment e",
        NAME,
    )


def beat(cluster):
    cluster.sql("INSERT INTO beats DEFAULT VALUES", NAME)


def drill(folder, seconds):
    archive = Path(folder, "archive")
    archive.mkdir()
    Path(folder, "machine").mkdir()
    os.chmod(folder, 0o755)
    lost = archiving_cluster(Path(folder, "machine"), archive, seconds)
    load(lost)
    base_backup(lost, archive)
    before = counted(lost)
    ends = time.monotonic() + 2.5 * seconds
    while time.monotonic() < ends:
        beat(lost)
        time.sleep(1)
    (moment,) = lost.sql("SELECT clock_timestamp()", NAME)
    lost.sql("TRUNCATE outcomes_enrollment", NAME)
    ends = time.monotonic() + 2.5 * seconds
    while time.monotonic() < ends:
        beat(lost)
        time.sleep(1)
    (gone,) = lost.sql("SELECT extract(epoch FROM clock_timestamp())::float", NAME)
    lost.lose()
    clear = b"".join(path.read_bytes() for path in archive.iterdir() if path.suffix != ".tar")
    assert b"PARTNERSHIP-BACKUP" in clear and b"outcomes_enrollment" not in clear

    started = time.monotonic()
    whole = came_back(Path(folder, "whole"), archive, lost)
    took = time.monotonic() - started
    (newest,) = whole.sql("SELECT extract(epoch FROM max(at))::float FROM beats", NAME)
    assert counted(whole)[0] == 0 and before[0] == ROWS
    whole.stop()
    earlier = came_back(Path(folder, "earlier"), archive, lost, until=moment)
    assert counted(earlier) == before, "the table that was emptied is not back"
    earlier.stop()
    print(f"archive_timeout {seconds} s: {gone - newest:.0f} s of work were lost; back after {took:.0f} s")
    print("as it was before the table was emptied: every row")
    return gone - newest


def main():
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    with tempfile.TemporaryDirectory(prefix="archive-", dir="/tmp") as folder:
        lost = drill(folder, seconds)
    # A segment is closed at the latest after archive_timeout, and then copied.
    sys.exit(0 if lost <= 2 * seconds + 30 else 1)


if __name__ == "__main__":
    main()
