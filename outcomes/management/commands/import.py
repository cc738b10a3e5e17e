"""import-export's `import`, made safe: rows enter by the one path, for an organization, by a person, for a period.

The original writes any file into any model. Here the first argument is a dataset, and what it did becomes a
submission that is staged like any other.
"""

from django.core.management.base import CommandError

from outcomes.datasets import DATASETS
from outcomes.submissions.mapping.by_command import add_answers

from .submit import Command as Submit


class Command(Submit):
    help = "Hand in a file for a dataset. Needs --organization, --by and --period; see `submit`."

    def add_arguments(self, parser):
        parser.add_argument("resource", help="dataset: " + ", ".join(DATASETS))
        parser.add_argument("file", metavar="import_file_name")
        parser.add_argument("--organization")
        parser.add_argument("--by")
        parser.add_argument("--period")
        parser.add_argument("--program")
        add_answers(parser)
        parser.add_argument("--accept", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options):
        missing = [f"--{name}" for name in ("organization", "by", "period") if not options[name]]
        if missing:
            raise CommandError(
                f"Data never enters without saying for whom, by whom and for when: {', '.join(missing)} missing. "
                "Nothing was imported."
            )
        if options["resource"] not in DATASETS:
            raise CommandError(
                f"There is no dataset “{options['resource']}”; choose one of {', '.join(DATASETS)}. Nothing was imported."
            )
        super().handle(**{**options, "dataset": options["resource"]})
