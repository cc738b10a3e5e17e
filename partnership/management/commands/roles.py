from django.core.management.base import BaseCommand
from django.utils.translation import override

from partnership.access.describe import roles_as_markdown


class Command(BaseCommand):
    help = "Print the roles and what each gives, as docs/roles.md holds them."

    def handle(self, **options):
        with override("en"):
            self.stdout.write(roles_as_markdown(), ending="")
