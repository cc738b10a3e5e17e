"""A delimited text file as a source of records, read straight from its bytes.

A source is what `layout` and `body` read from: `open()` starts at the first row, `take(n)` gives the next
records, each a list of str. The place of a record in that sequence is the row number a spreadsheet program
shows for it.
"""

import csv
import io
from itertools import islice

from .dialect import dialect_of
from .encodings import encoding_of
from .remarks import Refusal

_SAMPLE_BYTES = 1 << 18
#: What DOS programs write after the last line.
_END_OF_FILE = b"\x1a"
#: Lines inside one record from which on an overlong cell is more likely a quotation mark that is never
#: closed.
_LINES_OF_A_CELL = 20


class Text:
    """The one table of a text file. Raises Refusal when the text cannot be read as a table at all."""

    is_sheet = False
    name = ""
    survey = None

    def __init__(self, content, limits):
        self.content = content.rstrip(_END_OF_FILE) if content.endswith(_END_OF_FILE) else content
        content = self.content
        csv.field_size_limit(limits["cell"])
        self.encoding, self._start = encoding_of(content)
        sample = content[self._start : self._start + _SAMPLE_BYTES].decode(self.encoding, "ignore")
        self.dialect = dialect_of(sample, self._lines, '\\"'.encode(self.encoding) in content)

    @property
    def rows_about(self):
        """Upper estimate of the number of rows, for progress: line ends inside cells count as well."""
        return max(self.content.count(b"\n"), self.content.count(b"\r")) + 1

    @property
    def row_bytes(self):
        """Bytes of a row on average, so that batches of long rows are made of fewer."""
        return len(self.content) // self.rows_about

    def open(self):
        lines = self._lines()
        if self.dialect.hinted:
            next(lines)
        return Records(self, self.dialect.reader(lines))

    def _lines(self):
        stream = io.BytesIO(self.content)
        stream.seek(self._start)
        return io.TextIOWrapper(stream, self.encoding, newline="")

    def explain(self, error):
        """The Refusal for a csv.Error, naming the row where reading stops."""
        reader, row, line = self.open().reader, 0, 0
        try:
            for _ in reader:
                row, line = row + 1, reader.line_num
        except csv.Error:
            pass
        long_record = reader.line_num - line > _LINES_OF_A_CELL
        if "field larger" in str(error):
            code = "unclosed_quote" if long_record else "too_large_cell"
        else:
            code = "unclosed_quote" if "unexpected end" in str(error) else "broken_quotes"
        return Refusal(code, row=row + 1)


class Records:
    """Records of a text file in order."""

    def __init__(self, text, reader):
        self._text = text
        self.reader = reader

    def take(self, number):
        """The next `number` records, fewer at the end, none after it."""
        try:
            return list(islice(self.reader, number))
        except csv.Error as error:
            raise self._text.explain(error) from None

    def remarks(self, remarks, columns):
        """Nothing to add: text has no formats, formulas or hidden rows."""
