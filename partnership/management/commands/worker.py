from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS

from partnership.worker import BeatingWorker


class Command(BaseCommand):
    help = "Run background work: reading submissions, rebuilding tables, building releases."

    def add_arguments(self, parser):
        parser.add_argument("--batch", action="store_true", help="Stop when nothing is waiting.")
        parser.add_argument("--interval", type=float, default=0.5, help="Seconds between looks at the queue.")

    def handle(self, *, batch, interval, **options):
        worker = BeatingWorker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=batch,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        worker.configure_signals()
        worker.run()
