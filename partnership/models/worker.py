from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

# Schedulers note themselves here, too (partnership.scheduler).
SCHEDULER = "tick"


class WorkerBeatQuerySet(models.QuerySet):
    """Ages are told by the database's clock alone: machines whose clocks differ take no task from each other."""

    def workers(self):
        return self.exclude(worker_id__startswith=SCHEDULER)

    def younger_than(self, age):
        return self.filter(seen_at__gte=Now() - age)

    def older_than(self, age):
        return self.filter(seen_at__lt=Now() - age)

    def alive(self):
        """Workers that hold a lease."""
        return self.workers().younger_than(timedelta(seconds=settings.WORKER_LEASE_SECONDS))

    def dead(self):
        return self.workers().older_than(timedelta(seconds=settings.WORKER_LEASE_SECONDS))

    def beat(self, worker_id):
        """Renew a lease."""
        self.update_or_create(worker_id=worker_id, defaults={"seen_at": Now()})


class WorkerBeat(models.Model):
    """When a worker process was last seen: its lease on the tasks it runs."""

    worker_id = models.CharField(primary_key=True, max_length=64)
    seen_at = models.DateTimeField()

    objects = WorkerBeatQuerySet.as_manager()

    def __str__(self):
        return self.worker_id
