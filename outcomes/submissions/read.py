"""A submission's file from the vault to columns in memory: what was recognized, and the mapped columns."""

from django.utils.translation import gettext as _

from outcomes.datasets.declaration import SCHOOL_YEAR

from .columnar import ColumnarDataset
from .fixit.overlay import Overlay
from .fixit.titles import refuse_workbook_of_rows
from .reader import read
from .recognize import look_at_unused, recognize, refuse_gang_designation, refuse_what_does_not_fit
from .refusal import Refused

NOTHING = Overlay([])


def read_columns(dataset, content, name, *, seen, withheld=(), overlay=NOTHING):
    """(ColumnarDataset, what was recognized as JSON, school year that the file's name or title tells or "").

    The first table that fits the dataset is taken. Raises Refused, the reader's or ours. seen: told (rows
    done, rows about). withheld: columns that the agreement does not share; they are dropped. overlay: rows that
    were corrected since.
    """
    taken = closest = None
    with read(content, name) as reading:
        for table in reading.tables():
            refuse_workbook_of_rows(table.header)
            refuse_gang_designation(dataset, table.header)
            found = recognize(dataset, table.header, withheld)
            if taken is None and not found.missing:
                taken = table, found, _columns(dataset, overlay.over(table), found, seen)
            elif closest is None or len(found.missing) < len(closest.missing):
                closest = found
        if closest is None and taken is None:
            raise Refused("no_table", _("The file holds no table. Check that it is the right file."))
        if taken is None:
            refuse_what_does_not_fit(dataset, closest)
        table, found, data = taken
        if not len(data) and not data.ragged and not dataset.may_be_empty:
            raise Refused(
                "no_rows", _("The file has a header and no row below it. Check that it is the right file.")
            )
        return data, _recognized(reading, table, found), table.period_hint


def _columns(dataset, table, found, seen):
    about = table.rows_about
    return ColumnarDataset.of_table(
        table,
        found.positions,
        seen=lambda done: seen(done, about),
        look=lambda columns: look_at_unused(found, columns) if dataset.is_student_level else None,
    )


def _recognized(reading, table, found):
    """What the person is shown: {"format", "encoding", "delimiter", "sheet", "columns", "personal", "unused",
    "notices": [{"code", "detail", "rows", "sheet", "of"}]}; `of` tells whose sentence a notice has."""
    notices = [
        {
            "of": "reader",
            "code": note.code,
            "detail": note.details,
            "rows": list(note.rows),
            "sheet": note.sheet,
        }
        for note in reading.notices
    ]
    if found.personal:
        notices.append(notice("personal_columns", columns=", ".join(found.personal)))
    if found.withheld:
        notices.append(notice("withheld_columns", columns=", ".join(found.withheld)))
    if found.unused:
        notices.append(notice("unused_columns", columns=", ".join(found.unused)))
    return {
        "format": reading.format,
        "encoding": reading.encoding,
        "delimiter": reading.delimiter,
        "sheet": table.sheet,
        "columns": found.columns,
        "personal": found.personal,
        "unused": found.unused,
        "notices": notices,
    }


def notice(code, **detail):
    """A notice about the file as a whole, as it is stored."""
    return {"of": "ours", "code": code, "detail": detail, "rows": [], "sheet": ""}


def usable_year(dataset, data, hint):
    """The school year that a file's title, sheet or name tells, where no column does and one is needed."""
    has_column = dataset.period_column in data.columns
    return hint if dataset.period == SCHOOL_YEAR and not has_column and len(hint) == 7 else ""
