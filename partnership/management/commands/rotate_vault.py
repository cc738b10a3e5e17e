from django.core.management.base import BaseCommand

from partnership.vault.rotate import rotate_vault


class Command(BaseCommand):
    help = "Lock everything in the vault anew with the newest of VAULT_SECRETS; then the older one can go."

    def handle(self, **options):
        self.stdout.write(f"locked anew: {rotate_vault()}")
