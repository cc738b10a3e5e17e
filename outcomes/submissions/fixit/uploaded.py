"""One upload of corrected rows: read by the guarded reader, matched by the column of row numbers."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .. import reader
from ..refusal import Refused
from .titles import ROW, find_row_title

MOST_ROWS = 100_000
_ROW_NUMBER = re.compile(r"(\d{1,8})(\.0+)?")
_FEW = 5


@dataclass
class UploadedSheet:
    """header: of the uploaded table. rows: {row number in the file: cells by that header}. met: those of the
    row numbers that the file has.
    """

    header: list
    rows: dict
    met: set = field(default_factory=set)


@dataclass
class Round:
    """One upload. base: how many rounds had been applied when its workbook was made; None where it does not
    tell. sheets: {name of the sheet: UploadedSheet}.

    Known when it was laid over the file: how many rows it changed, how many of these it took out, and which
    another round had corrected otherwise.
    """

    base: int | None
    sheets: dict
    changed: int = 0
    taken_out: int = 0
    conflicts: list = field(default_factory=list)

    def note(self, number, *, taken_out, in_conflict):
        """A row was changed."""
        self.changed += 1
        self.taken_out += taken_out
        if in_conflict:
            self.conflicts.append(number)

    def sheet_for(self, name, is_one_of_several):
        """The UploadedSheet with rows of a sheet of the file, or None."""
        if is_one_of_several:
            return self.sheets.get(name)
        return next(iter(self.sheets.values()))


def read_round(content, name, *, codes=None, base=None):
    """The Round that a file (bytes) holds.

    codes: those of workbooks made after 0, 1, 2 ... rounds, by which its base is told. Without codes the base is
    given: it was told when the file was read for the first time. Raises Refused, the reader's or ours, with a sentence about what was uploaded.
    """
    sheets, bases, count = {}, [], 0
    try:
        with reader.read(content, name) as reading:
            for table in reading.tables():
                at, code = _row_column(table.header)
                bases.append(base if codes is None else _base(code, codes))
                rows = _rows(table, at, MOST_ROWS - count)
                count += len(rows)
                sheets[table.sheet] = UploadedSheet(table.header, rows)
    except reader.Refused as refused:
        if refused.code != "choose_sheet":
            raise
        raise Refused(
            "several_tables",
            _(
                "Several sheets of this workbook hold a table. Remove those that you added, so that only the rows to "
                "fix are left, and upload it again."
            ),
        ) from None
    if not count:
        raise Refused("no_rows", _("The file you uploaded holds no corrected row."))
    return Round(bases[0], sheets)


def _row_column(header):
    found = find_row_title(header)
    if found is None:
        raise Refused(
            "no_row_numbers",
            _(
                "The file you uploaded has no column “%(row)s” with the row numbers of your spreadsheet, so that nobody "
                "can tell which rows it corrects. Download the workbook again and correct that one."
            )
            % {"row": ROW},
        )
    return found


def _base(code, codes):
    if not code:
        return None
    if code not in codes:
        raise Refused(
            "other_submission",
            _(
                "This workbook belongs to another submission. Open that submission and upload it there, or download "
                "the rows to fix of this one."
            ),
        )
    return codes.index(code)


def _rows(table, at, most):
    """{row number: cells}; the uploaded row's own number appears only in sentences about it."""
    rows, wrong, twice = {}, [], []
    for batch in table.batches():
        if batch.problems:
            raise Refused(
                "crooked_rows",
                _(
                    "In the file you uploaded, these rows have more or fewer fields than its header: %(rows)s. Correct "
                    "them, or use the Excel workbook."
                )
                % {"rows": listed([problem.row for problem in batch.problems])},
            )
        for number, *cells in zip(batch.rows, *batch.columns, strict=True):
            row = _ROW_NUMBER.fullmatch(cells[at].strip().replace(",", ""))
            if row is None:
                wrong.append(number)
            elif int(row[1]) in rows:
                twice.append(int(row[1]))
            else:
                rows[int(row[1])] = cells
        if len(rows) > most:
            raise Refused(
                "too_many_corrections",
                _(
                    "More than %(most)s rows are corrected at once. Correct the file where it comes from and hand it in "
                    "as a new one."
                )
                % {"most": MOST_ROWS},
            )
    if wrong:
        raise Refused(
            "no_row_number",
            _(
                "In the file you uploaded, these rows have no row number in the first column: %(rows)s. Rows cannot be "
                "added here: correct the file where it comes from and hand it in again."
            )
            % {"rows": listed(wrong)},
        )
    if twice:
        raise Refused(
            "row_twice",
            _("In the file you uploaded, these row numbers stand twice: %(rows)s. Keep one row of each.")
            % {"rows": listed(twice)},
        )
    return rows


def listed(numbers):
    numbers = sorted(set(numbers))
    return ", ".join(map(str, numbers[:_FEW])) + (" …" if len(numbers) > _FEW else "")
