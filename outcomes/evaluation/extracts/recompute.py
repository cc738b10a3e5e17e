"""Makes the report again from an extract, and says whether it is the one that came with it.

    python -m outcomes.evaluation.extracts.recompute extract.zip [report.json]

Needs this project's code and its requirements, no database and no account. Exits with 1 when a number differs.
"""

import json
import os
import sys
from pathlib import Path


def main(extract, report=None):
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnership.settings")
    django.setup()
    from outcomes.evaluation.extracts.bundle import report_of_bundle

    made, told = report_of_bundle(Path(extract).read_bytes())
    if report:
        Path(report).write_text(json.dumps(made, indent=1), encoding="utf-8")
    apart = differences(made, told)
    for where, ours, theirs in apart[:50]:
        print(f"{where}: {ours} here, {theirs} in the extract")
    print(f"{len(apart)} numbers differ." if apart else "Every number is the same.")
    return int(bool(apart))


def differences(one, other, where=""):
    """[(where, here, there)] of all that differs, the software's versions left out; floats to nine digits."""
    if isinstance(one, dict) and isinstance(other, dict):
        names = [name for name in one.keys() | other.keys() if not (where == "" and name == "software")]
        return [
            found
            for name in sorted(names)
            for found in differences(one.get(name), other.get(name), f"{where}/{name}")
        ]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            found
            for place, (a, b) in enumerate(zip(one, other, strict=True))
            for found in differences(a, b, f"{where}/{place}")
        ]
    if isinstance(one, float) and isinstance(other, float):
        same = abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))
    else:
        same = one == other
    return [] if same else [(where, one, other)]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
