"""One row of the file, and what an upload makes of it."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..reader.guarded.survey import column_number
from ..refusal import Refused
from .cells import entered
from .titles import is_beyond

TOO_MANY = "too_many_fields"


@dataclass(frozen=True)
class Row:
    """cells: by the header of the file. beyond: what the row holds besides. ragged: the reader's code for a
    row that does not fit its header, or "".
    """

    cells: tuple
    beyond: tuple = ()
    ragged: str = ""

    @property
    def is_gone(self):
        return not any(cell.strip() for cell in (*self.cells, *self.beyond))


@dataclass
class Bound:
    """An uploaded sheet whose columns were found. places: for each header cell of the file its position in the
    upload, or None; beyond: positions of what is beyond the header.
    """

    sheet: object
    places: list
    beyond: list

    @classmethod
    def of(cls, sheet, header):
        """None where the round has no such sheet. Raises Refused where a column of the file is missing."""
        if sheet is None:
            return None
        at = {name.casefold(): position for position, name in enumerate(sheet.header)}
        places = [at.get(name.casefold()) for name in header]
        # A column without a letter in its name is not seen by the reader where none of these rows holds anything.
        missing = [
            name
            for name, place in zip(header, places, strict=True)
            if place is None and re.search(r"[^\W\d_]", name)
        ]
        if missing:
            raise Refused(
                "columns_missing",
                _(
                    "The file you uploaded lacks these columns of your spreadsheet: %(columns)s. Download the workbook "
                    "again and correct that one, without renaming or removing its columns."
                )
                % {"columns": ", ".join(missing[:10])},
            )
        own = {name.casefold() for name in header}
        beyond = [
            position
            for position, name in enumerate(sheet.header)
            if is_beyond(name) and name.casefold() not in own
        ]
        return cls(sheet, places, beyond)

    def row(self, number, was):
        """The row as uploaded; `was` itself where nothing in it was changed."""
        given = self.sheet.rows[number]
        cells = tuple(
            old if place is None else entered(given[place], old)
            for place, old in zip(self.places, was.cells, strict=True)
        )
        beyond = [
            entered(given[place], was.beyond[index] if index < len(was.beyond) else "")
            for index, place in enumerate(self.beyond)
        ]
        beyond = trimmed(beyond)
        if cells == was.cells and beyond == was.beyond:
            return was
        return Row(cells, beyond, TOO_MANY if beyond else "")


def split_row(table, cells):
    """(cells by header, cells beyond it) of a row that does not fit its header."""
    places = [column_number(letters) for letters in table.letters]
    fitting = tuple(cells[place] if place < len(cells) else "" for place in places)
    others = set(range(len(cells))) - set(places)
    return fitting, trimmed([cells[place] for place in sorted(others)])


def trimmed(cells):
    cells = list(cells)
    while cells and not cells[-1].strip():
        cells.pop()
    return tuple(cells)
