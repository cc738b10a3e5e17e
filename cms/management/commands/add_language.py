from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from cms.actions.languages import add_language


class Command(BaseCommand):
    help = "Give a language of the settings its pages: those of the first language, until somebody translates them."

    def add_arguments(self, parser):
        parser.add_argument("code", help="The language, as in SITE_LANGUAGES: vi")

    def handle(self, *, code, **options):
        try:
            pages = add_language(code)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{pages} pages stand in “{code}” now, each with the text of the first language.")
