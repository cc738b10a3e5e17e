"""A worksheet as a source of records, parsed in one pass over its XML, in memory that does not depend on its
size.

Only cells that hold something take room: what the sheet claims as its dimension, formatted but empty cells,
and a lone value in the last cell of the grid cost nothing. A record's place is its row number, so missing
rows are empty records.
"""

from itertools import repeat

from .number_formats import number
from .remarks import Refusal
from .survey import column_letters, column_number
from .workbook import unescape
from .xml import deeper, feed, new_parser

_DIGITS = "0123456789"
_GRID_ROWS = 1_048_576
_YES = ("1", "true")


class Sheet:
    """One worksheet of a workbook, read as often as needed."""

    is_sheet = True
    #: Not known before reading; `Body` halves batches that turn out too large.
    row_bytes = 0

    def __init__(self, workbook, sheet_part, survey):
        self.workbook = workbook
        self.name = sheet_part.name
        self.hidden = sheet_part.hidden
        self.part = sheet_part.part
        self.survey = survey

    @property
    def rows_about(self):
        """Number of rows that hold anything, for progress."""
        return self.survey.rows

    def open(self):
        return SheetRecords(self.workbook, self.part)


class SheetRecords:
    """Records of a worksheet in order, and what was seen on the way.

    `restored`: what a number format gave back ("zeros", "percent", "date", "time") -> positions of columns.
    """

    def __init__(self, workbook, part):
        self._workbook, self._part = workbook, part
        self._limits = workbook.limits
        self._pieces = workbook.archive.pieces(part)
        self._rows, self._done = [], False
        self._columns = {}
        self._row = self._filled = 0
        self.restored = {}
        self.errors, self.hidden_rows, self.hidden_columns = [], [], []
        self._parser = _parser(self, self._limits["cell"])

    def take(self, count):
        """The next `count` records, fewer at the end, none after it."""
        rows = self._rows
        while len(rows) < count and not self._done:
            piece = next(self._pieces, None)
            if piece is None:
                feed(self._parser, b"", self._part, last=True)
                self._done = True
            else:
                feed(self._parser, _without_empty_rows(piece), self._part)
        taken = rows[:count]
        del rows[:count]
        return taken

    @property
    def blank_tail(self):
        """Rows after the last value that the sheet holds, formatted but empty. Known when all records were
        taken.
        """
        return self._row - self._filled

    def remarks(self, remarks, columns):
        """What formats, formulas and hiding did to the table; `columns` are the positions of its columns."""
        for code, places in (
            ("zeros_restored", self.restored.get("zeros", ())),
            ("percent_shown", self.restored.get("percent", ())),
            ("hidden_columns", self.hidden_columns),
        ):
            letters = [column_letters(place) for place in sorted(places) if place in columns]
            if letters:
                remarks.say(code, columns=letters, count=len(letters))
        if self.errors:
            remarks.say("error_cells", rows=sorted(set(self.errors)), count=len(self.errors))
        if self.hidden_rows:
            remarks.say("hidden_rows", rows=self.hidden_rows, count=len(self.hidden_rows))

    def start_row(self, attributes):
        """A row begins. Its number is its own or the next one; numbers only grow."""
        claimed = attributes.get("r")
        if claimed is None:
            number_ = self._row + 1
        else:
            number_ = int(claimed) if claimed.isdigit() and len(claimed) < 9 else 0
        if not self._row < number_ <= _GRID_ROWS:
            self.damaged()
        self._row = number_
        self._row_hidden = attributes.get("hidden") in _YES

    def end_row(self, cells):
        """A row is complete: `cells` are (attributes, value or None, is it a formula) in the order of the
        file.
        """
        record, column = [], -1
        text_of, columns = self._text, self._columns
        row_text = str(self._row)
        for attributes, value, is_formula in cells:
            reference = attributes.get("r")
            if reference is None:
                column += 1
            else:
                letters = reference.rstrip(_DIGITS)
                column = columns.get(letters)
                if column is None:
                    column = self._column(letters)
                if reference[len(letters) :] != row_text:
                    self.damaged()
            if not value:
                if is_formula and attributes.get("t") != "str":
                    raise Refusal(
                        "formula_without_value", cells=[f"{column_letters(column)}{row_text}"], count=1
                    )
                continue
            text = text_of(attributes, value, column)
            place = len(record)
            if column == place:
                record.append(text)
            elif column > place:
                self._check_column(column)
                record.extend(repeat("", column - place))
                record.append(text)
            elif record[column]:
                self.damaged()
            else:
                record[column] = text
        if any(record):
            self._check_column(len(record) - 1)
            self._finish(record)

    def _finish(self, record):
        if self._row > self._limits["rows"]:
            raise Refusal("too_many_rows", limit=self._limits["rows"])
        gap = self._row - self._filled - 1
        if gap:
            self._rows.extend(repeat([], gap))
        self._rows.append(record)
        self._filled = self._row
        if self._row_hidden:
            self.hidden_rows.append(self._row)

    def _text(self, attributes, value, column):
        """What a cell shows, as text."""
        kind = attributes.get("t")
        if kind == "s":
            strings = self._workbook.strings
            if not value.isdigit() or int(value) >= len(strings):
                self.damaged()
            return strings[int(value)]
        if kind is None or kind == "n":
            known = self._workbook.renderers.get(attributes.get("s"))
            if known is None:
                return number(value)
            render, restores = known
            self.restored.setdefault(restores, set()).add(column)
            return render(value)
        if kind == "b":
            return "TRUE" if value.strip() in _YES else "FALSE"
        if kind == "e":
            self.errors.append(self._row)
        return unescape(value) if "_x" in value else value

    def _column(self, letters):
        if not (1 <= len(letters) <= 3 and letters.isascii() and letters.isalpha() and letters.isupper()):
            self.damaged()
        self._columns[letters] = column_number(letters)
        return self._columns[letters]

    def _check_column(self, column):
        if column >= self._limits["columns"]:
            raise Refusal("too_many_columns", count=column + 1, limit=self._limits["columns"])

    def hide_columns(self, attributes):
        """A run of columns is hidden."""
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if first.isdigit() and last.isdigit() and len(last) < 9:
            self.hidden_columns.extend(range(int(first) - 1, min(int(last), self._limits["columns"])))

    def too_long(self):
        raise Refusal("too_large_cell", row=self._row)

    def damaged(self):
        raise Refusal("damaged_workbook", part=self._part)


