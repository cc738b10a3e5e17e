from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from partnership.models import WorkerBeat
from partnership.work import background
from partnership.worker import BeatingWorker, take_up_abandoned_tasks

told, attempts = [], []


@background
def add_up(first, second):
    return first + second


@background(failed="tests.partnership.test_work.tell")
def quote_a_child(name):
    raise ValueError(f"could not read the row of {name}")


def tell(args, kwargs, reason):
    told.append((args, reason))


@background(failed="tests.partnership.test_work.tell")
def lose_the_database(times):
    attempts.append(times)
    if len(attempts) <= times:
        try:
            raise psycopg.errors.AdminShutdown("terminating connection, said beside a row of Canary Child")
        except psycopg.Error as behind:
            raise OperationalError("Canary Child") from behind
    return "done"


@background(failed="tests.partnership.test_work.tell_without_a_database")
def fail_beside_it():
    attempts.append(0)
    raise ValueError("a fault of ours")


def tell_without_a_database(args, kwargs, reason):
    if len(attempts) == 1:
        raise psycopg.OperationalError("the connection is lost")
    told.append((args, reason))


def work_off():
    BeatingWorker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tester",
    ).run()


def result_of(handle):
    return DBTaskResult.objects.get(pk=handle.id)


@pytest.mark.django_db(transaction=True)
class TestWork:
    def test_a_task_runs_in_the_worker(self):
        handle = add_up.enqueue(2, 3)
        work_off()
        assert result_of(handle).return_value == 5
        assert not WorkerBeat.objects.exists()

    def test_an_error_tells_the_place_and_never_what_was_in_the_file(self):
        told.clear()
        handle = quote_a_child.enqueue("Canary Child")
        work_off()
        result = result_of(handle)
        assert result.status == TaskResultStatus.FAILED
        assert "Canary" not in result.traceback.replace("quote_a_child", "")
        assert "ValueError at tests/partnership/test_work.py" in result.traceback
        assert told == [(("Canary Child",), told[0][1])]

    def test_a_dead_workers_task_is_taken_up_again(self):
        handle = add_up.enqueue(2, 3)
        result_of(handle).claim("dead worker")
        WorkerBeat.objects.beat("dead worker")
        assert take_up_abandoned_tasks() == 0, "its lease still runs"
        WorkerBeat.objects.update(seen_at=timezone.now() - timedelta(hours=1))
        work_off()
        assert result_of(handle).return_value == 5

    @pytest.mark.parametrize("hours", [-2, 2])
    def test_a_machine_whose_clock_is_wrong_takes_no_task_from_a_living_worker(self, monkeypatch, hours):
        handle = add_up.enqueue(2, 3)
        result_of(handle).claim("living worker")
        WorkerBeat.objects.beat("living worker")
        real = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=hours))
        WorkerBeat.objects.beat("other worker")
        assert take_up_abandoned_tasks() == 0
        assert WorkerBeat.objects.alive().count() == 2

    def test_a_task_that_kills_its_workers_is_given_up_and_somebody_is_told(self):
        told.clear()
        handle = quote_a_child.enqueue("x")
        for number in range(3):
            result_of(handle).claim(f"dead worker {number}")
        take_up_abandoned_tasks()
        assert result_of(handle).status == TaskResultStatus.FAILED
        assert "3 workers stopped" in told[0][1]

    def test_a_task_whose_database_stopped_is_run_again_and_nobody_is_told_of_a_failure(self):
        told.clear(), attempts.clear()
        handle = lose_the_database.enqueue(2)
        work_off()
        assert (result_of(handle).return_value, len(attempts), told) == ("done", 3, [])

    def test_a_task_that_loses_its_database_again_and_again_is_given_up_and_somebody_is_told(self):
        told.clear(), attempts.clear()
        handle = lose_the_database.enqueue(9)
        work_off()
        result = result_of(handle)
        assert (result.status, len(attempts), len(told)) == (TaskResultStatus.FAILED, 3, 1)
        assert "Canary" not in result.traceback

    def test_where_the_database_stopped_before_people_were_told_they_are_told_later(self):
        told.clear(), attempts.clear()
        handle = fail_beside_it.enqueue()
        work_off()
        assert (result_of(handle).status, len(attempts)) == (TaskResultStatus.FAILED, 2)
        assert "ValueError" in told[0][1] and len(told) == 1
