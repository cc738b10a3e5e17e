"""Background work: tasks that take ids, may be run twice, and leave no personal data in their errors.

A task is declared with `@background`. It runs in `manage.py worker`, whose heartbeat is its lease: when
a worker dies, another takes its running tasks up again, so a task first clears what a dead attempt left. A task
that lost its database has not failed either: it goes back into the queue.
"""

from functools import wraps

from django.utils.module_loading import import_string
from django_tasks import task

from .scrub import describe, is_of_a_lost_database


class WorkFailed(RuntimeError):
    """Stands for the error of a task: its kind and the line, never its message, which may quote data."""


class DatabaseLost(RuntimeError):
    """The database stopped under a task, which is to be run again (worker.BeatingWorker)."""


def background(function=None, *, failed=None):
    """Declare a task.

    failed: dotted path of `f(args, kwargs, reason)`, called when the task raised or was given up after
    its workers died; it tells the people who wait. Raises WorkFailed in place of any error, or DatabaseLost.
    """

    def declare(function):
        @wraps(function)
        def scrubbed(*args, **kwargs):
            try:
                return function(*args, **kwargs)
            except Exception as error:
                raise _told(error, failed, args, kwargs) from None

        scrubbed.failed = failed
        return task(scrubbed)

    return declare(function) if function else declare


def _told(error, failed, args, kwargs):
    """What the worker is to see of an error. People have been told of it, unless the task is to be run again."""
    if is_of_a_lost_database(error):
        return DatabaseLost()
    reason = describe(error)
    try:
        if failed:
            import_string(failed)(args, kwargs, reason)
    except Exception as second:
        if is_of_a_lost_database(second):
            return DatabaseLost()
        raise
    return WorkFailed(reason)
