"""The whole suite on SQLite, then all of it that touches a database on PostgreSQL; `make test` calls this.

REQUIRE_ALL=1 makes what could not run (no PostgreSQL, no Chromium) a failure instead of a skip.
Words after the command go to pytest: `python -m tests.run tests/cms -x`.
"""

import os
import subprocess
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnership.settings")

from tests.migrated_template import make_postgres_template
from tests.throwaway_postgres import NoPostgres, throwaway_postgres

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def main(words):
    failed = run_suite("SQLite", {}, words)
    try:
        with throwaway_postgres() as url:
            template = make_postgres_template(url)
            environment = {"DATABASE_URL": url, "ONLY_WHAT_TOUCHES_A_DATABASE": "1", **template}
            failed |= run_suite("PostgreSQL", environment, words)
    except NoPostgres as reason:
        print(f"PostgreSQL: skipped. {reason}")
        failed |= REQUIRE_ALL
    return int(failed)


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
