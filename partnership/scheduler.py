"""`manage.py tick`: all that is due, by one scheduler at a time."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from .models import WorkerBeat
from .models.worker import SCHEDULER as SEEN
from .scrub import describe

logger = logging.getLogger(__name__)
# A tick whose chore has run for longer is taken for dead, and the next one goes on.
LEASE = timedelta(minutes=30)
LOCK = "tick-at-work"


def tick():
    """[(what, count, or the error in words)] of everything in settings.DUE; [] while another tick is at work.

    What fails is told and tried again by the next tick; it keeps nothing else from being done.
    """
    if not _begin():
        return []
    results = []
    try:
        for dotted in settings.DUE:
            if not WorkerBeat.objects.filter(worker_id=LOCK).update(seen_at=Now()):
                break
            results.append(_run(dotted))
    finally:
        WorkerBeat.objects.filter(worker_id=LOCK).delete()
    WorkerBeat.objects.beat(SEEN)
    return results


def _run(dotted):
    name = dotted.rsplit(".", 1)[1]
    try:
        return name, import_string(dotted)()
    except Exception as problem:  # One chore that fails must not keep the purge from its day.
        logger.exception("%s failed", name)
        return name, describe(problem)


def _begin():
    WorkerBeat.objects.filter(worker_id=LOCK).older_than(LEASE).delete()
    try:
        with transaction.atomic():
            WorkerBeat.objects.create(worker_id=LOCK, seen_at=Now())
    except IntegrityError:
        return False
    return True
