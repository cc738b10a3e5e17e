"""What the rest of the project sees of a file: tables, batches, notices, and the one exception for files
refused.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from .guarded import frames
from .limits import Limits
from .messages import sentence
from .process import Child, ChildFailed


class Refused(Exception):
    """The file cannot be read. `code` is stable, `details` are names and numbers, never cell contents.

    May come from `read`, from `Reading.tables` and, because a file is judged while it streams, from
    `Table.batches`: what was taken before it must be thrown away.
    """

    def __init__(self, code: str, **details):
        super().__init__(code)
        self.code = code
        self.details = details

    @property
    def sentence(self) -> str:
        """What happened and what to do next, in the language of the moment."""
        return sentence(self.code, self.details)

    def __str__(self):
        return self.sentence


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the file that the person should know. `rows`: at most 100 of the row numbers;
    `details["count"]` is exact. Store code, rows and details; make the sentence when it is shown.
    """

    code: str
    rows: list[int]
    details: dict
    sheet: str = ""

    @property
    def sentence(self) -> str:
        return sentence(self.code, self.details)


@dataclass(slots=True)
class Problem:
    """A row that does not fit the header and stands in no batch. `code`: too_many_fields or too_few_fields.

    `expected`: fields in the header."""

    row: int
    code: str
    _joined: str = field(repr=False)
    expected: int

    @property
    def cells(self) -> list[str]:
        """The cells as they are, personal ones included: for the corrected file handed back, never stored."""
        return self._joined.split("\0")

    @property
    def sentence(self) -> str:
        return sentence(self.code, {"row": self.row, "expected": self.expected, "found": len(self.cells)})


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a table: their numbers in the spreadsheet, their cells by column, and rows that could not
    be placed.
    """

    rows: array
    columns: list[list[str]] = field(repr=False)
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """One sheet of a workbook. `rows`: rows holding anything; `columns`: of its table; `reads_as`: table,
    empty, not_a_table, or unusable (a table that would be refused).
    """

    name: str
    rows: int
    columns: int
    hidden: bool
    reads_as: str


@dataclass(slots=True)
class Table:
    """One table of a file, to be read once, in order.

    `period_hint`: `2018-19` (or a single year, from a sheet's name only), found in `period_from`: sheet,
    title or name. `letters`: the spreadsheet's column letter of each header cell. `rows_about`: upper
    estimate, for progress. `fields`: cells in the header row, nameless ones included. `row_count`: rows read,
    problems included, known when all batches were taken.
    """

    sheet: str
    period_hint: str
    period_from: str
    title_lines: list[str]
    header: list[str]
    header_row: int
    letters: list[str]
    rows_about: int
    fields: int
    row_count: int = 0
    _batches: Iterator[Batch] = field(default=iter(()), repr=False)

    def batches(self) -> Iterator[Batch]:
        """Batches in order, each of bounded size. Raises Refused."""
        return self._batches


class Reading:
    """A file being read. Use as a context manager, or call `close`: leaving early ends the child process.

    `format` is "csv" or "xlsx"; `encoding` and `delimiter` are None for workbooks; `notices` grows while
    tables are read.
    """

    def __init__(self, child: Child):
        self._child = child
        self.notices: list[Notice] = []
        facts = frames.unpack(self._next(frames.OPENED)[1])
        self.format: str = facts["format"]
        self.encoding: str | None = facts.get("encoding")
        self.delimiter: str | None = facts.get("delimiter")
        self.sheets = [SheetInfo(*sheet) for sheet in facts.get("sheets", ())]
        self._note(facts["notices"], "")
        self._started = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """End the child process. Can be called again."""
        self._child.end()

    def tables(self) -> Iterator[Table]:
        """The tables of the file, one per chosen sheet, asked for once. Rows not taken are passed over.
        Raises Refused.
        """
        if self._started:
            raise RuntimeError("A reading is streamed once; read the file again.")
        self._started = True
        while True:
            kind, payload = self._next(frames.TABLE, frames.DONE)
            if kind == frames.DONE:
                self.close()
                return
            table = _table(frames.unpack(payload), self)
            yield table
            for _ in table.batches():
                pass

    def _stream(self, table: Table) -> Iterator[Batch]:
        while True:
            kind, payload = self._next(frames.BATCH, frames.TABLE_END)
            if kind == frames.TABLE_END:
                facts = frames.unpack(payload)
                table.row_count = facts["rows"]
                self._note(facts["notices"], table.sheet)
                return
            yield self._batch(payload, table)

    def _batch(self, payload, table) -> Batch:
        try:
            runs, columns, problems = frames.unpack_batch(payload)
        except (ValueError, KeyError, TypeError):
            columns = None
        if columns is None or len(columns) != len(table.header):
            self.close()
            raise Refused("reader_died")
        rows = array("I")
        for first, count in runs:
            rows.extend(range(first, first + count))
        return Batch(rows, columns, [Problem(*problem, table.fields) for problem in problems])

    def _note(self, notices, sheet):
        self.notices += [Notice(note["code"], note["rows"], note["details"], sheet) for note in notices]

    def _next(self, *expected):
        """The next frame, which must be of an expected kind."""
        try:
            kind, payload = self._child.frame()
        except ChildFailed as failure:
            raise Refused(failure.code) from None
        if kind in expected:
            return kind, payload
        self.close()
        if kind == frames.REFUSED:
            facts = frames.unpack(payload)
            raise Refused(facts["code"], **facts["details"])
        raise Refused("reader_died")


def _table(facts, reading) -> Table:
    table = Table(
        sheet=facts["sheet"],
        period_hint=facts["period"],
        period_from=facts["period_from"],
        title_lines=facts["titles"],
        header=facts["header"],
        header_row=facts["header_row"],
        letters=facts["letters"],
        rows_about=facts["rows_about"],
        fields=facts["fields"],
    )
    reading._note(facts["notices"], table.sheet)
    table._batches = reading._stream(table)
    return table


def read(
    content: bytes,
    name: str,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    limits: Limits | None = None,
) -> Reading:
    """Open an uploaded file for reading, in a child process. `name` is only used to find a school year and
    for messages. `sheet`, `header_row`: what a person chose where the guess is wrong.

    Raises Refused when the file is empty, hostile, broken, not a table, or when a person has to choose a
    sheet.
    """
    limits = limits or Limits()
    if not content:
        raise Refused("empty")
    if len(content) > limits.content:
        raise Refused("too_large", megabytes=len(content) >> 20, limit=limits.content >> 20)
    try:
        child = Child(content, name, {"sheet": sheet, "header_row": header_row}, limits)
    except ChildFailed as failure:
        raise Refused(failure.code) from None
    try:
        return Reading(child)
    except BaseException:
        child.end()
        raise
