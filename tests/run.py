"""The whole suite on SQLite, then all of it that touches a database on PostgreSQL; `make test` calls this.

REQUIRE_ALL=1 makes what could not run (no PostgreSQL, no Chromium) a failure instead of a skip.
Words after the command go to pytest: `python -m tests.run tests/cms -x`.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnership.settings")
# Four workers and some forty processes of `manage.py` import the same files: they are compiled once, not by each.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Each core has a worker of its own; two that compute with two threads each only wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tests.migrated_template import make_postgres_template
from tests.throwaway_postgres import NoPostgres, throwaway_postgres

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def main(words):
    with ExitStack() as until_the_end, ThreadPoolExecutor(1) as meanwhile:
        postgres = meanwhile.submit(migrated_postgres, until_the_end)
        failed = run_suite("SQLite", {}, words)
        try:
            failed |= run_suite("PostgreSQL", postgres.result(), words)
        except NoPostgres as reason:
            print(f"PostgreSQL: skipped. {reason}")
            failed |= REQUIRE_ALL
    return int(failed)


def migrated_postgres(until_the_end):
    """The environment of the suite on PostgreSQL, once there is a server with a migrated database to copy.

    Migrating keeps one core busy for most of a minute, and so does the start of the suite on SQLite.
    """
    url = until_the_end.enter_context(throwaway_postgres())
    return {"DATABASE_URL": url, "ONLY_WHAT_TOUCHES_A_DATABASE": "1", **make_postgres_template(url)}


def run_suite(name, environment, words):
    print(f"\n=== The suite on {name} ===", flush=True)
    started = time.monotonic()
    workers = ["-n", "2"] if "-n" not in words else []
    code = subprocess.call(
        [sys.executable, "-m", "pytest", *workers, "--dist", "worksteal", "-ra", *words],
        env={**os.environ, **environment},
    )
    print(f"{name}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return code != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
