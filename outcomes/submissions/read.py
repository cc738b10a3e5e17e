"""A submission's file from the vault to columns in memory: what was recognized, and the mapped columns."""

from django.utils.translation import gettext as _

from outcomes.datasets.declaration import SCHOOL_YEAR
from outcomes.datasets.frame import Coded

from .columnar import Collector
from .fixit.overlay import Overlay
from .fixit.titles import refuse_workbook_of_rows
from .layouts import layout_told, read_layout, refuse_file_of_another_dataset, told_around
from .reader import read
from .recognize import does_not_fit, look_at_unused, recognize_table, refuse_gang_designation
from .refusal import NeedsColumns, Refused

NOTHING = Overlay([])


def read_columns(
    dataset,
    content,
    name,
    *,
    seen,
    withheld=(),
    known=None,
    sheet=None,
    header_row=None,
    overlay=NOTHING,
):
    """(ColumnarDataset, what was recognized as JSON, school year that the file's name or title tells or "").

    The first table that fits the dataset is taken; of a workbook with a sheet per school year, every sheet
    that fits. Raises Refused, the reader's or ours, and NeedsColumns where a person has to say which columns are
    which. seen: told (rows done, rows about). withheld: columns that the agreement does not share; they are
    dropped. known: called with a header; what is Recognized of it already, or None. sheet, header_row: what a
    person chose. overlay: rows that were corrected since.
    """
    taken, closest, passed = _Taken(dataset, seen), None, []
    with read(content, name, sheet=sheet, header_row=header_row) as reading:
        for table in reading.tables():
            refuse_workbook_of_rows(table.header)
            refuse_gang_designation(dataset, table.header)
            found = (known and known(table.header)) or recognize_table(
                dataset, table.header, withheld, told_around(table, name)
            )
            if not found.missing and taken.takes(found):
                taken.take(overlay.over(table), found)
                continue
            passed.append(table.sheet)
            if closest is None or len(found.missing) < len(closest.missing):
                closest = found
        if closest is None and taken.found is None:
            raise Refused("no_table", _("The file holds no table. Check that it is the right file."))
        if taken.found is None:
            refuse_file_of_another_dataset(dataset, closest.header, name)
            raise NeedsColumns(does_not_fit(dataset, closest.missing), closest.header)
        data = taken.data(withheld, name)
        fill_in(dataset, taken.found, data)
        if not data.rows_read and not dataset.may_be_empty:
            raise Refused(
                "no_rows", _("The file has a header and no row below it. Check that it is the right file.")
            )
        recognized = _recognized(reading, taken)
        if passed:
            recognized["notices"].append(notice("sheets_that_do_not_fit", sheets=", ".join(passed)))
        return data, recognized, taken.year


class _Taken:
    """The tables of a file that are read together: the first that fits and its like."""

    def __init__(self, dataset, seen):
        self.dataset, self.seen = dataset, seen
        self.found, self.tables, self.collector = None, [], Collector()

    def takes(self, found):
        """Sheets of further years are taken where the rows can tell their year."""
        if self.found is None:
            return True
        return bool(self.dataset.period_column) and found.layout is self.found.layout

    def take(self, table, found):
        about, done = table.rows_about, self.collector.done
        look = look_at_unused if self.dataset.is_student_level else lambda found, columns: None
        self.collector.take(
            table,
            found.positions,
            {SHEET_YEAR: _school_year(table)},
            seen=lambda rows: self.seen(rows, done + about),
            look=lambda columns: look(found, columns),
        )
        self.tables.append(table)
        if self.found:
            self.found.add(found)
        self.found = self.found or found

    def data(self, withheld, name):
        """The ColumnarDataset, with the dataset's columns whatever the layout was."""
        data = self.collector.data()
        told = data.columns.pop(SHEET_YEAR)
        del data.file_headers[SHEET_YEAR]
        layout = self.found.layout
        if layout:
            return read_layout(self.dataset, layout, data, told, told_around(self.tables[0], name), withheld)
        if len(self.tables) > 1 and self.dataset.period == SCHOOL_YEAR:
            data.columns.setdefault(self.dataset.period_column, told)
            data.file_headers.setdefault(self.dataset.period_column, "")
        return data

    @property
    def year(self):
        return _school_year(self.tables[0]) if len(self.tables) == 1 else ""


# The name under which the collector keeps the school year that a table's surroundings tell.
SHEET_YEAR = " year"


def _school_year(table):
    return table.period_hint if len(table.period_hint) == 7 else ""


def fill_in(dataset, found, data):
    """Put what a person said of the whole file into its columns."""
    titles = {column.name: str(column.title) for column in dataset.columns}
    for name, text in found.fixed.items():
        data.columns[name] = Coded.same(text, len(data))
        data.file_headers[name] = titles[name]
    data.id_kind = found.id_kind
    data.mapping = found.mapping


def _recognized(reading, taken):
    """What the person is shown: {"layout": {"key", "title"} or None, "format", "encoding", "delimiter", "sheet",
    "columns", "fixed", "personal", "unused", "notices": [{"code", "detail", "rows", "sheet", "of"}]}; `of` tells whose
    sentence a notice has."""
    found = taken.found
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
    if found.layout:
        notices += [notice(code) for code in found.layout.notices]
    return {
        "layout": layout_told(found.layout),
        "format": reading.format,
        "encoding": reading.encoding,
        "delimiter": reading.delimiter,
        "sheet": ", ".join(table.sheet for table in taken.tables),
        "columns": found.columns,
        "fixed": found.fixed,
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
    return hint if dataset.period == SCHOOL_YEAR and not has_column else ""
