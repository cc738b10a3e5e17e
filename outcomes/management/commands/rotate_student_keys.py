from django.core.management.base import BaseCommand, CommandError

from outcomes.retention.rotate import NothingToRotate, rotate_student_keys


class Command(BaseCommand):
    help = (
        "Rewrite every stored student key under the newest of STUDENT_KEY_SECRETS. Stop web and worker first."
    )

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="version", required=True, help="Version the stored keys are of.")

    def handle(self, *, version, **options):
        try:
            keys = rotate_student_keys(from_version=version)
        except NothingToRotate as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"students rewritten: {keys}")
