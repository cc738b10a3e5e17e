from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from partnership.actions.founding import found_partnership, password_link


class Command(BaseCommand):
    help = (
        "Found the partnership and name its first administrator; prints a link that sets the password once."
    )

    def add_arguments(self, parser):
        parser.add_argument("--name", required=True, help="What the partnership is called.")
        parser.add_argument("--admin-email", required=True, help="Mailbox of the first administrator.")
        parser.add_argument("--admin-name", default="", help="The administrator's name.")

    def handle(self, *, name, admin_email, admin_name, **options):
        try:
            validate_email(admin_email)
            administrator = found_partnership(
                by=None, name=name, admin_email=admin_email, admin_name=admin_name
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{name} is founded. {administrator.email} sets a password here, once:")
        self.stdout.write(password_link(administrator))
