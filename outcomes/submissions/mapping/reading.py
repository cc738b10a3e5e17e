"""Reading a file by what people said of such files before; where nobody did, a person is asked."""

from django.utils.translation import gettext as _

from outcomes.datasets.declaration import SCHOOL_YEAR
from outcomes.submissions import reader
from outcomes.submissions.read import notice, usable_year
from outcomes.submissions.recognize import recognize, refuse_gang_designation
from outcomes.submissions.refusal import NeedsColumns, Refused

from .look import is_needed, look_at
from .remembered import in_force, recognized_by

# Columns that may hold the same in every row; of students and numbers that would be nonsense.
NEVER_FIXED = {"student_id", "count", "days", "rate"}
MOST_SHEETS = 12
# The reader's refusals of a sheet or row that another file of the same kind had.
NO_SUCH = {"no_such_sheet", "no_such_row", "no_sheets_in_text"}


def read_as_said(read_columns, dataset, content, submission, *, seen, withheld, overlay):
    """As `read.read_columns`, which is called as often as it takes. Raises NeedsColumns where a person has to
    say which columns are which, which sheet is meant, or which school year.
    """
    own = submission.column_mapping
    own = own if own and own.revoked_at is None else None
    remembered = [own] if own else list(in_force(submission.organization, dataset.key).values())

    def known(header):
        found = (recognized_by(mapping, dataset, header, withheld) for mapping in remembered)
        return next((each for each in found if each), None)

    def read(**chosen):
        return read_columns(
            dataset,
            content,
            submission.file_name,
            seen=seen,
            withheld=withheld,
            known=known,
            overlay=overlay,
            **chosen,
        )

    found = _as_chosen(read, own) if own else None
    found = found or _as_it_stands(read, dataset, content, submission, known, remembered, withheld)
    _needs_year(dataset, submission, *found)
    return found


def _as_chosen(read, own):
    """By the very sheet and row that a person chose; None where this file has no such."""
    try:
        return read(**_chosen(own))
    except reader.Refused as refused:
        if refused.code not in NO_SUCH:
            raise
    return None


def _as_it_stands(read, dataset, content, submission, known, remembered, withheld):
    try:
        return read()
    except reader.Refused as refused:
        if refused.code != "choose_sheet":
            raise
        sheet, left = _sheet_that_fits(dataset, content, submission.file_name, refused, known, withheld)
        found = read(sheet=sheet)
        found[1]["notices"].append(notice("other_sheets", sheet=sheet, sheets=", ".join(left)))
        return found
    except NeedsColumns as needed:
        found = _by_another_row(read, remembered)
        if found is None and not _could_be_mapped(dataset, content, submission, needed.header):
            raise Refused(needed.code, needed.sentence) from None
        if found is None:
            raise
        return found


def _could_be_mapped(dataset, content, submission, header):
    """Whether the file may be of the dataset at all: it has enough columns, and one of them seems to be needed."""
    never_fixed = [column for column in dataset.columns if column.required and column.type in NEVER_FIXED]
    if len(header) < len(never_fixed):
        return False
    seen = look_at(dataset, submission, content)
    return any(is_needed(dataset, column) and column.name in seen.suggestions for column in seen.columns)


def _chosen(mapping):
    chosen = mapping.choices
    return {"sheet": chosen.get("sheet") or None, "header_row": chosen.get("header_row") or None}


def _by_another_row(read, remembered):
    """What a person once said of a header that is not where it is guessed."""
    for mapping in remembered:
        chosen = _chosen(mapping)
        if not chosen["header_row"]:
            continue
        try:
            found = read(**chosen)
        except (Refused, reader.Refused):
            continue
        if found[0].mapping is not None:
            return found
    return None


def _sheet_that_fits(dataset, content, name, refused, known, withheld):
    """(sheet, names of the others) where only one sheet can be meant. Raises NeedsColumns."""
    said, fitting = [], []
    sheets = refused.details["sheets"]
    for sheet in sheets[:MOST_SHEETS]:
        try:
            with reader.read(content, name, sheet=sheet) as reading:
                header = next(reading.tables()).header
        except reader.Refused:
            continue
        refuse_gang_designation(dataset, header)
        if known(header):
            said.append(sheet)
        elif not recognize(dataset, header, withheld).missing:
            fitting.append(sheet)
    for found in (said, fitting):
        if len(found) == 1:
            return found[0], [sheet for sheet in sheets if sheet != found[0]]
        if found:
            break
    raise NeedsColumns(refused.sentence, [])


def _needs_year(dataset, submission, data, recognized, hint):
    if dataset.period != SCHOOL_YEAR or dataset.period_column in data.columns or submission.period:
        return
    if not usable_year(dataset, data, hint):
        raise NeedsColumns(
            _("The file does not tell its school year. Choose it, and the file is read on."),
            list(data.file_headers.values()),
        )
