from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from partnership.backup.locked import CannotOpen
from partnership.backup.restore import NotRestored, restore_backup


class Command(BaseCommand):
    help = "Restore a backup into an empty database; compares every table with what was backed up."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", help="The folder of one backup.")
        parser.add_argument("--tombstones", help="File of students erased since (manage.py tombstones).")

    def handle(self, *, folder, tombstones, **options):
        digests = Path(tombstones).read_text().split() if tombstones else ()
        try:
            tables = restore_backup(folder, secret=settings.BACKUP_SECRET, tombstones=digests)
        except (NotRestored, CannotOpen) as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(
            f"Restored: {len(tables)} tables, {sum(tables.values())} rows, each as it was backed up."
        )
