from django.db import models


class WorkerBeat(models.Model):
    """When a worker process was last seen: its lease on the tasks it runs."""

    worker_id = models.CharField(primary_key=True, max_length=64)
    seen_at = models.DateTimeField()

    def __str__(self):
        return self.worker_id
