"""Background work: tasks that take ids, may be run twice, and leave no personal data in their errors.

A task is declared with `@background`. It runs in `manage.py worker`, whose heartbeat is its lease: when
a worker dies, another takes its running tasks up again, so a task first clears what a dead attempt left.
"""

from functools import wraps

from django.utils.module_loading import import_string
from django_tasks import task

from .scrub import describe


class WorkFailed(RuntimeError):
    """Stands for the error of a task: its kind and the line, never its message, which may quote data."""


def background(function=None, *, failed=None):
    """Declare a task.

    failed: dotted path of `f(args, kwargs, reason)`, called when the task raised or was given up after
    its workers died; it tells the people who wait. Raises WorkFailed in place of any error.
    """

    def declare(function):
        @wraps(function)
        def scrubbed(*args, **kwargs):
            try:
                return function(*args, **kwargs)
            except Exception as error:
                reason = describe(error)
                if failed:
                    import_string(failed)(args, kwargs, reason)
                raise WorkFailed(reason) from None

        scrubbed.failed = failed
        return task(scrubbed)

    return declare(function) if function else declare
