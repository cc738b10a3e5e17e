from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from partnership.backup.make import forget_old, make_backup


class Command(BaseCommand):
    help = "Back up database and media, encrypted with BACKUP_SECRET; keys are escrowed apart (escrow_keys)."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="Where backups lie; a new folder is made in it.")
        parser.add_argument(
            "--days", type=int, default=35, help="Older ones are deleted (never the newest 7)."
        )

    def handle(self, *, folder, days, **options):
        if len(settings.BACKUP_SECRET) < 32:
            raise CommandError(
                "Set BACKUP_SECRET, at least 32 characters: `openssl rand -base64 48` makes one."
            )
        made = make_backup(folder, secret=settings.BACKUP_SECRET)
        self.stdout.write(f"{made}\nolder ones deleted: {forget_old(folder, days=days)}")
