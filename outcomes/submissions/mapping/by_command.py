"""Answering on the command line what the screens ask: which columns are which, and what holds for every row."""

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from outcomes.submissions import reader
from outcomes.submissions.journey import refuse, stage_now
from outcomes.submissions.recognize import fold, recognize, titles
from outcomes.submissions.refusal import Refused

from .answer import answer_columns, lacking
from .look import look
from .remembered import same


def add_answers(parser):
    """The options that answer."""
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="OURS=THEIRS",
        help="take the file's column THEIRS for our column OURS; may be repeated, and is remembered",
    )
    parser.add_argument(
        "--every-row",
        action="append",
        default=[],
        metavar="OURS=TEXT",
        help="TEXT stands for our column OURS in every row; may be repeated, and is remembered",
    )
    parser.add_argument("--sheet", default="", help="the sheet to read, where there are several")
    parser.add_argument(
        "--header-row", type=int, default=0, help="the row that holds the names of the columns"
    )
    parser.add_argument("--ids-of", choices=["local", "state"], default="", help="who gave the student ids")


def read_as_told(submission, options):
    """Stage a received submission by what the options answer. What cannot be taken so refuses it."""
    told = any(options.get(name) for name in ("map", "every_row", "sheet", "header_row", "ids_of"))
    if told:
        try:
            submission = _answer(submission, options)
        except ValidationError as problem:
            return refuse(submission, "columns_missing", " ".join(problem.messages))
        except (Refused, reader.Refused) as refused:
            return refuse(submission, refused.code, refused.sentence)
    return stage_now(submission)


def unmapped(submission):
    """[{"column", "title", "suggestions": [header]}] of the columns that a person has to name."""
    seen = look(submission, by=submission.created_by)
    known = recognize(DATASETS[submission.dataset], seen.header).positions
    columns = {column.name: column for column in seen.columns}
    found = []
    for name in lacking(submission, seen, known):
        suggestion = seen.suggestions.get(name)
        places = [suggestion.position, *suggestion.others] if suggestion else []
        found.append(
            {
                "column": name,
                "title": str(columns[name].title),
                "suggestions": [seen.header[place] for place in places],
            }
        )
    return found


def _answer(submission, options):
    """Answer with what is recognized anyway, and what the options say instead. Where something is still lacking,
    nothing is remembered, and the file waits.
    """
    dataset = DATASETS[submission.dataset]
    seen = look(
        submission, by=submission.created_by, sheet=options["sheet"], header_row=options["header_row"]
    )
    places = {same(header): place for place, header in reversed(list(enumerate(seen.header)))}
    said, fixed = {}, {}
    for ours, theirs in map(_pair, options["map"]):
        if same(theirs) not in places:
            raise ValidationError(
                _("The file has no column “%(header)s”. Its columns are: %(headers)s. Nothing was stored.")
                % {"header": theirs, "headers": ", ".join(seen.header)}
            )
        said[_column(dataset, ours)] = places[same(theirs)]
    for ours, text in map(_pair, options["every_row"]):
        fixed[_column(dataset, ours)] = text
    recognized = {
        name: place
        for name, place in recognize(dataset, seen.header).positions.items()
        if name not in said and name not in fixed and place not in said.values()
    }
    columns = {
        name: place for name, place in (recognized | said).items() if name in {c.name for c in seen.columns}
    }
    if list(lacking(submission, seen, columns.keys() | fixed.keys())):
        return submission
    return answer_columns(
        submission,
        seen,
        by=submission.created_by,
        columns=columns,
        fixed=fixed,
        id_kind=options["ids_of"],
        in_background=False,
    )


def _pair(text):
    ours, equals, theirs = text.partition("=")
    if not equals:
        raise CommandError(f"“{text}” is not of the form OURS=THEIRS.")
    return ours.strip(), theirs.strip()


def _column(dataset, ours):
    """The name of our column that a person calls by its name or title."""
    for column in dataset.columns:
        if fold(ours) in {fold(name) for name in (column.name, *titles(column))}:
            return column.name
    names = ", ".join(column.name for column in dataset.columns)
    raise CommandError(f"The dataset has no column “{ours}”; choose one of {names}.")
