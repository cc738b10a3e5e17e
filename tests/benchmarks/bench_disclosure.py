"""Cell suppression on two made tables: cells hidden, protection, and time, beside tau-ARGUS where it is installed.

Our auditor judges both: for each count of 1 to 10, can the published numbers alone keep it from reaching down to 1
and up to 10? Times are of the processor, so that a busy machine changes little. tau-ARGUS (pytauargus, extra group
`oracles`) is asked for its modular method with the minimum-frequency rule at 11; it works from one row per student.
"""

import contextlib
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from outcomes.disclosure.audit import audit
from outcomes.disclosure.cubes import TOTAL, cube
from outcomes.disclosure.suppress import suppress

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "disclosure"
# File: nested dimensions; most secondary cells; seconds for suppression and for the audit.
TABLES = {
    "cities_294": ({}, 41, 1, 2),
    "schools_1365": ({"school": "city"}, None, 10, 15),
}


def main():
    if not FOLDER.is_dir():
        print("skipped: the sample tables are not here")
        return 0
    return max(run(name, *limits) for name, limits in TABLES.items())


def run(name, within, most_secondary, seconds, audit_seconds):
    frame = pd.read_csv(FOLDER / f"{name}.csv")
    dims = [column for column in frame if column != "students"]
    table = cube(frame, dims, "students", within=within, outcome="suspended")
    failed = 0
    for rule, primary in [
        ("counts 1-10", (table.values >= 1) & (table.values <= 10)),
        ("policy", table.primary()),
    ]:
        pattern, took = timed(lambda primary=primary: suppress(table, primary))
        report, audited = timed(
            lambda primary=primary, pattern=pattern: audit(table.published(pattern.hidden), primary)
        )
        say(name, f"ours, {rule}", primary, int(pattern.secondary.sum()), report, took, audited)
        failed |= not report.passed or took > seconds or audited > audit_seconds
        if rule == "counts 1-10":
            failed |= bool(most_secondary and pattern.secondary.sum() > most_secondary)
    primary = (table.values >= 1) & (table.values <= 10)
    hidden, took = timed(lambda: tau_argus(frame, dims, within, table))
    if hidden is None:
        print(f"{name:13} tau-ARGUS is not installed: uv pip install --group oracles")
    else:
        report = audit(table.published(hidden | primary), primary)
        say(name, "tau-ARGUS", primary, int((hidden & ~primary).sum()), report, took, None)
    return int(failed)


def say(name, who, primary, secondary, report, took, audited):
    audited = "" if audited is None else f", audit {audited:.2f} s"
    print(
        f"{name:13} {who:18} primary {int(primary.sum()):4}, secondary {secondary:4}, "
        f"under-protected {len(report.under_protected):3}, {took:.2f} s{audited}",
        flush=True,
    )


def timed(do):
    begun = time.process_time()
    return do(), time.process_time() - begun


def tau_argus(frame, dims, within, table):
    """Which cells of our table tau-ARGUS hides (bool array), None where it is not installed."""
    try:
        from pytauargus import protect
    except ImportError:
        return None
    codes = {dim: codes_of(frame[dim]) for dim in dims}
    inner = frame[(frame[dims] != TOTAL).all(axis=1)]
    # A hierarchy is one variable of two levels: the outer dimension goes into the inner one's code list.
    flat = [dim for dim in dims if dim not in within.values()]
    students = inner.loc[inner.index.repeat(inner["students"]), flat].assign(one=1).reset_index(drop=True)
    for dim in flat:
        students[dim] = students[dim].map(codes[dim])
    # Its solver leaves scratch files wherever it runs.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), quiet():
        result = protect(
            students,
            flat,
            response="one",
            safety_rules="FREQ(11,30)",
            suppress="MOD(1,5,1,0,0)",
            hrc={dim: hierarchy(folder, inner, dim, outer, codes) for dim, outer in within.items()} or None,
            hierleadstring="@",
            workdir=folder,
        )
        found = result.tables[0].dataframe()
    status = {tuple(row[dim].strip() for dim in flat): row["status"] for _, row in found.iterrows()}

    def key_of(key):
        values = dict(zip(dims, key, strict=True))
        for dim, outer in within.items():
            if values[dim] == TOTAL:
                values[dim] = values[outer]
        return tuple(codes[dim].get(values[dim]) or codes[within[dim]][values[dim]] for dim in flat)

    return np.array([status.get(key_of(key)) in ("U", "M") for key in table.keys])


def codes_of(values):
    """{value: code}, all of one width, as its fixed-width files ask for."""
    names = sorted(set(values) - {TOTAL})
    return {name: f"{values.name[:1]}{number:03d}" for number, name in enumerate(names)} | {TOTAL: TOTAL}


def hierarchy(folder, inner, dim, outer, codes):
    path = Path(folder) / f"{dim}.hrc"
    pairs = inner[[outer, dim]].drop_duplicates().sort_values([outer, dim])
    lines = []
    for parent, some in pairs.groupby(outer, sort=False):
        lines += [codes[outer][parent], *(f"@{codes[dim][child]}" for child in some[dim])]
    path.write_text("\n".join(lines) + "\n")
    return str(path)


@contextlib.contextmanager
def quiet():
    """The engine writes its progress to the standard output of the process."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
