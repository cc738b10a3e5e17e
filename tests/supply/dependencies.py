"""Known weaknesses of the locked packages, once a day per lock: `python -m tests.supply.dependencies`.

One question to osv.dev, which gathers the advisories of PyPI, GitHub and others. Where it is out of reach
the check says so and passes; REQUIRE_ALL=1 makes that a failure.
"""

import hashlib
import json
import os
import sys
import urllib.request
from datetime import date
from pathlib import Path

from .bill import locked

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.txt"
SOURCE = "https://api.osv.dev/v1/querybatch"
SECONDS = 5
STAMP = ROOT / "var" / "audited"
# Weaknesses that do not concern us, each with the reason.
ACCEPTED: dict[str, str] = {}


def weaknesses(packages, ask):
    """[`name version: id`] of those that are not accepted. ask: a callable of the list of package addresses that
    returns a list of ids for each."""
    addresses = [f"pkg:pypi/{name}@{version}" for name, version, _hashes in packages]
    return [
        f"{name} {version}: {found}"
        for (name, version, _hashes), ids in zip(packages, ask(addresses), strict=True)
        for found in ids
        if found not in ACCEPTED
    ]


def ask_osv(addresses):
    """Raises OSError where there is no way to the list."""
    question = {"queries": [{"package": {"purl": address}} for address in addresses]}
    request = urllib.request.Request(
        SOURCE, json.dumps(question).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        results = json.load(answer)["results"]
    return [[each["id"] for each in result.get("vulns", ())] for result in results]


def main():
    this = f"{date.today()} {hashlib.sha256(LOCK.read_bytes()).hexdigest()}"
    if STAMP.is_file() and STAMP.read_text() == this:
        print("Dependencies: looked at today already, nothing known against them.")
        return 0
    try:
        found = weaknesses(locked(LOCK), ask_osv)
    except (OSError, ValueError, KeyError) as reason:
        print(f"Dependencies: skipped, the list of known weaknesses is out of reach ({reason}).")
        return int(os.environ.get("REQUIRE_ALL") == "1")
    if found:
        print("Dependencies with known weaknesses; raise their versions (`make lock`):\n" + "\n".join(found))
        return 1
    STAMP.parent.mkdir(exist_ok=True)
    STAMP.write_text(this)
    print("Dependencies: nothing known against them.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
