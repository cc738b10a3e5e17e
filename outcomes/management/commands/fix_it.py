"""`manage.py fix_it`: the rows to fix as a workbook, and their way back, without a browser."""

import os
import sys
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import CommandError
from django.http import Http404

from outcomes.submissions.fixit.correct import correct
from outcomes.submissions.fixit.hand_back import hand_back
from outcomes.submissions.fixit.marks import ERRORS, PROBLEMS, WHOLE
from outcomes.submissions.journey import stage_now
from outcomes.submissions.models import CorrectionState, Submission
from outcomes.submissions.presenter import as_json
from partnership.models import User

from .submit import REFUSED, _get, _sentence
from .submit import Command as Submit


class Command(Submit):
    help = (
        "Write the rows to fix of a submission into a new workbook, or take a corrected one in (--upload). "
        "Exit code 0: done, 3: refused."
    )

    def add_arguments(self, parser):
        parser.add_argument("submission", help="its key, as in the address of its page")
        parser.add_argument("file", help="the workbook to write; with --upload, the one to read")
        parser.add_argument("--by", required=True, help="e-mail address of the person")
        parser.add_argument("--rows", choices=[ERRORS, PROBLEMS, WHOLE], default=ERRORS)
        parser.add_argument("--upload", action="store_true", help="read the file instead of writing it")
        parser.add_argument("--json", action="store_true", help="after --upload, print the outcome as JSON")

    def handle(self, **options):
        submission, by = self._submission(options["submission"]), _get(User, email__iexact=options["by"])
        try:
            if options["upload"]:
                self._upload(submission, by, options)
            else:
                self._download(submission, by, options)
        except (ValidationError, PermissionDenied, Http404) as refusal:
            self.stderr.write(_sentence(refusal))
            sys.exit(REFUSED)

    def _submission(self, key):
        try:
            return _get(Submission, pk=key)
        except ValidationError:
            raise CommandError(f"“{key}” is not the key of a submission.") from None

    def _download(self, submission, by, options):
        path = Path(options["file"])
        if path.exists():
            raise CommandError(f"There is a file {path} already; it is not overwritten.")
        handed = hand_back(submission, by=by, which=options["rows"])
        # Rows of students: for the eyes of whoever runs this.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(handed.content)
        self.stdout.write(f"{path}: {handed.rows} of {handed.of} rows")

    def _upload(self, submission, by, options):
        path = Path(options["file"])
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        correct(submission, by=by, name=path.name, content=path.read_bytes(), in_background=False)
        stage_now(Submission.objects.get(pk=submission.pk))
        submission = Submission.objects.get(pk=submission.pk)
        correction, outcome = submission.corrections.last(), as_json(submission)
        refused = correction.state == CorrectionState.REFUSED
        if refused:
            outcome["refusal"] = correction.refusal
        self._end(outcome, options)
        if refused:
            sys.exit(REFUSED)