def _without_empty_rows(piece):
    """The same piece of XML, or, where it holds rows but no value at all, without all of these rows but the
    last.

    A tail of half a million formatted rows is passed over in no time; the last number still tells how long
    it was.
    """
    if b"<v" in piece or b"<is" in piece or b"<f" in piece or b"<!" in piece:
        return piece
    rows = piece.count(b"<row ")
    if rows < 3 or piece.count(b'<row r="') != rows:
        return piece
    return piece[: piece.index(b"<row ")] + piece[piece.rindex(b"<row ") :]


def _parser(records, longest):
    """Expat parser that hands whole rows to `records`. Plain closures: this runs five times per cell."""
    c = v = t = f = row = phonetic_run = col = None
    cell = cells = value = text = None
    is_formula = phonetic = False
    depth = length = 0

    def root(tag, _):
        nonlocal c, v, t, f, row, phonetic_run, col
        prefix = tag[: tag.rindex(":") + 1] if ":" in tag else ""
        c, v, t, f, row, phonetic_run, col = (
            prefix + name for name in ("c", "v", "t", "f", "row", "rPh", "col")
        )
        parser.StartElementHandler = start

    def start(tag, attributes):
        nonlocal cell, cells, value, text, is_formula, phonetic, depth, length
        if tag == c:
            if cell is not None or cells is None:
                records.damaged()
            cell, value, is_formula, length = attributes, None, False, 0
        elif tag in (v, t):
            text = ""
        elif tag == f:
            is_formula = True
        elif tag == row:
            if cells is not None:
                records.damaged()
            cells = []
            records.start_row(attributes)
        else:
            depth = deeper(depth)
            if tag == phonetic_run:
                phonetic = True
            elif tag == col and attributes.get("hidden") in _YES:
                records.hide_columns(attributes)

    def characters(run):
        nonlocal text, length
        if text is not None:
            text = text + run if text else run
            length += len(run)
            if length > longest:
                records.too_long()

    def end(tag):
        nonlocal cell, cells, value, text, phonetic, depth
        if tag == v:
            value, text = text, None
        elif tag == c:
            cells.append((cell, value, is_formula))
            cell = None
        elif tag == t:
            if not phonetic:
                value = value + text if value else text
            text = None
        elif tag == row:
            records.end_row(cells)
            cells = None
        elif tag != f:
            depth -= 1
            if tag == phonetic_run:
                phonetic = False

    parser = new_parser(root, end, characters)
    return parser
