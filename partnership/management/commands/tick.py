from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string


class Command(BaseCommand):
    help = "Do all that is due: destroy what the vault kept long enough, end roles past their last day ..."

    def handle(self, **options):
        for dotted in settings.DUE:
            count = import_string(dotted)()
            self.stdout.write(f"{dotted.rsplit('.', 1)[1]}: {count}")
