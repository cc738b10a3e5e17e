"""How a text table is written: what separates its columns, what quotes its cells, what escapes a quote.

Judged on the first lines; the claim that a backslash escapes quotes is tried on the whole file, because a
wrong guess shifts columns.
"""

import collections
import csv
import re
from collections import Counter
from typing import NamedTuple

from .remarks import Refusal

DELIMITERS = (",", "\t", ";", "|", "^")
_LINES_JUDGED = 200
_SEPARATOR_HINT = re.compile(r"\"?sep=(.)\"?\r?\n", re.I)


class Dialect(NamedTuple):
    """`hinted`: the first line is Excel's own `sep=;`, which Excel does not count as a row."""

    delimiter: str
    quote: str = '"'
    backslash: bool = False
    padded: bool = False
    hinted: bool = False

    def reader(self, lines):
        """csv.reader over an iterator of lines, strict about quotes."""
        if self.backslash:
            lines = map(_unescape, lines)
        return csv.reader(
            lines, delimiter=self.delimiter, quotechar=self.quote, skipinitialspace=self.padded, strict=True
        )


def dialect_of(sample, open_lines, backslashes):
    """Dialect of a text whose beginning is `sample` (str); `open_lines()` starts an iterator over all its
    lines, `backslashes` says whether a backslash stands before a quotation mark anywhere in it.

    Raises Refusal: not_a_table, space_separated, broken_quotes.
    """
    hint = _SEPARATOR_HINT.match(sample)
    if hint:
        sample = sample[hint.end() :]
    lines = sample.splitlines(keepends=True)
    delimiter = hint[1] if hint else _delimiter(lines)
    quote = _quote(lines, delimiter)
    dialect = Dialect(delimiter, quote, hinted=bool(hint), padded=_padded(lines, delimiter, quote))
    return _with_escapes(dialect, open_lines) if backslashes else dialect


def _delimiter(lines):
    best = max(
        ((_consistency(lines, delimiter), delimiter) for delimiter in DELIMITERS), key=lambda pair: pair[0]
    )
    if best[0][0] < 0.3:
        raise Refusal("space_separated" if _space_separated(lines) else "not_a_table")
    return best[1]


def _consistency(lines, delimiter):
    """(share of rows as wide as most, minus the title lines above them, width); (0,) when it separates
    nothing.
    """
    widths = _widths(lines, delimiter)
    titles = 0
    while titles < len(widths) and widths[titles] == 1:
        titles += 1
    table = widths[titles:]
    if not table:
        return (0,)
    width, count = Counter(table).most_common(1)[0]
    if width == 1:
        return (0,)
    share = count / len(table)
    return (1 if share > 0.9 else share, -titles, width)


def _widths(lines, delimiter):
    """Fields per record of the first lines; blank records do not count."""
    widths = []
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        try:
            reader = csv.reader(lines, delimiter=delimiter, quoting=quoting)
            for record in reader:
                if any(record):
                    widths.append(len(record))
                if len(widths) == _LINES_JUDGED:
                    break
            return widths
        except csv.Error:
            if widths:
                break
    return widths


def _space_separated(lines):
    widths = [
        len(next(csv.reader([line.strip()], delimiter=" ", skipinitialspace=True), [])) for line in lines[:50]
    ]
    widths = [width for width in widths if width]
    return len(widths) >= 5 and Counter(widths).most_common(1)[0][1] >= 0.9 * len(widths) and max(widths) >= 3


def _quote(lines, delimiter):
    """Apostrophes quote only when whole cells stand in them and no cell stands in quotation marks."""
    edge = re.escape(delimiter)
    single = re.compile(rf"(?:^|{edge})\s*'[^'\r\n]*'\s*(?:{edge}|$)")
    double = re.compile(rf'(?:^|{edge})\s*"')
    body = [line.rstrip("\r\n") for line in lines[1:_LINES_JUDGED] if line.strip()] or lines[:1]
    if any(double.search(line) for line in body):
        return '"'
    return "'" if sum(1 for line in body if single.search(line)) >= 0.8 * len(body) else '"'


def _padded(lines, delimiter, quote):
    """A blank after every delimiter of the header is decoration: `rec_id, given_name, surname`."""
    header = next((line for line in lines if line.count(delimiter)), "")
    cells = header.rstrip("\r\n").split(delimiter)
    return len(cells) > 1 and all(cell.startswith(" ") for cell in cells[1:])


def _with_escapes(dialect, open_lines):
    """The same dialect, or the one in which a backslash escapes a quote, whichever reads the whole file
    without error.
    """
    for candidate in (dialect, dialect._replace(backslash=True)):
        try:
            collections.deque(candidate.reader(open_lines()), maxlen=0)
            return candidate
        except csv.Error:
            continue
    return dialect


def _unescape(line):
    """Backslash-quote becomes a doubled quote, two backslashes one; any other backslash (`\\N`) stays as it
    is.
    """
    if "\\" not in line:
        return line
    return re.sub(r"\\([\\\"])", lambda match: '""' if match[1] == '"' else "\\", line)
