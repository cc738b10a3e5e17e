"""Corrected rows in the place of those that the file holds: the one way in which corrections are read.

Several rounds lie over each other. A row of a round counts where it differs from the row as its workbook
showed it, so that two people may correct different rows of the same workbook one after the other.
"""

from array import array
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from ..reader import Batch, Problem
from ..reader.guarded.survey import column_number
from ..refusal import Refused
from .rows import Bound, Row, split_row
from .sheets import several
from .uploaded import Round, listed


@dataclass
class Overlay:
    """All rounds, the oldest first, over the sheets of a file. told: the names of those that were read."""

    rounds: list[Round]
    told: str = ""

    def over(self, table):
        """The table as corrected."""
        if not self.rounds:
            return table
        sheet = _Sheet(self, table)
        return replace(table, _batches=sheet.batches(table.batches()))

    def check_newest(self):
        """Raises Refused where the newest round corrects rows that are not there, or that another has corrected."""
        if not self.rounds:
            return
        newest = self.rounds[-1]
        unknown = [number for sheet in newest.sheets.values() for number in sheet.rows.keys() - sheet.met]
        if unknown:
            raise Refused(
                "unknown_rows",
                _(
                    "These row numbers are not rows of the submitted file: %(rows)s. Check that the workbook is that of "
                    "this submission, and leave its first column as it is."
                )
                % {"rows": listed(unknown)},
            )
        if newest.conflicts:
            raise Refused(
                "stale",
                _(
                    "Since this workbook was downloaded, these rows were corrected otherwise: %(rows)s. Download the "
                    "rows to fix again, so that you see them as they are now, and correct those."
                )
                % {"rows": listed(newest.conflicts)},
            )


class _Sheet:
    """The rounds over one table; a round that says nothing of its sheet has no Bound."""

    def __init__(self, overlay, table):
        self.table, self.rounds = table, overlay.rounds
        named = several(overlay.told)
        self.bounds = [
            Bound.of(round_.sheet_for(table.sheet, named), table.header) for round_ in overlay.rounds
        ]
        self.touched = set().union(*(bound.sheet.rows for bound in self.bounds if bound))

    def batches(self, batches):
        waiting = {}
        for batch in batches:
            problems = [kept for problem in batch.problems for kept in self._straightened(problem, waiting)]
            numbers, dropped = batch.rows, set()
            for at, number in enumerate(numbers):
                if number in self.touched:
                    self._correct(batch, at, number, dropped, problems)
            last = numbers[-1] if len(numbers) else 0
            due = {number: waiting.pop(number) for number in sorted(waiting) if number < last}
            columns = batch.columns
            if dropped or due:
                numbers, columns = _merged(numbers, columns, dropped, due)
            yield Batch(numbers, columns, problems)
        if waiting:
            numbers = array("I", sorted(waiting))
            columns = [list(column) for column in zip(*(waiting[number] for number in numbers), strict=True)]
            yield Batch(numbers, columns, [])

    def _correct(self, batch, at, number, dropped, problems):
        was = Row(tuple(column[at] for column in batch.columns))
        row = self._now(number, was)
        if row.is_gone or row.ragged:
            dropped.add(at)
            if row.ragged and not row.is_gone:
                problems.append(_problem(self.table, number, row))
        elif row is not was:
            for column, cell in zip(batch.columns, row.cells, strict=True):
                column[at] = cell

    def _straightened(self, problem, waiting):
        """The problem of a row that still does not fit; one that fits now waits until its place comes."""
        if problem.row not in self.touched:
            return [problem]
        was = Row(*split_row(self.table, problem.cells), problem.code)
        row = self._now(problem.row, was)
        if row is was:
            return [problem]
        if row.ragged and not row.is_gone:
            return [_problem(self.table, problem.row, row)]
        if not row.is_gone:
            waiting[problem.row] = row.cells
        return []

    def _now(self, number, original):
        """The row after all rounds."""
        history = [original]
        for round_, bound in zip(self.rounds, self.bounds, strict=True):
            row = history[-1]
            if bound and number in bound.sheet.rows:
                bound.sheet.met.add(number)
                was = row if round_.base is None else history[round_.base]
                wanted = bound.row(number, was)
                if wanted is not was and wanted != row:
                    round_.note(number, taken_out=wanted.is_gone, in_conflict=row != was)
                    row = wanted
            history.append(row)
        return history[-1]


def _problem(table, number, row):
    """The Problem of a row that still holds something beyond its header."""
    cells = [""] * table.fields
    for letters, cell in zip(table.letters, row.cells, strict=True):
        cells[column_number(letters)] = cell
    return Problem(number, row.ragged, "\0".join([*cells, *row.beyond]), table.fields)


def _merged(numbers, columns, dropped, due):
    """Row numbers and columns without the rows dropped (positions) and with those due, in order."""
    order = [(number, at) for at, number in enumerate(numbers) if at not in dropped]
    order = sorted([*order, *((number, None) for number in due)], key=lambda entry: entry[0])
    merged = [
        [due[number][place] if at is None else column[at] for number, at in order]
        for place, column in enumerate(columns)
    ]
    return array("I", [number for number, _at in order]), merged
