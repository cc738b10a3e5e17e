"""`manage.py template`: the workbook to fill in for a dataset."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from outcomes.datasets import DATASETS
from outcomes.submissions.template import template
from partnership.models import Organization


class Command(BaseCommand):
    help = (
        "Write the workbook to fill in for a dataset, with the schools of an organization in its drop-downs."
    )

    def add_arguments(self, parser):
        parser.add_argument("dataset", help=", ".join(DATASETS))
        parser.add_argument("file", help="where to write it, *.xlsx")
        parser.add_argument("--organization", help="short name of the organization that fills it in")
        parser.add_argument("--language", default="en", help="language of its headers and explanation")

    def handle(self, **options):
        if options["dataset"] not in DATASETS:
            raise CommandError(
                f"There is no dataset “{options['dataset']}”; choose one of {', '.join(DATASETS)}."
            )
        organization = None
        if options["organization"]:
            organization = Organization.objects.filter(slug=options["organization"]).first()
            if organization is None:
                raise CommandError(f"There is no organization “{options['organization']}”.")
        with translation.override(options["language"]):
            content = template(DATASETS[options["dataset"]], organization)
        Path(options["file"]).write_bytes(content)
        self.stdout.write(f"written: {options['file']}")
