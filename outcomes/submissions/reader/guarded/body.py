"""The rows of a table, in batches of columns, without what is not data.

Left out and counted: blank rows, repeated headers, footnotes, a total row without a label. Set apart and
reported by row: records whose number of fields does not fit the header; they are never shifted into place.
"""

import re
from decimal import Decimal

from .layout import skip
from .remarks import ROWS_KEPT, Refusal
from .survey import column_letters

_HELD = 50
_LONG_TAIL = 10
_A_NUMBER = re.compile(r"[-+]?([\d,]*\d\.?\d*|\.\d+)%?", re.ASCII)
_NOTE = re.compile(
    r"\*+\s*[^\s*]|[†‡©]|"
    r"\(?(notes?|sources?|footnotes?|generated|printed|prepared by|exported|copyright|confidential)\b|"
    r"report (run|date|generated)|\(?end of (file|report)|page \d+|"
    r"\d+ (rows|records)\b|(total )?(rows|records)\s*[:=]",
    re.I,
)


class Body:
    """One pass over the rows below a header, in batches; what was noticed goes to the remarks.

    `rows`: how many rows were read, those with problems included.
    """

    def __init__(self, source, layout, limits, remarks):
        self.source, self.layout, self.limits, self.remarks = source, layout, limits, remarks
        self.least = max(layout.columns) + 1
        self.rows = 0
        self._last = layout.header_row
        self._blank, self._blanks = [], 0
        self._pending, self._pendings = [], 0
        self._characters = 0
        self._unwrapped = set()

    def batches(self):
        """(row numbers, columns as joined text, problems) in order, one batch in memory. Raises Refusal."""
        limits = self.limits
        size = min(limits["batch_rows"], limits["batch_cells"] // self.layout.width)
        if self.source.row_bytes:
            size = min(size, limits["batch_characters"] // self.source.row_bytes)
        size = max(1, size)
        records = self.source.open()
        skip(records, self.layout.header_row)
        number, held = self.layout.header_row, []
        while taken := records.take(size):
            numbers = range(number + 1, number + 1 + len(taken))
            number += len(taken)
            if number > limits["rows"]:
                raise Refusal("too_many_rows", limit=limits["rows"])
            numbers, rows = self._without_blanks(numbers, taken)
            if held:
                numbers, rows = (
                    [row for row, _ in held] + list(numbers),
                    [record for _, record in held] + rows,
                )
            numbers, rows, held = self._hold_back(numbers, rows)
            yield from self._emit(numbers, rows)
        held = self._without_ending(held)
        yield from self._emit([row for row, _ in held], [record for _, record in held])
        self._finish(records)

    def _without_blanks(self, numbers, rows):
        """Rows that hold something. Blank ones are counted; those at the end may be the tail of the table."""
        # Nearly always every row begins with something; only else is each looked at.
        begin = {row[0][:1] if row else "" for row in rows}
        if not self._pendings and all(begin) and not any(map(str.isspace, begin)):
            return numbers, rows
        full = [
            bool(row) and any(row) and not (row[0][:1].isspace() and not any(map(str.strip, row)))
            for row in rows
        ]
        if all(full) and not self._pendings:
            return numbers, rows
        for row, holds in zip(numbers, full, strict=True):
            if not holds:
                self._pendings += 1
                if len(self._pending) < ROWS_KEPT:
                    self._pending.append(row)
            elif self._pendings:
                self._blanks += self._pendings
                self._blank += self._pending
                self._pending, self._pendings = [], 0
        kept = [place for place, holds in enumerate(full) if holds]
        return [numbers[place] for place in kept], [rows[place] for place in kept]

    def _hold_back(self, numbers, rows):
        """Set the last rows aside while they may be totals or footnotes: nothing follows them yet."""
        end = len(rows)
        while end and len(rows) - end < _HELD and self._may_end(rows[end - 1]):
            end -= 1
        held = list(zip(numbers[end:], rows[end:], strict=True))
        return numbers[:end], rows[:end], held

    def _may_end(self, record):
        first = self.layout.columns[0]
        return len(record) <= first or not record[first].strip() or _alone(record) is not None

    def _emit(self, numbers, rows):
        problems = []
        if rows:
            self._last = numbers[-1]
        if rows and (len(rows[0]) != self.layout.width or set(map(len, rows)) != {self.layout.width}):
            numbers, rows, problems = self._straightened(numbers, rows)
        if rows or problems:
            columns = list(zip(*rows, strict=True)) or [()] * self.layout.width
            columns = [columns[place] for place in self.layout.columns]
            numbers, columns = self._without_headers(numbers, columns)
            self.rows += len(numbers) + len(problems)
            yield from self._sized(numbers, columns, problems)

    def _straightened(self, numbers, rows):
        """Records as wide as the header; others become problems (row, code, cells joined)."""
        width, is_sheet, most = self.layout.width, self.source.is_sheet, self.limits["columns"]
        kept, fitting, problems = [], [], []
        for number, record in zip(numbers, rows, strict=True):
            length = len(record)
            if length > width:
                if any(map(str.strip, record[width:])):
                    if not is_sheet:
                        problems.append((number, "too_many_fields", "\0".join(record[:most])))
                        continue
                    self.remarks.count("cells_outside", number)
                record = record[:width]
            elif length < width:
                if not is_sheet and length < self.least:
                    problems.append((number, "too_few_fields", "\0".join(record)))
                    continue
                record = record + [""] * (width - length)
            kept.append(number)
            fitting.append(record)
        return kept, fitting, problems

    def _without_headers(self, numbers, columns):
        """Leave out rows that repeat the header, as reports with page breaks have them."""
        header = self.layout.header
        if header[0] not in columns[0]:
            return numbers, columns
        repeated = {
            place
            for place, cell in enumerate(columns[0])
            if cell == header[0]
            and all(column[place].strip() == name for column, name in zip(columns, header, strict=True))
        }
        for place in sorted(repeated):
            self.remarks.count("repeated_header", numbers[place])
        kept = [place for place in range(len(numbers)) if place not in repeated]
        return [numbers[place] for place in kept], [[column[place] for place in kept] for column in columns]

    def _sized(self, numbers, columns, problems):
        """Columns as joined text. A batch is halved while it is too large: one string may fill many cells."""
        texts = ["\0".join(column) for column in columns]
        characters = sum(map(len, texts))
        if characters > self.limits["batch_characters"] and len(numbers) > 1:
            half = len(numbers) // 2
            yield from self._sized(numbers[:half], [column[:half] for column in columns], problems)
            yield from self._sized(numbers[half:], [column[half:] for column in columns], [])
            return
        self._characters += characters
        if self._characters > self.limits["characters"]:
            raise Refusal("too_much_text")
        yield numbers, texts if self.source.is_sheet else self._unwrap(texts), problems

    def _unwrap(self, texts):
        """Cells written as `="2880013"`, to keep a spreadsheet from cutting zeros, become the code inside."""
        for place, text in enumerate(texts):
            if '="' in text:
                texts[place] = "\0".join(_code(cell) for cell in text.split("\0"))
                self._unwrapped.add(self.layout.columns[place])
        return texts

    # The end of the table

    def _without_ending(self, held):
        """What was held back, without footnotes and without a total row that has no label."""
        notes = self._footnotes(held)
        if notes:
            held = held[: -len(notes)]
            self.remarks.say("footnotes", rows=[row for row, _ in notes], count=len(notes))
        totals = []
        while held and self._is_total(*held[-1]):
            totals.append(held.pop()[0])
        if totals:
            self.remarks.say("total_rows", rows=sorted(totals), count=len(totals))
        return held

    def _footnotes(self, held):
        """The last rows with one text cell each, when a blank row precedes them or they read like notes."""
        start = len(held)
        while start and _alone(held[start - 1][1]) is not None:
            start -= 1
        for first in range(start, len(held)):
            before = held[first - 1][0] if first else self._last
            after_gap = held[first][0] - before > 1 and len(self.layout.columns) > 2
            if after_gap or all(_NOTE.match(_alone(record)) for _, record in held[first:]):
                return held[first:]
        return []

    def _is_total(self, row, record):
        """A row with numbers only, nothing in the first column, each the sum of its column (a rate: between
        its extremes).
        """
        cells = {
            place: record[place]
            for place in self.layout.columns
            if place < len(record) and record[place].strip()
        }
        totals = {place: _number(cell) for place, cell in cells.items()}
        if not totals or self.layout.columns[0] in totals or None in totals.values():
            return False
        sums, least, most, seen = self._sums(row, totals)
        summed = {
            place
            for place, total in totals.items()
            if seen[place] >= 2 and _same(sums[place], total) and total
        }
        rates = all(
            seen[place] and least[place] <= totals[place] <= most[place]
            for place in totals
            if place not in summed
        )
        return bool(summed) and rates

    def _sums(self, row, places):
        """Sum, least, most and count of the numbers of some columns in the rows before `row`."""
        records = self.source.open()
        skip(records, self.layout.header_row)
        left = row - self.layout.header_row - 1
        sums = dict.fromkeys(places, Decimal(0))
        least, most, seen = {}, {}, dict.fromkeys(places, 0)
        while left > 0 and (batch := records.take(min(left, 5000))):
            left -= len(batch)
            for place in places:
                for record in batch:
                    value = _number(record[place]) if place < len(record) else None
                    if value is not None:
                        sums[place] += value
                        seen[place] += 1
                        least[place] = min(value, least.get(place, value))
                        most[place] = max(value, most.get(place, value))
        return sums, least, most, seen

    def _finish(self, records):
        """Remarks that are known only now."""
        tail = records.blank_tail if self.source.is_sheet else self._pendings
        if self._blanks:
            self.remarks.say("blank_rows", rows=self._blank, count=self._blanks)
        if tail >= _LONG_TAIL:
            self.remarks.say("blank_tail", count=tail)
        if self._unwrapped:
            letters = [column_letters(place) for place in sorted(self._unwrapped)]
            self.remarks.say("codes_unwrapped", columns=letters, count=len(letters))
        if not self.rows:
            self.remarks.say("no_rows")
        records.remarks(self.remarks, self.layout.columns)


def _code(cell):
    return cell[2:-1].replace('""', '"') if len(cell) > 2 and cell[:2] == '="' and cell[-1] == '"' else cell


def _alone(record):
    """The only cell of a record that holds anything, when it is text; else None."""
    held = [cell.strip() for cell in record if cell.strip()]
    return held[0] if len(held) == 1 and _number(held[0]) is None else None


def _number(cell):
    """A Decimal, or None; thousands separators and a percent sign are allowed."""
    cell = cell.strip()
    if len(cell) > 30 or not _A_NUMBER.fullmatch(cell):
        return None
    return Decimal(cell.rstrip("%").replace(",", ""))


def _same(left, right):
    return abs(left - right) <= Decimal("1e-6") * max(1, abs(right))
