"""`manage.py erase_student`: the operator's way to answer a family's request, or to repeat all of them after a
backup was restored.
"""

from getpass import getpass

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from outcomes.retention.erase import erase_again, erase_student
from outcomes.submissions.identity import LOCAL_ID, STATE_ID
from partnership.models import Organization


class Command(BaseCommand):
    help = "Remove every row of one student. Asks for the id, so that it stands in no shell history."

    def add_arguments(self, parser):
        parser.add_argument("--issuer", help="short name of the organization that gave the id")
        parser.add_argument("--kind", choices=[LOCAL_ID, STATE_ID], default=LOCAL_ID)
        parser.add_argument(
            "--again",
            action="store_true",
            help="remove what a restored backup brought back of students erased before",
        )

    def handle(self, **options):
        if options["again"]:
            self.stdout.write(f"rows removed: {erase_again()}")
            return
        issuer = Organization.objects.filter(slug=options["issuer"] or "").first()
        if issuer is None:
            raise CommandError("Name the organization that gave the id: --issuer and its short name.")
        try:
            erased = erase_student(
                by=None, issuer=issuer, student_id=getpass("Student id: "), kind=options["kind"]
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(
            f"rows removed: {erased.rows}, student-years removed: {erased.years}, "
            f"waiting files destroyed: {erased.files}"
        )
