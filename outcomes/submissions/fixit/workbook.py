"""Writing the workbook, in memory: a first sheet that says what to do, then the rows.

Every cell is text in a text format, so that zeros stay and nothing becomes a date or a formula, neither as it
is written nor as it is corrected.
"""

import io

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Severity
from .cells import shown
from .titles import beyond_titles, problem_title, row_title

TEXT = "@"
# Programs become slow with more comments than this; the column of problems goes on.
MOST_COMMENTS = 2_000
NARROWEST, WIDEST, JUDGED = 8, 36, 200
KINDS = {
    Severity.ERROR: gettext_lazy("Error"),
    Severity.LEFT_OUT: gettext_lazy("Left out"),
    Severity.WARNING: gettext_lazy("Worth a look"),
}
COLORS = {
    Severity.ERROR: {"bg_color": "#FBD9D5", "font_color": "#7A1108", "border_color": "#B3261E"},
    Severity.LEFT_OUT: {"bg_color": "#E4E4EA", "font_color": "#33334D", "border_color": "#6B6B80"},
    Severity.WARNING: {"bg_color": "#FFECC2", "font_color": "#5C3D00", "border_color": "#9A6A00"},
}


class FixItWorkbook:
    """As an xlsxwriter book, sheet by sheet and row by row; `content()` ends it and gives its bytes."""

    def __init__(self, code):
        self.code = code
        self._out = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self._guide = self._book.add_worksheet(_("What to do"))
        format_ = self._book.add_format
        self._head = format_(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "bg_color": "#EEF1F5"}
        )
        self._number = format_({"valign": "top", "font_color": "#555555"})
        self._plain = format_({"num_format": TEXT, "valign": "top"})
        self._sentence = format_({"text_wrap": True, "valign": "top"})
        self._bad = {
            severity: format_({"num_format": TEXT, "valign": "top", "bold": True, "border": 1, **colors})
            for severity, colors in COLORS.items()
        }
        self._comments = 0

    def sheet(self, name, header):
        """A sheet for the rows of a table with this header; its rows are added to it."""
        return RowsSheet(self, self._book.add_worksheet(name or _("Rows to fix")), header)

    def content(self, title, lines):
        """Bytes of the workbook. lines: what the first sheet says, below its title."""
        self._guide.set_column(0, 0, 100)
        self._guide.write_string(0, 0, title, self._book.add_format({"bold": True, "font_size": 14}))
        wrapped = self._book.add_format({"text_wrap": True, "valign": "top"})
        for number, line in enumerate(lines, 2):
            self._guide.write_string(number, 0, line, wrapped)
        self._book.close()
        return self._out.getvalue()


class RowsSheet:
    """Row number, problem, then the columns of the file in its own order, then what is beyond its header."""

    BEFORE = 2

    def __init__(self, book, sheet, header):
        self.book, self.sheet, self.header = book, sheet, header
        self.rows, self.beyond = 0, 0
        self.widths = [len(name) for name in header]

    def add(self, number, cells, beyond, marks):
        """One row. marks: the Marks it is in, the gravest first."""
        self.rows += 1
        sheet, at = self.sheet, self.rows
        by_column = self._by_column(marks)
        of_row = by_column.get(None)
        sheet.write_number(at, 0, number, self.book._bad[of_row[0].severity] if of_row else self.book._number)
        sheet.write_string(at, 1, _told(marks), self.book._sentence)
        for column, text in enumerate(cells):
            self._cell(at, self.BEFORE + column, text, by_column.get(column))
        for column, text in enumerate(beyond, self.BEFORE + len(cells)):
            sheet.write_string(
                at, column, shown(text), self.book._bad[marks[0].severity] if marks else self.book._plain
            )
        if at <= JUDGED:
            self.widths = [max(was, len(text)) for was, text in zip(self.widths, cells, strict=True)]
        self.beyond = max(self.beyond, len(beyond))
        if of_row:
            self._comment(at, 0, of_row)

    def end(self):
        """Header, widths, filter: known when all rows are there."""
        sheet, book = self.sheet, self.book
        titles = [row_title(book.code), problem_title(self.header), *self.header]
        titles += beyond_titles(self.header, self.beyond)
        for column, title in enumerate(titles):
            sheet.write_string(0, column, shown(title), book._head)
        last = len(titles) - 1
        sheet.set_column(0, 0, 10, book._number)
        sheet.set_column(1, 1, 46, book._sentence)
        for column, width in enumerate(self.widths, self.BEFORE):
            sheet.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST), book._plain)
        if self.beyond:
            sheet.set_column(self.BEFORE + len(self.header), last, 16, book._plain)
        sheet.freeze_panes(1, self.BEFORE)
        sheet.autofilter(0, 0, max(self.rows, 1), last)
        sheet.ignore_errors({"number_stored_as_text": f"C1:{xlsxwriter.utility.xl_col_to_name(last)}1048576"})
        sheet.repeat_rows(0)
        sheet.set_landscape()

    def _by_column(self, marks):
        """{position of the column, None for the whole row: Marks}"""
        found = {}
        for mark in marks:
            at = self.header.index(mark.header) if mark.header in self.header else None
            found.setdefault(at, []).append(mark)
        return found

    def _cell(self, row, column, text, marks):
        if marks:
            self.sheet.write_string(row, column, shown(text), self.book._bad[marks[0].severity])
            self._comment(row, column, marks)
        elif text:
            self.sheet.write_string(row, column, shown(text), self.book._plain)

    def _comment(self, row, column, marks):
        if self.book._comments < MOST_COMMENTS:
            self.book._comments += 1
            self.sheet.write_comment(row, column, _told(marks), {"x_scale": 2, "y_scale": 1.2})


def _told(marks):
    """What is wrong, each sentence once, after the word for how grave it is."""
    return "\n".join(dict.fromkeys(f"{KINDS[mark.severity]}: {mark.sentence}" for mark in marks))
