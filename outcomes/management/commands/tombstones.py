from django.core.management.base import BaseCommand

from outcomes.submissions.erased import erased_digests


class Command(BaseCommand):
    help = "Print the digests of erased students, to be kept beside the backups: a restore reads them."

    def handle(self, **options):
        for digest in sorted(erased_digests()):
            self.stdout.write(digest)
