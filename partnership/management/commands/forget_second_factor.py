from django.core.management.base import BaseCommand, CommandError

from partnership.actions.accounts import forget_second_factor
from partnership.actions.founding import password_link
from partnership.models import User


class Command(BaseCommand):
    help = (
        "Take away the lost second step of a person whom no administrator can help (the only one of the partnership); "
        "prints a link that sets a new password once."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="The mailbox of the account.")

    def handle(self, *, email, **options):
        person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
        if person is None:
            raise CommandError(f"No open account has the mailbox {email}.")
        forget_second_factor(person, by=None)
        self.stdout.write(f"{person.email} has no second step any more and sets a new password here, once:")
        self.stdout.write(password_link(person))
