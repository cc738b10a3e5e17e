"""A file's rows as columns of codes: each distinct text is understood once, whatever the number of rows."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

# What a cell holds: a value, or the kind of its absence (DOMAIN.md); none of them is zero.
VALUE, BLANK, SUPPRESSED, NOT_APPLICABLE, NOT_REPORTED, NOT_MEASURABLE, BAD = range(7)
MISSING = {
    "blank": BLANK,
    "suppressed": SUPPRESSED,
    "not_applicable": NOT_APPLICABLE,
    "not_reported": NOT_REPORTED,
    "not_measurable": NOT_MEASURABLE,
}


# No int64 holds more.
LARGEST = 2**63

# Rows of several sheets are told apart by this: number = SHEET * index of the sheet + row within it.
SHEET = 10**8


def number_in_sheet(number):
    """(index of the sheet, the row's number within it)"""
    return divmod(number, SHEET)


@dataclass
class Coded:
    """A column: its distinct values, and for each row which of them (int32)."""

    values: list
    codes: np.ndarray

    def __len__(self):
        return len(self.codes)

    def taken(self, by_value, dtype=object):
        """An array over rows from a list over distinct values."""
        return np.array(_flat(by_value, dtype), dtype=dtype)[self.codes]

    def texts(self):
        """The value of each row (object array)."""
        return self.taken(self.values)

    @classmethod
    def of(cls, items):
        """Code a list of hashable values, in order of first appearance."""
        seen = {}
        codes = np.fromiter((seen.setdefault(item, len(seen)) for item in items), np.int32, len(items))
        return cls(list(seen), codes)

    @classmethod
    def same(cls, value, length):
        """A column that holds one value in every row."""
        return cls([value], np.zeros(length, np.int32))


@dataclass
class Understood(Coded):
    """A column of understood values; `kinds` tells for each distinct value what it is (VALUE, BLANK ...)."""

    kinds: np.ndarray = None

    def is_(self, *kinds):
        """Mask of the rows whose cell is of one of these kinds."""
        return np.isin(self.kinds, kinds)[self.codes]

    @property
    def given(self):
        return self.is_(VALUE)

    def numbers(self, missing=0):
        """Integers of the rows; `missing` where there is none."""
        return self.taken(
            [
                value if kind == VALUE else missing
                for value, kind in zip(self.values, self.kinds, strict=True)
            ],
            np.int64,
        )

    def filled(self, missing=""):
        """Values of the rows; `missing` where there is none."""
        return self.taken(
            [value if kind == VALUE else missing for value, kind in zip(self.values, self.kinds, strict=True)]
        )

    def renamed(self, values):
        """The column with other values in place of its distinct ones; those that become equal share a code."""
        pairs = Coded.of([(int(kind), value) for kind, value in zip(self.kinds, values, strict=True)])
        kinds = np.array([kind for kind, _value in pairs.values] or [BLANK], np.uint8)
        codes = pairs.codes[self.codes] if len(pairs.codes) else self.codes
        return Understood([value for _kind, value in pairs.values] or [None], codes, kinds)


def _flat(items, dtype):
    """Tuples and lists stay single cells of an object array."""
    if dtype is not object:
        return items
    cells = np.empty(len(items), dtype=object)
    for position, item in enumerate(items):
        cells[position] = item
    return cells


@dataclass
class Finding:
    """Rows with one reason; severity: error, left_out, warning or notice. rows: their positions in the frame."""

    reason: str
    severity: str
    rows: np.ndarray
    column: str = ""
    detail: dict = field(default_factory=dict)
    # About the file as a whole: no row of its own is wrong.
    about_file: bool = False


@dataclass
class Frame:
    """The rows of a file, understood, while they are checked.

    numbers: the spreadsheet's own row numbers. columns: {name: Understood}. period: as declared, or "".
    headers: {column: header in the file}, which findings about a column name; titles: our names of
    the columns that the file may lack. left_out and wrong: masks of the rows that will not go in.
    found: [(Finding, row numbers)] from before these rows were made of the spreadsheet's; behind: None, or
    (row numbers, position of the row that each went into), as a layout tells (layouts.Rows).
    sheets: their names, where rows of several were read (number_in_sheet).
    """

    numbers: np.ndarray
    columns: dict
    headers: dict
    titles: dict = field(default_factory=dict)
    period: str = ""
    # [(row number, reason)] of rows whose fields do not fit the header; they are in no column.
    ragged: list = field(default_factory=list)
    found: list = field(default_factory=list)
    behind: tuple | None = None
    sheets: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    left_out: np.ndarray = None
    wrong: np.ndarray = None
    # Rows of students whom a family had erased.
    erased: int = 0
    # For each row which school it is of (any integers that tell schools apart), once they are matched.
    places: np.ndarray = None
    # What people said of the file: "local" or "state" ids, {column: {word: target}} (outcomes.submissions.mapping).
    id_kind: str = ""
    words: dict = field(default_factory=dict)
    # (ids of students that are enrolled, ids of students), where enrollment is there to look them up in.
    link_rate: tuple | None = None

    def __post_init__(self):
        self.left_out = np.zeros(len(self.numbers), bool)
        self.wrong = np.zeros(len(self.numbers), bool)

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, name):
        """A column; one that the file lacks is blank in every row."""
        if name not in self.columns:
            blank = Coded.same(None, len(self))
            self.columns[name] = Understood(blank.values, blank.codes, np.array([BLANK]))
        return self.columns[name]

    def has(self, name):
        return name in self.headers

    @property
    def going_in(self):
        return ~(self.left_out | self.wrong)

    def leave_out(self, reason, mask, column="", **detail):
        """These rows cannot be trusted: they stay out by themselves, counted and told."""
        self._find(reason, "left_out", mask, column, detail)
        self.left_out |= mask

    def drop_erased(self, mask):
        """Rows of erased students go nowhere. They are counted and not numbered: nobody shall learn who it was."""
        self.erased = int(mask.sum())
        self.left_out |= mask

    def error(self, reason, mask, column="", **detail):
        """These rows block acceptance until they are fixed or explicitly left out."""
        self._find(reason, "error", mask, column, detail)
        self.wrong |= mask

    def warn(self, reason, mask, column="", **detail):
        self._find(reason, "warning", mask & self.going_in, column, detail)

    def remark(self, reason, column="", **detail):
        """A warning about the file as a whole, without row numbers."""
        self.findings.append(
            Finding(
                reason, "warning", np.zeros(0, int), column, self._named(column) | detail, about_file=True
            )
        )

    def notice(self, reason, mask, column="", **detail):
        self._find(reason, "notice", mask, column, detail)

    def told(self):
        """(Finding, row numbers) of what is to tell. A row that stays out by itself is in no error: there is
        nothing to decide about it.
        """
        for reason in dict.fromkeys(reason for _number, reason in self.ragged):
            numbers = np.array([number for number, found in self.ragged if found == reason], np.int64)
            yield Finding(reason, "error", np.zeros(0, int)), numbers
        for finding, numbers in self.found:
            yield finding, pd.unique(numbers)
        for finding in self.findings:
            rows = finding.rows[~self.left_out[finding.rows]] if finding.severity == "error" else finding.rows
            if len(rows) or finding.about_file:
                yield finding, self.numbers_behind(rows)

    def numbers_behind(self, rows):
        """Row numbers of the spreadsheet from which rows (positions, or a mask) were made, each once."""
        if self.behind is None:
            return pd.unique(self.numbers[rows])
        numbers, owners = self.behind
        wanted = np.zeros(len(self), bool)
        wanted[rows] = True
        return pd.unique(numbers[wanted[owners]])

    def count(self, severity):
        """How many rows of the spreadsheet are in an error or were left out; each counts once."""
        masks = {"left_out": self.left_out, "error": self.wrong & ~self.left_out}
        before = [numbers for finding, numbers in self.found if finding.severity == severity]
        return len(pd.unique(np.concatenate([self.numbers_behind(masks[severity]), *before])))

    def _find(self, reason, severity, mask, column, detail):
        if mask.any():
            self.findings.append(
                Finding(reason, severity, np.flatnonzero(mask), column, self._named(column) | detail)
            )

    def _named(self, column):
        return {"column": self.headers.get(column) or self.titles.get(column, "")} if column else {}


