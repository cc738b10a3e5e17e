"""`manage.py submit`: a file's whole journey on the command line, by the same path as in the browser."""

import json
import sys
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.http import Http404

from outcomes.datasets import DATASETS
from outcomes.submissions.accept import accept
from outcomes.submissions.mapping.by_command import add_answers, read_as_told, unmapped
from outcomes.submissions.models import State, Submission, Way
from outcomes.submissions.presenter import as_json
from outcomes.submissions.receive import receive
from partnership.models import Organization, User
from programs.models import Program

REFUSED = 3


class Command(BaseCommand):
    help = (
        "Hand in a spreadsheet for an organization. Exit code 0: staged, accepted or held for a second person; "
        "3: refused, or waiting for somebody to say which of its columns are which."
    )

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--organization", required=True, help="short name of the organization")
        parser.add_argument("--dataset", required=True, help=", ".join(DATASETS))
        parser.add_argument("--by", required=True, help="e-mail address of the person")
        parser.add_argument(
            "--period", default="", help="school year, like 2024-25, where the file does not tell"
        )
        parser.add_argument("--program", help="short name of the program, for a roster")
        add_answers(parser)
        parser.add_argument(
            "--accept", action="store_true", help="accept what is staged, if it has no errors"
        )
        parser.add_argument(
            "--why", default="", help="reason for the second person, where acceptance would change much"
        )
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, **options):
        try:
            submission = self._receive(options)
        except (ValidationError, PermissionDenied, Http404) as refusal:
            self._end({"state": "refused", "problems": [], "refusal": _sentence(refusal)}, options)
            sys.exit(REFUSED)
        submission = read_as_told(submission, options)
        refusal = ""
        if options["accept"] and submission.state == State.STAGED:
            try:
                submission = accept(submission, by=submission.created_by, why=options["why"])
            except ValidationError as problem:
                refusal = _sentence(problem)
        submission = Submission.objects.get(pk=submission.pk)
        outcome = as_json(submission)
        if refusal:
            outcome["refusal"] = refusal
        if submission.state == State.MAPPING:
            outcome["unmapped"] = unmapped(submission)
        self._end(outcome, options)
        if submission.state in (State.REFUSED, State.MAPPING):
            sys.exit(REFUSED)

    def _receive(self, options):
        path = Path(options["file"])
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        return receive(
            by=_get(User, email__iexact=options["by"]),
            organization=_get(Organization, slug=options["organization"]),
            dataset=options["dataset"],
            period=options["period"],
            program=_get(Program, slug=options["program"]) if options["program"] else None,
            name=path.name,
            content=path.read_bytes(),
            in_background=False,
            way=Way.COMMAND,
        )

    def _end(self, outcome, options):
        if options["json"]:
            self.stdout.write(json.dumps(outcome, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"state: {outcome['state']}")
        for name in ("rows", "new", "changed", "unchanged", "removed", "left_out"):
            if name in outcome:
                self.stdout.write(f"{name}: {outcome[name]}")
        if rate := outcome.get("link_rate"):
            self.stdout.write(f"known students: {rate['known']} of {rate['students']}")
        for notice in outcome.get("notices", ()):
            self.stdout.write(f"  notice: {notice['message']}")
        for problem in outcome["problems"]:
            self.stdout.write(f"  {problem['severity']} ({problem['count']} rows): {problem['message']}")
        for column in outcome.get("unmapped", ()):
            perhaps = ", ".join(column["suggestions"])
            self.stdout.write(f"  unmapped: {column['title']}" + (f" (perhaps {perhaps})" if perhaps else ""))
        if outcome.get("refusal"):
            self.stdout.write(outcome["refusal"])


def _get(model, **lookup):
    found = model.objects.filter(**lookup).first()
    if found is None:
        raise CommandError(f"There is no {model._meta.verbose_name} with {lookup}.")
    return found


def _sentence(refusal):
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    return "This person may not hand in data for this organization."
