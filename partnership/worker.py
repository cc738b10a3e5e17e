"""The worker process: runs tasks, beats while it lives, and takes up what dead workers left running."""

import logging
import threading
from functools import partial

from django.conf import settings
from django.db import OperationalError, close_old_connections, connection
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from .models import WorkerBeat
from .work import DatabaseLost, WorkFailed

logger = logging.getLogger(__name__)
# After this many dead workers a task is given up: it is likely what kills them.
MOST_ATTEMPTS = 3


class BeatingWorker(Worker):
    """A worker whose heartbeat thread holds the lease on its tasks."""

    def run(self):
        self.stopping = threading.Event()
        WorkerBeat.objects.beat(self.worker_id)
        take_up_abandoned_tasks()
        thread = threading.Thread(target=self._keep_beating, daemon=True)
        thread.start()
        try:
            super().run()
        finally:
            self.stopping.set()
            thread.join(timeout=5)
            WorkerBeat.objects.filter(worker_id=self.worker_id).delete()

    def run_task(self, db_task_result):
        """Where the database stopped under a task and is back by now, the task goes back into the queue; where it is not,
        this worker ends, and its lease with it.
        """
        db_task_result.set_failed = partial(_fail_or_put_back, db_task_result, db_task_result.set_failed)
        super().run_task(db_task_result)

    def _keep_beating(self):
        while not self.stopping.wait(settings.WORKER_LEASE_SECONDS / 4):
            try:
                close_old_connections()
                WorkerBeat.objects.beat(self.worker_id)
                take_up_abandoned_tasks()
            except OperationalError:
                logger.warning("The heartbeat waits for the database.")
        connection.close()


def _fail_or_put_back(result, set_failed, error):
    if not isinstance(error, DatabaseLost):
        return set_failed(error)
    logger.warning("The database stopped under a task, which is run again.")
    close_old_connections()
    _put_back(result)


def take_up_abandoned_tasks():
    """Put tasks of dead workers back into the queue; give up those that outlived too many. Returns a count."""
    alive = set(WorkerBeat.objects.alive().values_list("worker_id", flat=True))
    taken = 0
    for result in DBTaskResult.objects.running():
        if result.worker_ids and result.worker_ids[-1] in alive:
            continue
        taken += _put_back(result)
    WorkerBeat.objects.dead().delete()
    return taken


def _put_back(result):
    """Into the queue; or given up, after too many attempts. Returns whether it is in the queue again."""
    if len(result.worker_ids) >= MOST_ATTEMPTS:
        _give_up(result)
        return False
    # Only from RUNNING and only once, should two workers notice at the same time.
    return DBTaskResult.objects.filter(
        pk=result.pk, status=TaskResultStatus.RUNNING, worker_ids=result.worker_ids
    ).update(status=TaskResultStatus.READY)


def _give_up(result):
    reason = f"{MOST_ATTEMPTS} workers stopped while they ran it"
    DBTaskResult.objects.get(pk=result.pk).set_failed(WorkFailed(reason))
    failed = getattr(result.task.func, "failed", None)
    if failed:
        import_string(failed)(result.args_kwargs["args"], result.args_kwargs["kwargs"], reason)
