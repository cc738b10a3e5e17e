import hashlib
import io
import json
import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from partnership.backup.locked import CannotOpen, lock, unlock

SALT_BYTES = 16
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
            content = Path(file).read_bytes()
            try:
                unlock(io.BytesIO(content[SALT_BYTES:]), target, _stretched(passphrase, content[:SALT_BYTES]))
            except CannotOpen as reason:
                raise CommandError(str(reason)) from reason
            for name, value in json.loads(target.getvalue()).items():
                self.stdout.write(f"{name}={value if isinstance(value, str) else ','.join(value)}")
            return
        keys = json.dumps({name: getattr(settings, name) for name in NAMES}).encode()
        salt = os.urandom(SALT_BYTES)
        target.write(salt)
        lock(io.BytesIO(keys), target, _stretched(passphrase, salt))
        path = Path(file)
        path.touch(mode=0o600)
        path.write_bytes(target.getvalue())
        self.stdout.write(f"{path}: keep it where no backup lies.")


def _stretched(passphrase, salt):
    """A secret that takes a second of work and 128 MB for each guess at the passphrase."""
    made = hashlib.scrypt(passphrase.encode(), salt=salt, n=2**17, r=8, p=1, maxmem=256 * 1024**2)
    return made.hex()
