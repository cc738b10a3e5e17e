"""500 readers of a full site while a million rows come in; beside it the same readers without the page cache.

A partnership is generated on PostgreSQL: 300 organizations, 2,000 people, 20,000 pages, 100 releases (one is built, the
others are copies of its rows under other names). The web server runs as deploy/ runs it, in production, behind no proxy.
500 people read public pages and pages of releases and 25 work in the workspace, five of whom coordinate the partnership;
each waits ten seconds on average between two pages. For the first two and a half minutes nothing is counted; then a
process takes in a file for each of five school years, each a million rows of attendance, from the upload to the derived
tables.
Server, database, worker and readers share the machine. Prints answers, errors, p50, p95 and the longest answer of what
was asked for while a file was going in, and the memory of the web processes. Exits 1 with an error, with a p95 above
100 ms of pages from memory or above 500 ms of the workspace, or where memory grows over a soak by more than a tenth.

    python -m tests.benchmarks.bench_load [--rows 1000000] [--seconds 240] [--soak MINUTES]
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.load_site import BETWEEN, READERS, WORKING, plant
from tests.benchmarks.readers import summed_up
from tests.benchmarks.throwaway import address, database
from tests.throwaway_postgres import NoPostgres, free_port, throwaway_postgres

WARM, YEARS = 150, 5
MOST_CACHED, MOST_WORKSPACE, MOST_GROWTH = 100, 500, 1.1
ROOT = Path(__file__).resolve().parents[2]
HOST = "localhost"
KEYS = {name: secrets.token_urlsafe(48) for name in ("SECRET_KEY", "STUDENT_KEY_SECRETS", "VAULT_SECRETS")}


def production():
    """The settings of an installation, for every process of this benchmark."""
    return {
        "PRODUCTION": "1",
        "SECRET_KEY": KEYS["SECRET_KEY"],
        "STUDENT_KEY_SECRETS": "1:" + KEYS["STUDENT_KEY_SECRETS"],
        "VAULT_SECRETS": "1:" + KEYS["VAULT_SECRETS"],
        "ALLOWED_HOSTS": HOST,
        "BASE_URL": f"https://{HOST}",
        "EMAIL_URL": "dummymail://",
        "AUDIT_LOG": "",
        "LOG_LEVEL": "ERROR",
    }


def server_command(port):
    """What the systemd unit starts, on another port."""
    unit = (ROOT / "deploy/partnership-web.service").read_text()
    (line,) = (line for line in unit.splitlines() if line.startswith("ExecStart="))
    words = line.removeprefix("ExecStart=").split()
    words[words.index("--port") + 1] = str(port)
    return [str(Path(sys.executable).with_name("granian")), *words[1:]]


# --- What happens ---------------------------------------------------------------------------------


def take_in(rows, seconds):
    """In a process of its own, as a worker's: whole journeys of files, for so long at most. Prints JSON: [[began, ended]]."""
    import django

    django.setup()
    from partnership.models import Organization, Place, User
    from tests.benchmarks.bench_import import YEAR, attendance, enrollment, in_effect, previewed

    os.nice(15)  # As deploy/partnership-worker.service does.
    person, district = User.objects.get(email="bench@example.org"), Organization.objects.get(slug="bench")
    codes = list(Place.objects.filter(kind="school", parent__code="9910001").values_list("code", flat=True))
    end, taken = time.time() + seconds, []
    for year in range(YEAR, YEAR - YEARS, -1):
        if time.time() > end:
            break
        children = enrollment(codes, rows, year)
        in_effect(previewed(person, district, "student_enrollment", children)[0], person)
        content = attendance(codes, rows, year=year)
        began = time.time()
        in_effect(previewed(person, district, "student_attendance", content)[0], person)
        taken.append((began, time.time()))
    print(json.dumps(taken))