def combined(*columns):
    """One integer per row that is equal exactly where all the columns are equal; numbered 0, 1, 2 ... as they
    first appear.
    """
    return pd.factorize(_packed(columns))[0].astype(np.int64)


def all_differ(*columns):
    """Whether no two rows are equal in all the columns."""
    packed = np.sort(_packed(columns))
    return bool((packed[1:] != packed[:-1]).all())


def _packed(columns):
    """One integer per row that is equal exactly where all the columns are equal."""
    total, size = np.zeros(len(columns[0]), np.int64), 1
    for column in columns:
        codes = column.codes if isinstance(column, Coded) else _numbered(column)
        width = int(codes.max(initial=0)) + 1
        if size * width >= LARGEST:
            total = pd.factorize(total)[0].astype(np.int64)
            size = int(total.max(initial=0)) + 1
        total, size = total * width + codes, size * width
    return total


def _numbered(values):
    """Small integers that tell the values apart."""
    if values.dtype.kind == "i" and len(values) and values.min() >= 0 and values.max() < len(values):
        return values
    return pd.factorize(values)[0]


def firsts(numbered):
    """Positions of the first row of each, among rows as `combined` numbers them."""
    return np.flatnonzero(np.diff(np.maximum.accumulate(numbered), prepend=-1))


def copies(identity, *contents):
    """Masks over rows that share their identity with others: those that disagree in content with another,
    and the later ones of those that agree.
    """
    whole = combined(identity, *contents)
    pairs = pd.DataFrame({"identity": identity, "whole": whole})
    distinct = pairs.drop_duplicates()["identity"]
    disagreeing = np.isin(identity, distinct[distinct.duplicated()].to_numpy())
    return disagreeing, pd.Series(whole).duplicated().to_numpy() & ~disagreeing
