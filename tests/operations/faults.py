"""Faults, one after the other, on a PostgreSQL, a web server and a worker of their own.

    python -m tests.operations.faults [NAME ...] [--copy-of DATABASE_URL]

Each prints what was done and what was found; the command exits 1 where anything was lost or doubled, or nobody was told.
--copy-of: a migrated database to begin from, which saves migrating. Loopback only; a tablespace on a small file system
stands for a full disk where the machine lets us mount one. The fast part is in the suite; docs/operations.md
names the tests of each fault.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.operations.cluster import wait_for
from tests.operations.installation import LEASE, NAME, Place, Readers, mail_server, small_disk, status

# So many that the file is still being read when the fault comes.
ROWS = 400_000
HEADER = "school,student_id,month,days_expected,days_excused,days_unexcused"


# --- What people do meanwhile ---------------------------------------------------------------------


def hand_in(world, number, rows=ROWS):
    """The number-th file of a district, put into the queue."""
    from outcomes.submissions.receive import receive

    months = [f"{2010 + number}-{month:02d}" for month in range(8, 12)]
    lines = [f"0100001,{n // 4 + 1},{months[n % 4]},20,1,0" for n in range(rows)]
    return receive(
        by=world.person("data_coordinator"),
        organization=world["alder"],
        dataset="student_attendance",
        name=f"{number}.csv",
        content="\n".join([HEADER, *lines]).encode(),
    )


def state_of(submission):
    from django.db import Error, connection

    from outcomes.models import Submission

    try:
        return Submission.objects.get(pk=submission.pk).state
    except Error:
        connection.close()
        return "no database"


def accepted_once(submission, rows=ROWS):
    """Accept it, and see that each row is there and in effect, once."""
    from outcomes.models import AttendanceMonth, Claim, Submission
    from outcomes.submissions.accept import accept

    submission = Submission.objects.get(pk=submission.pk)
    assert submission.state == "staged", (submission.state, submission.refusal)
    accept(submission, by=submission.created_by)
    claims = Claim.objects.filter(submission=submission)
    stored = AttendanceMonth.objects.filter(claim_id__in=claims.values("pk")).count()
    in_effect = claims.filter(in_effect=True).count()
    assert (stored, in_effect) == (rows, 4), f"{stored} rows stored, {in_effect} claims in effect"
    return f"{stored:,} rows, each once, in {in_effect} claims"


def until_read(submission, seconds=300):
    return wait_for(
        "the file", lambda: state_of(submission) not in ("received", "reading", "no database"), seconds
    )


def until_being_read(submission):
    from outcomes.models import AttendanceMonth, Claim

    claims = Claim.objects.filter(submission=submission).values("pk")
    wait_for("reading", lambda: state_of(submission) == "reading", every=0.05)
    wait_for(
        "the first rows",
        lambda: (
            AttendanceMonth.objects.filter(claim_id__in=claims).exists() or state_of(submission) != "reading"
        ),
        every=0.02,
    )
    assert (during := state_of(submission)) == "reading", f"the fault would have come too late: {during}"
    return during


# --- The faults -----------------------------------------------------------------------------------


def database_restarted(place):
    """PostgreSQL stops and starts again, and another time loses its power, while a file is read and people read."""
    for number, mode in enumerate(("fast", "immediate"), 1):
        readers = Readers(place.port)
        submission = hand_in(place.world, number)
        during = until_being_read(submission)
        place.cluster.restart(mode)
        until_read(submission)
        readers.until_answered()
        before = readers.answers.copy()
        time.sleep(2)
        readers.end()
        later = readers.answers - before
        told = accepted_once(submission)
        assert set(later) == {200}, later
        yield f"{mode} restart while {during}: {told}; answers {dict(readers.answers)}; worker started {place.worker.starts} times"


def worker_killed(place):
    """SIGKILL in the midst of a file: another worker takes it up when the lease is over."""
    submission = hand_in(place.world, 3)
    during = until_being_read(submission)
    place.worker.process.kill()
    seconds = until_read(submission)
    yield f"killed while {during}: {accepted_once(submission)}; {seconds:.0f} s later, with a lease of {LEASE} s"


def web_killed(place):
    """SIGKILL of one web process, then of the server: those who ask again are answered."""
    readers = Readers(place.port)
    server = place.web.process.pid
    (child, *_others) = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    os.kill(int(child), signal.SIGKILL)
    time.sleep(5)
    first = dict(readers.answers)
    # systemd ends what a server that was killed left running; here we do.
    left = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    place.web.process.kill()
    for pid in left:
        os.kill(int(pid), signal.SIGKILL)
    time.sleep(2)
    seconds = readers.until_answered()
    readers.end()
    assert first.get(200, 0) > first.get(0, 0), first
    yield f"one process killed: {first}; the server killed: back after {seconds + 2:.0f} s, {dict(readers.answers)} in all"


def disk_full(place):
    """The disk of the facts is full: the file is refused in words, nothing of it counts, and afterwards it goes in."""
    from outcomes.models import Claim, Submission

    (held,) = place.cluster.sql("SELECT pg_table_size('outcomes_attendancemonth')", NAME)
    with small_disk(place.cluster, f"{held // 2**20 + 5}m") as (space, enlarge):
        if not space:
            yield "skipped: this machine lets us mount no small file system"
            return
        place.cluster.sql(f"ALTER TABLE outcomes_attendancemonth SET TABLESPACE {space}", NAME)
        submission = hand_in(place.world, 5, rows=200_000)
        until_read(submission)
        found = Submission.objects.get(pk=submission.pk)
        assert found.state == "refused" and "Nothing was stored" in str(found.refusal), (
            found.state,
            found.refusal,
        )
        assert not Claim.objects.filter(submission=found, in_effect=True).exists()
        yield f"refused, and the person told: {found.refusal}"
        enlarge("200m")
        again = hand_in(place.world, 5, rows=200_000)
        until_read(again)
        yield f"after the disk was enlarged: {accepted_once(again, 200_000)}"
        place.cluster.sql("ALTER TABLE outcomes_attendancemonth SET TABLESPACE pg_default", NAME)


def mail_server_down(place):
    """An invitation while no mail server answers: it stands, its letter waits, and goes out once when one does."""
    from partnership.actions.invitations import invite
    from partnership.models import WaitingMail

    invite(
        by=place.world.person("organization_administrator"),
        email="new@alder.example.org",
        organization=place.world["alder"],
        role="editor",
    )
    assert WaitingMail.objects.count() == 1
    before = ticked(place)
    with mail_server(place.mail_port) as letters:
        after = [ticked(place), ticked(place)]
    assert len(letters) == 1 and b"new@alder.example.org" in letters[0], letters
    assert not WaitingMail.objects.exists()
    yield f"kept and sealed; tick while down: {before}; ticks afterwards: {', '.join(after)}; letters: {len(letters)}"


def ticked(place):
    done = place.manage("tick")
    return next(line for line in done.stdout.splitlines() if line.startswith("send_waiting"))


def two_schedulers(place):
    """Four ticks at once, with something that is due once."""
    from django.utils import timezone

    from partnership import vault
    from partnership.models import AuditEvent

    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    items = [
        vault.put(b"x", by=None, owner=place.world["alder"], purpose="submission", destroy_on=yesterday)
        for _one in range(20)
    ]
    running = [place.manage("tick", wait=False) for _one in range(4)]
    said = [each.communicate()[0] for each in running]
    waited = sum("Another tick" in each for each in said)
    destroyed = AuditEvent.objects.filter(
        verb="vault.destroyed", target_id__in=[str(item.pk) for item in items]
    )
    assert destroyed.count() == len(items), destroyed.count()
    yield f"{len(items)} due things destroyed, each once; {waited} of 4 found another at work"


FAULTS = [database_restarted, worker_killed, web_killed, disk_full, mail_server_down, two_schedulers]


def main():
    words = argparse.ArgumentParser()
    words.add_argument("names", nargs="*", choices=[[], *(fault.__name__ for fault in FAULTS)])
    words.add_argument("--copy-of")
    asked = words.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="faults-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        place = Place(folder, asked.copy_of)
        try:
            wait_for("web answers", lambda: status(f"http://127.0.0.1:{place.port}/health/ready/") == 200)
            for fault in FAULTS:
                if asked.names and fault.__name__ not in asked.names:
                    continue
                print(f"== {fault.__name__}: {fault.__doc__}", flush=True)
                started = time.monotonic()
                try:
                    for told in fault(place):
                        print(f"   {told}", flush=True)
                except Exception:
                    traceback.print_exc()
                    failed += 1
                print(f"   {time.monotonic() - started:.0f} s", flush=True)
        finally:
            place.end()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
