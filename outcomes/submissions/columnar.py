"""A file's mapped columns in memory, standing in for `tablib.Dataset` (which takes 800 MB at a million rows)."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from outcomes.datasets.frame import SHEET, Coded


@dataclass
class ColumnarDataset:
    """numbers: the spreadsheet's own row numbers (frame.number_in_sheet where there are several sheets).
    columns: {column name: Coded texts}.
    file_headers: {column name: header in the file}. ragged: [(row number, code)] of rows whose fields do not
    fit the header; they are in no column. sheets: names, where rows of several were read.
    found, behind: as `layouts.Rows` tells. read: rows of the spreadsheet, where a layout made others of them.
    usual: {column: {word: text that the dataset understands}}, what a layout's codes usually mean.
    id_kind, words, mapping: what people said of the file (outcomes.submissions.mapping): "local" or "state" ids;
    {column: {word: target}}; the Mapping of its columns.
    """

    numbers: np.ndarray
    columns: dict
    file_headers: dict = field(default_factory=dict)
    ragged: list = field(default_factory=list)
    sheets: list = field(default_factory=list)
    found: list = field(default_factory=list)
    behind: tuple | None = None
    read: int | None = None
    usual: dict = field(default_factory=dict)
    id_kind: str = ""
    words: dict = field(default_factory=dict)
    mapping: object = None

    @property
    def headers(self):
        return list(self.columns)

    @property
    def rows_read(self):
        """Rows of the spreadsheet, those that fit no header included."""
        return (len(self) if self.read is None else self.read) + len(self.ragged)

    def __len__(self):
        return len(self.numbers)

    def __iter__(self):
        return zip(*(column.texts() for column in self.columns.values()), strict=True)

    @classmethod
    def of_tablib(cls, dataset, positions):
        """From a `tablib.Dataset`, as import-export's own formats make it; its header is row 1."""
        columns = {
            name: Coded.of(["" if value is None else str(value) for value in dataset.get_col(position)])
            for name, position in positions.items()
        }
        headers = {name: dataset.headers[position] for name, position in positions.items()}
        return cls(np.arange(2, len(dataset) + 2), columns, headers)


class Collector:
    """Takes tables of the guarded reader one after the other, keeping only their mapped columns."""

    def __init__(self):
        self.coders, self.headers, self.sheets = {}, {}, []
        self.numbers, self.ragged, self.done, self.before = [], [], 0, 0

    def take(self, table, positions, same=None, seen=lambda rows: None, look=lambda columns: None):
        """positions: {column name: index of its header}. same: {column name: text of all rows of this table}.
        seen: told the rows read so far, after each batch. look: shown all columns of the first batch, before
        those that are not mapped are forgotten.
        """
        self.sheets.append(table.sheet)
        start, self.before, first = (len(self.sheets) - 1) * SHEET, self.done, True
        for batch in table.batches():
            if first:
                look(batch.columns)
                first = False
            self.numbers.append(np.asarray(batch.rows, np.int64) + start)
            for name, position in positions.items():
                self._coder(name).add(batch.columns[position])
            self.ragged += [(problem.row + start, problem.code) for problem in batch.problems]
            self.done += len(batch.rows)
            seen(self.done)
        for name, position in positions.items():
            self._coder(name)
            self.headers.setdefault(name, table.header[position])
        for name, text in (same or {}).items():
            self._coder(name).fill(self.done, text)
        for coder in self.coders.values():
            coder.fill(self.done)

    def data(self):
        """The ColumnarDataset of everything taken."""
        return ColumnarDataset(
            np.concatenate(self.numbers) if self.numbers else np.zeros(0, np.int64),
            {name: coder.coded() for name, coder in self.coders.items()},
            {name: self.headers.get(name, "") for name in self.coders},
            self.ragged,
            self.sheets if len(self.sheets) > 1 else [],
        )

    def _coder(self, name):
        """A column's coder; a column that earlier tables lacked is blank in their rows."""
        if name not in self.coders:
            self.coders[name] = _Coder()
            self.coders[name].fill(self.before)
        return self.coders[name]


class _Coder:
    """Codes one column batch by batch; each distinct text is kept once."""

    def __init__(self):
        self.known, self.parts, self.length = {}, [], 0

    def add(self, texts):
        codes, distinct = pd.factorize(np.array(texts, dtype=object))
        known = self.known
        ours = np.fromiter((known.setdefault(text, len(known)) for text in distinct), np.int32, len(distinct))
        self.parts.append(ours[codes])
        self.length += len(codes)

    def fill(self, length, text=""):
        """The same text in all further rows, up to this many."""
        if length > self.length:
            code = self.known.setdefault(text, len(self.known))
            self.parts.append(np.full(length - self.length, code, np.int32))
            self.length = length

    def coded(self):
        return Coded(list(self.known), np.concatenate(self.parts) if self.parts else np.zeros(0, np.int32))
