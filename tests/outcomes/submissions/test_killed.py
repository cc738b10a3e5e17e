"""A process that is really killed (SIGKILL), at every checkpoint of reading, staging and accepting.

Each time a child process does the work and dies at the checkpoint; then another process, this one, finds what it
left, takes the work up again, and everything ends as if nothing had happened: all rows or none.
"""

import os
import signal

import pytest
from django.db import connections

from outcomes.models import AttendanceMonth, Claim, Submission
from outcomes.submissions import accept as accepting
from outcomes.submissions import bulk, journey, resource
from outcomes.submissions.receive import receive
from outcomes.submissions.tasks import stage_submission

from .at_once import in_a_thread, shared_database
from .test_tasks import INSERT

HEADER = "school,student_id,month,days_expected,days_excused,days_unexcused"
pytestmark = pytest.mark.django_db(transaction=True)

# (module, function at which the process dies, at its nth call; before or after it did its work)
STAGING = [
    (journey, "read_columns", 1, "before"),
    (journey, "read_columns", 1, "after"),
    (resource, "check", 1, "after"),
    (resource, "clear", 1, "after"),
    (bulk, INSERT, 1, "after"),
    (bulk, INSERT, 3, "before"),
    (resource, "stage", 1, "after"),
    (resource, "compare", 1, "after"),
    (resource, "keep_problems", 1, "after"),
]
ACCEPTING = [
    (accepting, "locked", 1, "after"),
    (accepting, "register_places", 1, "after"),
    (accepting, "set_in_effect", 1, "after"),
    (accepting, "forget_file", 1, "after"),
    (accepting, "follow_up", 1, "after"),
    (accepting, "record", 1, "after"),
]


def dies(module, name, nth, when):
    """Have this process killed at the checkpoint."""
    function, calls = getattr(module, name), []

    def deadly(*args, **kwargs):
        calls.append(1)
        if len(calls) < nth:
            return function(*args, **kwargs)
        if when == "after":
            function(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(module, name, deadly)


def in_a_child(work, checkpoint):
    """The signal that ended a process of its own, with connections of its own, that did the work."""
    child = os.fork()
    if not child:
        # The parent's connection is not ours to close: its server would believe that the parent has left.
        connections["default"].connection = None
        dies(*checkpoint)
        try:
            work()
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else None


def handed_in(world, number):
    """The number-th submission: 40 rows in four months of their own."""
    months = [
        f"{2020 + month // 12}-{month % 12 + 1:02d}" for month in range(8 + 4 * number, 12 + 4 * number)
    ]
    rows = [f"0100001,{n // 4 + 1},{months[n % 4]},20,1,0" for n in range(40)]
    return receive(
        by=world.person("data_coordinator"),
        organization=world["alder"],
        dataset="student_attendance",
        name="file.csv",
        content="\n".join([HEADER, *rows]).encode(),
        in_background=False,
    )


def found(submission):
    """(state, rows stored, rows in effect, claims in effect) of a submission, as another process sees it."""
    claims = Claim.objects.filter(submission=submission)
    rows = AttendanceMonth.objects.filter(claim_id__in=claims.values("pk"))
    effective = claims.filter(in_effect=True)
    return (
        Submission.objects.get(pk=submission.pk).state,
        rows.count(),
        rows.filter(claim_id__in=effective.values("pk")).count(),
        effective.count(),
    )


def stage(submission):
    stage_submission.call(str(submission.pk))


def accept(submission):
    staged = Submission.objects.get(pk=submission.pk)
    accepting.accept(staged, by=staged.created_by)


def test_killed_while_reading_and_staging(world, tmp_path, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 10)

    def drill():
        for number, checkpoint in enumerate(STAGING):
            submission = handed_in(world, number)
            assert in_a_child(lambda one=submission: stage(one), checkpoint) == signal.SIGKILL, checkpoint
            state, _stored, *in_effect = found(submission)
            assert (state, *in_effect) == ("reading", 0, 0), checkpoint
            stage(submission)
            accept(submission)
            assert found(submission) == ("accepted", 40, 40, 4), checkpoint

    with shared_database(tmp_path):
        in_a_thread(drill)


def test_killed_while_accepting(world, tmp_path):
    def drill():
        for number, checkpoint in enumerate(ACCEPTING):
            submission = handed_in(world, number)
            stage(submission)
            assert in_a_child(lambda one=submission: accept(one), checkpoint) == signal.SIGKILL, checkpoint
            assert found(submission) == ("staged", 40, 0, 0), checkpoint
            accept(submission)
            assert found(submission) == ("accepted", 40, 40, 4), checkpoint

    with shared_database(tmp_path):
        in_a_thread(drill)
