"""A file's rows while a layout turns them into a dataset's columns. Texts stay texts: the dataset understands
them. Each distinct text is touched once (`Coded`), so a function of a column costs its distinct values.
"""

from dataclasses import dataclass, field

import numpy as np

from ..frame import Coded, Finding, combined, number_in_sheet


@dataclass
class Rows:
    """numbers: the spreadsheet's own row numbers (int array), which stay with the rows whatever becomes of them.
    columns: {name: Coded texts}. headers: {name: header in the file}, "" for a column that was made.
    year: Coded school years told by the sheet's name, a title line or the file's name; "" where none is.
    told: what stands around the first table: title lines, the sheet's and the file's name, one per line.
    found: [(Finding, row numbers)] of what only the file's own rows can show.
    behind: None, or (row numbers, position among these rows of the row that each went into) once rows have
        been put together, so that a problem of a sum names every row of the spreadsheet behind it.
    """

    numbers: np.ndarray
    columns: dict
    headers: dict
    year: Coded
    told: str = ""
    found: list = field(default_factory=list)
    behind: tuple | None = None
    out: np.ndarray = None

    def __post_init__(self):
        if self.out is None:
            self.out = np.zeros(len(self.numbers), bool)

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, name):
        """A column; one that the file lacks is blank in every row."""
        return self.columns[name] if name in self.columns else Coded.same("", len(self))

    def __contains__(self, name):
        return name in self.columns

    def set(self, name, coded, header=""):
        """Add or replace a column. coded: Coded, or the text that it holds in every row."""
        self.columns[name] = coded if isinstance(coded, Coded) else Coded.same(coded, len(self))
        self.headers[name] = header

    def mapped(self, function, *names):
        """A column of function(text, ...) of other columns, called once for each distinct (combination of)
        text."""
        if not len(self):
            return Coded.same("", 0)
        columns = [self[name] for name in names]
        together = columns[0].codes if len(columns) == 1 else combined(*columns)
        first = np.unique(together, return_index=True)[1]
        made = Coded.of([function(*(column.values[column.codes[at]] for column in columns)) for at in first])
        place = np.zeros(int(together.max()) + 1, np.int32)
        place[together[first]] = made.codes
        return Coded(made.values, place[together])

    def mask(self, name, function):
        """Mask of the rows whose text the function says yes to."""
        return self[name].taken([bool(function(text)) for text in self[name].values], bool)

    def wide(self, name):
        """{key: Coded} of the columns that were read as "name:key"."""
        start = f"{name}:"
        return {
            key.removeprefix(start): column for key, column in self.columns.items() if key.startswith(start)
        }

    # --- What is wrong with rows of the file. Those that an error or `leave_out` names go no further. ---

    def error(self, reason, mask, column="", **detail):
        """These rows block acceptance until they are mended or explicitly left out."""
        self._find(reason, "error", mask, column, detail)
        self.out |= mask

    def leave_out(self, reason, mask, column="", **detail):
        """These rows cannot be used: they stay out by themselves, counted and told."""
        self._find(reason, "left_out", mask, column, detail)
        self.out |= mask

    def warn(self, reason, mask, column="", **detail):
        self._find(reason, "warning", mask, column, detail)

    def notice(self, reason, mask, column="", **detail):
        self._find(reason, "notice", mask, column, detail)

    def _find(self, reason, severity, mask, column, detail):
        mask = mask & ~self.out
        if mask.any():
            named = {"column": self.headers.get(column) or column} if column else {}
            at = np.flatnonzero(mask)
            self.found.append((Finding(reason, severity, at, column, named | detail), self.numbers[at]))

    # --- Rows become other rows -------------------------------------------------------------------------

    def remaining(self):
        """These rows without those that an error or `leave_out` named."""
        return self.taken(np.flatnonzero(~self.out)) if self.out.any() else self

    def taken(self, at):
        """The rows at these positions, in this order; a position may occur several times."""
        if self.behind is not None:
            raise ValueError("Rows that were put together are not taken apart again.")
        return Rows(
            self.numbers[at],
            {name: Coded(column.values, column.codes[at]) for name, column in self.columns.items()},
            dict(self.headers),
            Coded(self.year.values, self.year.codes[at]),
            self.told,
            self.found,
        )

    def melt(self, name, key, value):
        """One row for each row and column "name:..." : `key` is what stood in the header, `value` the cell.
        A column that is blank throughout a sheet, as one that the sheet does not have, makes no rows of it.
        """
        rows, columns = self.remaining(), self.wide(name)
        width = len(columns)
        melted = rows.taken(np.repeat(np.arange(len(rows)), width))
        codes, known = np.zeros((len(rows), width), np.int32), {}
        for place, label in enumerate(columns):
            column = rows.columns[f"{name}:{label}"]
            ours = [known.setdefault(text, len(known)) for text in column.values]
            codes[:, place] = np.array(ours, np.int32)[column.codes]
            del melted.columns[f"{name}:{label}"], melted.headers[f"{name}:{label}"]
        melted.set(key, Coded(list(columns), np.tile(np.arange(width, dtype=np.int32), len(rows))))
        melted.set(value, Coded(list(known), codes.reshape(-1)))
        blank = melted.mask(value, lambda text: not text.strip())
        sheet, _row = number_in_sheet(melted.numbers)
        column = sheet * width + melted[key].codes
        return melted.taken(np.flatnonzero(np.isin(column, column[~blank])))

    def collapse(self, by, *, counts=None, days=None):
        """One row for all rows that agree in the columns `by`, in order of first appearance; other columns
        keep what the first of them holds. counts: {column: int array to sum}; days: likewise, in hundredths of
        a day. A row is known by the number of its first, `behind` tells them all.
        """
        stays = np.flatnonzero(~self.out)
        rows = self.taken(stays)
        owner = combined(*(rows[name] for name in by)) if len(rows) else np.zeros(0, np.int64)
        first = np.unique(owner, return_index=True)[1]
        whole = rows.taken(first)
        for name, amounts in (counts or {}).items():
            whole.set(name, _texts(_summed(amounts[stays], owner, len(first)), str))
        for name, amounts in (days or {}).items():
            whole.set(name, _texts(_summed(amounts[stays], owner, len(first)), _days))
        whole.behind = (rows.numbers, owner)
        return whole


def _summed(amounts, owner, length):
    total = np.zeros(length, np.int64)
    np.add.at(total, owner, amounts)
    return total


def _texts(numbers, write):
    distinct, codes = np.unique(numbers, return_inverse=True)
    return Coded([write(number) for number in distinct.tolist()], codes.astype(np.int32))


def _days(hundredths):
    return f"{hundredths // 100}.{hundredths % 100:02d}"
