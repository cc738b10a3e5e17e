"""The partner's own rows leave as a workbook, for whoever may hand in data of the organization."""

from dataclasses import dataclass
from pathlib import PurePath

import numpy as np
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from partnership.access.rights import require
from partnership.audit import record
from partnership.vault import Destroyed, open_item

from .. import reader
from ..models import State
from ..refusal import Refused
from .gate import check_open, gone
from .marks import WHOLE, count_rows, marks_of
from .rounds import applied_rounds, overlay_of
from .rows import split_row
from .sheets import is_read, several
from .titles import code_of
from .workbook import FixItWorkbook

# What one workbook holds at most: rows, and cells for files of many columns. It is made in memory, because a
# file on the disk would be in clear: 600,000 cells take some 200 MB.
MOST_ROWS, MOST_CELLS = 50_000, 600_000


@dataclass(frozen=True)
class HandedBack:
    """name: of the file. rows: how many it holds, out of `of`."""

    content: bytes
    name: str
    rows: int
    of: int


def hand_back(submission, *, by, which):
    """The rows of a submission under review as a workbook. which: marks.ERRORS, PROBLEMS or WHOLE.

    All columns of the file come back, personal ones too: it is the person's own file, opened for them and
    written nowhere. Opening and handing back are logged. Raises ValidationError with the reason, and
    PermissionDenied or Http404 as `rights.require` does.
    """
    require(by, "submit_data", submission.organization)
    check_open(submission)
    if submission.state != State.STAGED:
        raise ValidationError(
            _("Rows can be corrected while a submission is ready to review, and this one is not."),
            code="wrong_state",
        )
    of = count_rows(submission)[which]
    if not of:
        raise ValidationError(_("There is no such row to correct."), code="nothing_to_fix")
    book = FixItWorkbook(code_of(submission, applied_rounds(submission)))
    rows = _write(book, submission, by, which)
    name = f"{PurePath(submission.file_name).stem[:80]} - {_('rows to fix')}.xlsx"
    record(
        "submission.handed_back",
        by=by,
        organization=submission.organization,
        target=submission,
        which=which,
        rows=rows,
    )
    content = book.content(
        _("Rows to fix: %(file)s") % {"file": submission.file_name}, _guide(submission, rows, of)
    )
    return HandedBack(content, name, rows, of)


def _write(book, submission, by, which):
    """Write the rows chosen, in the order of the file; returns how many."""
    told, marks = submission.recognized.get("sheet") or "", marks_of(submission, which)
    rows = 0
    try:
        overlay = overlay_of(submission, by=by)
        content = open_item(submission.vault_item, by=by, why="to hand back the rows to correct")
        with reader.read(content, submission.file_name) as reading:
            for table in reading.tables():
                if is_read(table.sheet, told) and rows < MOST_ROWS:
                    of_sheet = [mark for mark in marks if mark.sheet in ("", table.sheet)]
                    if of_sheet or which == WHOLE:
                        name = table.sheet if several(told) else ""
                        most = min(MOST_ROWS - rows, MOST_CELLS // len(table.header))
                        rows += _write_table(
                            book.sheet(name, table.header), overlay.over(table), of_sheet, most, which
                        )
    except Destroyed:
        raise gone() from None
    except (Refused, reader.Refused) as refused:
        raise ValidationError(refused.sentence, code=refused.code) from None
    return rows


def _write_table(sheet, table, marks, most, which):
    for number, cells, beyond, found in _rows(table, marks, which == WHOLE):
        if sheet.rows == most:
            break
        sheet.add(number, cells, beyond, found)
    sheet.end()
    return sheet.rows


def _rows(table, marks, whole):
    """(number, cells, cells beyond the header, Marks) of the rows wanted, in the order of the file."""
    for batch in table.batches():
        ragged = {problem.row: split_row(table, problem.cells) for problem in batch.problems}
        numbers = np.array([*batch.rows, *ragged], np.int64)
        holding = [(mark, mark.holds(numbers)) for mark in marks]
        wanted = np.ones(len(numbers), bool) if whole else np.zeros(len(numbers), bool)
        for _mark, held in holding:
            wanted |= held
        chosen = np.flatnonzero(wanted)
        for at in chosen[np.argsort(numbers[chosen], kind="stable")].tolist():
            number = int(numbers[at])
            if number in ragged:
                cells, beyond = ragged[number]
            else:
                cells, beyond = [column[at] for column in batch.columns], ()
            yield number, cells, beyond, [mark for mark, held in holding if held[at]]


def _guide(submission, rows, of):
    address = f"{settings.BASE_URL}/workspace/submissions/{submission.pk}/"
    lines = [
        _(
            "1. Correct the colored cells on the next sheet. The column “Problem” and the comment on each of these cells say what is wrong."
        ),
        _(
            "2. Leave the first column as it is: its numbers are the rows of your own spreadsheet, and its name ties this workbook to its submission."
        ),
        _(
            "3. To take a row out of the file, empty all its cells but the row number. A row that you delete from this workbook stays in the file as it was."
        ),
        _(
            "4. Save the workbook, open the page of the submission and upload it there: %(address)s. Only the rows in it are replaced, and every check runs again over the whole file."
        )
        % {"address": address},
        _(
            "An apostrophe in front of =, +, - or @ keeps your spreadsheet program from calculating; it is not part of the value."
        ),
        _(
            "This workbook holds everything that your own file holds in these rows. Keep it as safe as that file, and delete it when you are done."
        ),
    ]
    if rows < of:
        lines.append(
            _(
                "The workbook holds the first %(rows)s of %(of)s rows. Upload these, then download the next ones; or correct the file where it comes from and hand it in again."
            )
            % {"rows": rows, "of": of}
        )
    return lines
