import sys

from django.core.management.base import BaseCommand

from partnership.scheduler import tick


class Command(BaseCommand):
    help = "Do all that is due: destroy what the vault kept long enough, end roles past their last day ..."

    def handle(self, **options):
        results = tick()
        if not results:
            self.stdout.write("Another tick is at work.")
        for name, outcome in results:
            self.stdout.write(f"{name}: {outcome}")
        if any(isinstance(outcome, str) for _name, outcome in results):
            sys.exit(1)
