from django.core.management.base import BaseCommand, CommandError

from outcomes.distribution import CannotDistribute, distribute, gather_again


class Command(BaseCommand):
    help = "Spread students' rows over a PostgreSQL cluster with Citus, by the student's key, or bring them back."

    def add_arguments(self, parser):
        parser.add_argument("--back", action="store_true", help="Bring all rows back onto one machine.")

    def handle(self, *, back, **options):
        try:
            tables = gather_again() if back else distribute()
        except CannotDistribute as reason:
            raise CommandError(str(reason)) from reason
        done = "Brought back" if back else "Spread"
        self.stdout.write(f"{done}: {', '.join(tables)}." if tables else "There was nothing to do.")
