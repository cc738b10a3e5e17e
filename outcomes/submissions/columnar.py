"""A file's mapped columns in memory, standing in for `tablib.Dataset` (which takes 800 MB at a million rows)."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from outcomes.datasets.frame import Coded


@dataclass
class ColumnarDataset:
    """numbers: the spreadsheet's own row numbers. columns: {column name: Coded texts}.
    file_headers: {column name: header in the file}. ragged: [(row number, code)] of rows whose fields do not
    fit the header; they are in no column. id_kind, words, mapping: what people said of the file
    (outcomes.submissions.mapping): "local" or "state" ids; {column: {word: target}}; the Mapping of its columns.
    """

    numbers: np.ndarray
    columns: dict
    file_headers: dict = field(default_factory=dict)
    ragged: list = field(default_factory=list)
    id_kind: str = ""
    words: dict = field(default_factory=dict)
    mapping: object = None

    @property
    def headers(self):
        return list(self.columns)

    def __len__(self):
        return len(self.numbers)

    def __iter__(self):
        return zip(*(column.texts() for column in self.columns.values()), strict=True)

    @classmethod
    def of_table(cls, table, positions, seen=lambda rows: None, look=lambda columns: None):
        """Read a table of the guarded reader, keeping only the mapped columns.

        positions: {column name: index of its header}. seen: told the rows read so far, after each batch.
        look: shown all columns of the first batch, before those that are not mapped are forgotten.
        """
        coders = {name: _Coder() for name in positions}
        numbers, ragged, done = [], [], 0
        for batch in table.batches():
            if not done:
                look(batch.columns)
            numbers.append(np.asarray(batch.rows, np.int64))
            for name, position in positions.items():
                coders[name].add(batch.columns[position])
            ragged += [(problem.row, problem.code) for problem in batch.problems]
            done += len(batch.rows)
            seen(done)
        return cls(
            np.concatenate(numbers) if numbers else np.zeros(0, np.int64),
            {name: coder.coded() for name, coder in coders.items()},
            {name: table.header[position] for name, position in positions.items()},
            ragged,
        )

    @classmethod
    def of_tablib(cls, dataset, positions):
        """From a `tablib.Dataset`, as import-export's own formats make it; its header is row 1."""
        columns = {
            name: Coded.of(["" if value is None else str(value) for value in dataset.get_col(position)])
            for name, position in positions.items()
        }
        headers = {name: dataset.headers[position] for name, position in positions.items()}
        return cls(np.arange(2, len(dataset) + 2), columns, headers)


class _Coder:
    """Codes one column batch by batch; each distinct text is kept once."""

    def __init__(self):
        self.known = {}
        self.parts = []

    def add(self, texts):
        codes, distinct = pd.factorize(np.array(texts, dtype=object))
        known = self.known
        ours = np.fromiter((known.setdefault(text, len(known)) for text in distinct), np.int32, len(distinct))
        self.parts.append(ours[codes])

    def coded(self):
        return Coded(list(self.known), np.concatenate(self.parts) if self.parts else np.zeros(0, np.int32))
