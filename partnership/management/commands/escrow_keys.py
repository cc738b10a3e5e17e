import io
import json
import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from partnership.backup.locked import CannotOpen, lock, unlock

NAMES = ("SECRET_KEY", "STUDENT_KEY_SECRETS", "VAULT_SECRETS", "BACKUP_SECRET")


class Command(BaseCommand):
    help = "Lock the installation's keys into one file, with ESCROW_PASSPHRASE; it is kept apart from every backup."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--open", action="store_true", help="Print what the file holds, as settings.")

    def handle(self, *, file, open, **options):
        passphrase = os.environ.get("ESCROW_PASSPHRASE", "")
        if len(passphrase) < 24:
            raise CommandError(
                "Set ESCROW_PASSPHRASE, at least 24 characters, known to two people and no machine."
            )
        target = io.BytesIO()
        if open:
            try:
                unlock(io.BytesIO(Path(file).read_bytes()), target, passphrase)
            except CannotOpen as reason:
                raise CommandError(str(reason)) from reason
            for name, value in json.loads(target.getvalue()).items():
                self.stdout.write(f"{name}={value if isinstance(value, str) else ','.join(value)}")
            return
        keys = json.dumps({name: getattr(settings, name) for name in NAMES}).encode()
        lock(io.BytesIO(keys), target, passphrase)
        path = Path(file)
        path.touch(mode=0o600)
        path.write_bytes(target.getvalue())
        self.stdout.write(f"{path}: keep it where no backup lies.")