@contextmanager
def serving(static, **more):
    """(port, process) of a web server that answers."""
    import urllib.request

    port = free_port()
    environment = {**os.environ, **production(), "DATABASE_URL": address(), "STATIC_ROOT": static, **more}
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput"]
    subprocess.run(collect, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen(server_command(port), cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/health/ready/", headers={"Host": HOST, "X-Forwarded-Proto": "https"}
    )
    try:
        for _again in range(120):
            try:
                urllib.request.urlopen(asked, timeout=5).read()
                break
            except OSError:
                assert process.poll() is None, "the web server stopped"
                time.sleep(0.5)
        yield port, process
    finally:
        process.terminate()
        process.wait(60)


def megabytes(process):
    """Memory of a server and its children that is theirs alone or shared among them, in MB."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    total = 0
    for pid in (str(process.pid), *children):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def load(groups, seconds, rows=0, every=60, **more):
    """(answers, [MB of the web processes over the time], [(began, ended) of each file])."""
    with tempfile.TemporaryDirectory() as folder, serving(f"{folder}/static", **more) as (port, process):
        plan = Path(folder) / "plan.json"
        told = {
            "port": port,
            "host": HOST,
            "seconds": WARM + seconds,
            "warm": WARM,
            "groups": groups,
        }
        plan.write_text(json.dumps(told))
        environment = {**os.environ, **production(), "DATABASE_URL": address()}
        environment["TASKS_BACKEND"] = "django_tasks.backends.dummy.DummyBackend"
        environment["DJANGO_SETTINGS_MODULE"] = "partnership.settings"

        def begin(module, *words):
            out = (Path(folder) / f"{module}.json").open("w+")
            command = [sys.executable, "-m", f"tests.benchmarks.{module}", *words]
            return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out), out

        readers, answers = begin("readers", str(plan))
        memory, worker, taken = [], None, None
        while readers.poll() is None:
            if rows and not worker and len(memory) * every >= WARM:
                worker, taken = begin("bench_load", "--take-in", str(rows), "--seconds", str(seconds))
            try:
                readers.wait(every)
            except subprocess.TimeoutExpired:
                memory.append(megabytes(process))
        assert not (worker and worker.wait()), "the file did not go in"
        return said(answers), memory, said(taken) if worker else []


def said(out):
    out.seek(0)
    return json.load(out)


def asked_meanwhile(answers, taken):
    """Answers to what was asked while a file was going in."""
    return [answer for answer in answers if any(began <= answer[1] <= ended for began, ended in taken)]


def tell(title, answers):
    """Prints the figures and returns them."""
    found = summed_up(answers)
    print(title)
    for kind, figures in found.items():
        print(
            f"  {kind:28} {figures['answers']:7,} answers {figures['errors']:4} errors   p50 {figures['p50']:5} ms"
            f"   p95 {figures['p95']:6} ms   longest {figures['longest']:6} ms"
        )
        for problem in figures["problems"]:
            print(f"      {problem}")
    sys.stdout.flush()
    return found


def good(found):
    kept = [figures["p95"] for kind, figures in found.items() if kind.endswith("from memory")]
    if errors(found) or not kept or "workspace" not in found:
        return False
    return max(kept) <= MOST_CACHED and found["workspace"]["p95"] <= MOST_WORKSPACE


def errors(found):
    return sum(figures["errors"] for figures in found.values())


def measured(groups, asked):
    answers, memory, taken = load(groups, asked.seconds, asked.rows, every=10)
    seconds = ", ".join(f"{ended - began:.0f}" for began, ended in taken)
    print(
        f"{READERS} readers, {WORKING} people at work, {BETWEEN:.0f} s between pages; files of {asked.rows:,} rows "
        f"from the upload to the derived tables in {seconds} s"
    )
    found = tell("while a file was going in", asked_meanwhile(answers, taken))
    whole = tell("the whole time", answers)
    print(f"  memory of the web processes: {memory[0]:.0f} MB at first, {memory[-1]:.0f} MB at the end")
    passed = good(found) and not errors(whole)
    uncached, _memory, _taken = load(groups, min(asked.seconds, 60), PAGE_CACHE="0")
    uncached = tell("the same readers without the page cache, and nothing coming in", uncached)
    fast = max(figures["p95"] for kind, figures in whole.items() if kind.endswith("from memory"))
    slow = [uncached[kind] for kind in ("public pages", "release pages")]
    if all(figures["answers"] for figures in slow):
        print(
            f"ratio {max(figures['p95'] for figures in slow) / max(fast, 1):.0f} (p95 made anew over p95 from memory)"
        )
    if asked.soak:
        answers, memory, _taken = load(groups, asked.soak * 60)
        found = tell(f"soak of {asked.soak} minutes", answers)
        print("  memory of the web processes, MB each minute: " + " ".join(f"{each:.0f}" for each in memory))
        middle = memory[len(memory) // 3]
        passed &= memory[-1] <= MOST_GROWTH * middle and not errors(found)
    return passed


def main(asked):
    os.environ.update(production())
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        try:
            with throwaway_postgres() as url:
                os.environ["DATABASE_URL"] = url
                return main(asked)
        except NoPostgres as reason:
            print(f"skipped: {reason}")
            return True
    with database():
        started = time.perf_counter()
        groups = plant()
        print(f"planted in {time.perf_counter() - started:.0f} s", flush=True)
        return measured(groups, asked)


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("--rows", type=int, default=1_000_000)
    words.add_argument("--seconds", type=int, default=240)
    words.add_argument("--soak", type=int, default=0, help="minutes")
    words.add_argument("--take-in", type=int)
    given = words.parse_args()
    if given.take_in:
        take_in(given.take_in, given.seconds)
    else:
        sys.exit(0 if main(given) else 1)
