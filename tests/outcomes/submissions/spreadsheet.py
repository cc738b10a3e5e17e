"""The clerk's spreadsheet program: opens the workbook of rows to fix, corrects it, saves it."""

import csv
import io

import openpyxl

from outcomes.submissions.fixit.correct import correct
from outcomes.submissions.fixit.hand_back import hand_back
from outcomes.submissions.fixit.marks import ERRORS
from outcomes.submissions.journey import stage_now


class Spreadsheet:
    """One sheet of rows to fix. Rows are named by their number in the file, cells by their header."""

    def __init__(self, content, sheet=None):
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.sheet = self.book[sheet] if sheet else self.book.worksheets[-1]
        self.header = [cell.value for cell in self.sheet[1]]

    def numbers(self):
        return [row[0].value for row in self.sheet.iter_rows(min_row=2)]

    def cell(self, number, header):
        return self._row(number)[self.header.index(header)]

    def row(self, number):
        """Texts of the file's own columns, and of those beyond its header."""
        return [cell.value or "" for cell in self._row(number)[2:]]

    def write(self, number, **cells):
        for header, text in cells.items():
            self._type(self.cell(number, header), text)

    def write_row(self, number, texts):
        for place, cell in enumerate(self._row(number)[2:]):
            self._type(cell, texts[place] if place < len(texts) else None)

    def empty(self, number):
        """All but the row number."""
        for cell in self._row(number)[1:]:
            cell.value = None

    def delete(self, number):
        self.sheet.delete_rows(self._row(number)[0].row)

    def saved(self):
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def saved_as_csv(self, delimiter=","):
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter)
        for row in self.sheet.iter_rows(values_only=True):
            writer.writerow(["" if value is None else value for value in row])
        return out.getvalue().encode()

    def _type(self, cell, text):
        """A cell in a text format takes what is typed for text, also `=1+1`."""
        cell.value = text
        if isinstance(text, str):
            cell.data_type = "s"

    def _row(self, number):
        return next(row for row in self.sheet.iter_rows(min_row=2) if row[0].value == number)


def download(submission, which=ERRORS, by=None, sheet=None):
    return Spreadsheet(hand_back(submission, by=by or submission.created_by, which=which).content, sheet)


def upload(submission, content, by=None, name="corrected.xlsx"):
    """Upload corrected rows and have them read, as the worker does."""
    correct(submission, by=by or submission.created_by, name=name, content=content, in_background=False)
    submission.refresh_from_db()
    stage_now(submission)
    submission.refresh_from_db()
    return submission
