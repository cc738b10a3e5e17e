"""SQLite: are readers ever locked out while a million rows go in?

One process takes in a file of student attendance, from the upload to the derived tables; another opens a connection
with no patience at all (timeout 0: the first lock that it meets is an error) and keeps reading what pages read.
Prints how many reads there were, how many were refused, and `ratio N`: the longest of them over the median of the
same reads while nothing goes in. Exits 1 if a single read was refused.

    python -m tests.benchmarks.bench_readers [rows]
"""

import os
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.bench_import import attendance, county, enrollment, in_effect, previewed

ROWS = 1_000_000
READS = (
    "SELECT COUNT(*) FROM outcomes_submission WHERE state = 'staged'",
    "SELECT id, state, rows FROM outcomes_submission ORDER BY created_at DESC LIMIT 20",
    "SELECT dataset, COUNT(*) FROM outcomes_claim WHERE in_effect GROUP BY dataset",
    "SELECT name FROM partnership_organization ORDER BY name LIMIT 50",
)


def reads(path, until):
    """Seconds of each read while `until()` is false, and how many were refused."""
    seconds, refused = [], 0
    with sqlite3.connect(path, timeout=0) as reader:
        while not until():
            for statement in READS:
                started = time.perf_counter()
                try:
                    reader.execute(statement).fetchall()
                except sqlite3.OperationalError as error:
                    if "locked" not in str(error):
                        raise
                    refused += 1
                seconds.append(time.perf_counter() - started)
            time.sleep(0.01)
    return seconds, refused


def take_in(rows):
    """In a process of its own: the whole journey of the file."""
    person, district, codes = county()
    in_effect(previewed(person, district, "student_enrollment", enrollment(codes, rows))[0], person)
    in_effect(previewed(person, district, "student_attendance", attendance(codes, rows))[0], person)


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "readers.sqlite3"
        os.environ["DATABASE_URL"] = f"sqlite:///{path}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "partnership.settings"
        import django
        from django.conf import settings
        from django.core.management import call_command

        settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
        django.setup()
        call_command("migrate", verbosity=0)
        ends = time.perf_counter() + 3
        idle, _ = reads(path, lambda: time.perf_counter() > ends)
        child = os.fork()
        if not child:
            code = 1
            try:
                take_in(rows)
                code = 0
            finally:
                os._exit(code)
        ended = []

        def is_over():
            pid, status = os.waitpid(child, os.WNOHANG)
            return bool(pid) and not ended.append(status)

        seconds, refused = reads(path, is_over)
        assert ended == [0], "the file did not go in"
    print(
        f"{rows:,} rows going in; {len(seconds):,} reads meanwhile, {refused} refused, longest {max(seconds):.3f} s"
    )
    print(f"ratio {max(seconds) / statistics.median(idle):.0f} (longest over the median while idle)")
    sys.exit(1 if refused or not seconds else 0)


if __name__ == "__main__":
    main()
