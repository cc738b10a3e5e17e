"""`manage.py tick`: all that is due, by one scheduler at a time."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from .models import WorkerBeat
from .scrub import describe

logger = logging.getLogger(__name__)
# A tick that has run for longer is taken for dead, and the next one goes on.
LEASE = timedelta(minutes=30)
LOCK, SEEN = "tick-at-work", "tick"


def tick():
    """[(what, count, or the error in words)] of everything in settings.DUE; [] while another tick is at work.

    What fails is told and tried again by the next tick; it keeps nothing else from being done.
    """
    if not _begin():
        return []
    try:
        results = [_run(dotted) for dotted in settings.DUE]
    finally:
        WorkerBeat.objects.filter(worker_id=LOCK).delete()
    WorkerBeat.objects.update_or_create(worker_id=SEEN, defaults={"seen_at": timezone.now()})
    return results


def _run(dotted):
    name = dotted.rsplit(".", 1)[1]
    try:
        return name, import_string(dotted)()
    except Exception as problem:  # One chore that fails must not keep the purge from its day.
        logger.exception("%s failed", name)
        return name, describe(problem)


def _begin():
    now = timezone.now()
    WorkerBeat.objects.filter(worker_id=LOCK, seen_at__lt=now - LEASE).delete()
    try:
        with transaction.atomic():
            WorkerBeat.objects.create(worker_id=LOCK, seen_at=now)
    except IntegrityError:
        return False
    return True
