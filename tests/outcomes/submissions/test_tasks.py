"""The worker dies, errs, is started again: afterwards all rows or none, and the submission says what happened."""

import pytest
from django.db import OperationalError, connection

from outcomes.models import AttendanceMonth, Claim, Problem, Submission
from outcomes.submissions import bulk, journey, resource
from outcomes.submissions.accept import accept
from outcomes.submissions.receive import receive
from outcomes.submissions.tasks import clear_submission, stage_submission
from outcomes.submissions.withdraw import discard
from partnership.models import VaultItem
from partnership.work import WorkFailed

HEADER = b"school,student_id,month,days_expected,days_excused,days_unexcused\n"
FILE = HEADER + b"".join(b"0100001,%d,2024-%02d,20,1,0\n" % (n // 4 + 1, 9 + n % 4) for n in range(40))


INSERT = "_copy" if connection.vendor == "postgresql" else "_insert"


class Killed(BaseException):
    """Stands for SIGKILL: nothing of ours catches it."""


@pytest.fixture
def submission(world):
    return handed_in(world)


def handed_in(world):
    return receive(
        by=world.person("data_coordinator"),
        organization=world["alder"],
        dataset="student_attendance",
        name="file.csv",
        content=FILE,
        in_background=False,
    )


def run(submission):
    stage_submission.call(str(submission.pk))
    submission.refresh_from_db()
    return submission


def test_receiving_puts_the_work_into_the_queue(world, django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    with django_capture_on_commit_callbacks(execute=True):
        submission = receive(
            by=world.person("data_coordinator"),
            organization=world["alder"],
            dataset="student_attendance",
            name="file.csv",
            content=FILE,
        )
    queued = DBTaskResult.objects.get(task_path=stage_submission.module_path)
    assert queued.args_kwargs["args"] == [str(submission.pk)], "ids only, never data"


# Where the process may die: (module, function, at its nth call).
CHECKPOINTS = [
    (journey, "read_columns", 1),
    (resource, "check", 1),
    (resource, "clear", 1),
    (resource, "stage", 1),
    (bulk, INSERT, 1),
    (bulk, INSERT, 3),
    (resource, "compare", 1),
    (resource, "keep_problems", 1),
]


@pytest.mark.parametrize(("module", "name", "nth"), CHECKPOINTS)
def test_killed_anywhere_and_run_again_it_ends_as_if_nothing_had_happened(
    submission, monkeypatch, module, name, nth
):
    monkeypatch.setattr(bulk, "BATCH", 10)
    with monkeypatch.context() as patch:
        patch.setattr(module, name, dies_at(nth, getattr(module, name)))
        with pytest.raises(Killed):
            run(submission)
    submission.refresh_from_db()
    assert submission.state == "reading"
    assert not Claim.objects.filter(in_effect=True).exists()
    run(submission)
    assert (submission.state, submission.new) == ("staged", 40)
    assert (AttendanceMonth.objects.count(), Claim.objects.count()) == (40, 4)
    accept(submission, by=submission.created_by)
    assert AttendanceMonth.objects.filter(claim_id__in=Claim.objects.filter(in_effect=True)).count() == 40


def dies_at(nth, function):
    calls = []

    def deadly(*args, **kwargs):
        calls.append(1)
        if len(calls) == nth:
            raise Killed
        return function(*args, **kwargs)

    return deadly


def test_rows_of_a_dead_attempt_are_cleared_first(submission, monkeypatch):
    """The process dies between two batches: half of the rows rest in the table, under claims that do not count."""
    monkeypatch.setattr(bulk, "BATCH", 10)
    with monkeypatch.context() as patch:
        patch.setattr(bulk, INSERT, dies_at(3, getattr(bulk, INSERT)))
        with pytest.raises(Killed):
            run(submission)
    assert AttendanceMonth.objects.count() == 20
    assert run(submission).state == "staged"
    assert (AttendanceMonth.objects.count(), Claim.objects.count()) == (40, 4)


def test_run_twice_it_does_nothing_the_second_time(submission):
    run(submission)
    claims = list(Claim.objects.values_list("pk", flat=True))
    assert run(submission).state == "staged"
    assert list(Claim.objects.values_list("pk", flat=True)) == claims


def test_an_error_of_the_platform_is_told_without_the_data(submission, monkeypatch):
    def err(*args, **kwargs):
        raise RuntimeError("Zyxwvuts, Maria")

    monkeypatch.setattr(resource, "compare", err)
    with pytest.raises(WorkFailed) as failure:
        run(submission)
    submission.refresh_from_db()
    assert submission.state == "refused"
    assert "RuntimeError" in submission.refusal and "Zyxwvuts" not in submission.refusal + str(failure.value)
    assert AttendanceMonth.objects.count() == Claim.objects.count() == VaultItem.objects.count() == 0


def test_a_disk_that_is_full_has_the_file_refused_in_words_and_afterwards_it_goes_in(
    world, submission, monkeypatch
):
    monkeypatch.setattr(bulk, "BATCH", 10)
    with monkeypatch.context() as patch:
        patch.setattr(bulk, INSERT, full_at(3, getattr(bulk, INSERT)))
        with pytest.raises(WorkFailed):
            run(submission)
    submission.refresh_from_db()
    assert submission.state == "refused" and "no room left on its disk" in submission.refusal
    assert "Nothing was stored" in submission.refusal and "rror" not in submission.refusal
    assert AttendanceMonth.objects.count() == Claim.objects.count() == 0
    assert run(handed_in(world)).state == "staged"
    assert (AttendanceMonth.objects.count(), Claim.objects.count()) == (40, 4)


def full_at(nth, function):
    """The database has no room for the nth batch."""
    calls = []

    def insert(*args, **kwargs):
        calls.append(1)
        if len(calls) == nth:
            raise OperationalError("could not extend file: No space left on device")
        return function(*args, **kwargs)

    return insert


def test_discarded_while_it_is_read_it_does_not_come_back(submission, monkeypatch):
    compare = resource.compare

    def discarded_meanwhile(*args):
        discard(Submission.objects.get(), by=submission.created_by)
        return compare(*args)

    monkeypatch.setattr(resource, "compare", discarded_meanwhile)
    assert run(submission).state == "discarded"
    assert AttendanceMonth.objects.count() == Claim.objects.count() == Problem.objects.count() == 0


def test_clearing_never_touches_what_was_accepted(submission):
    run(submission)
    accept(submission, by=submission.created_by)
    clear_submission.call(str(submission.pk))
    assert AttendanceMonth.objects.count() == 40


def test_progress_is_on_the_submission(submission, monkeypatch):
    steps = []
    original = journey._Progress.__call__

    def seen(self, step, done, total):
        original(self, step, done, total)
        steps.append(step)

    monkeypatch.setattr(journey._Progress, "__call__", seen)
    run(submission)
    assert list(dict.fromkeys(steps)) == ["reading", "checking", "staging", "comparing"]
    assert submission.step == ""
