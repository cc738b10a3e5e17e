"""Text of cells as numbers, dates and kinds of missing: pure functions over whole columns.

Each distinct text is parsed once, so a million cells with forty different values cost forty parses. What is
missing has a kind (DOMAIN.md: the absence of data has kinds, and none is zero); what is neither a value nor
a known word for missing is reported as bad, by position, and never becomes a number.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

SUPPRESSED = "suppressed"
NOT_APPLICABLE = "not_applicable"
NOT_REPORTED = "not_reported"
NOT_MEASURABLE = "not_measurable"

#: Words for missing, lower case. A dataset or a partner's mapping may give some of them another kind.
WORDS = {
    **dict.fromkeys(
        ("ns", "ds", "s", "suppressed", "redacted", "masked", "too few", "too few students"), SUPPRESSED
    ),
    **dict.fromkeys(("n/a", "na", "n.a.", "not applicable", "does not apply", "not offered"), NOT_APPLICABLE),
    **dict.fromkeys(
        ("", "null", "(null)", "\\n", "none", "nan", "missing", "blank", "(blank)"), NOT_REPORTED
    ),
    **dict.fromkeys(
        ("nr", "not reported", "nd", "no data", "not available", "unknown", "pending"), NOT_REPORTED
    ),
    **dict.fromkeys(("-", "--", "---", "\u2013", "\u2014", ".", "..", "#n/a"), NOT_REPORTED),
    **dict.fromkeys(("-999", "-9999", "-99999", "-999.0", "-9999.0", "-99999.0"), NOT_REPORTED),
    **dict.fromkeys(
        ("nm", "not measurable", "nc", "not calculated", "not computed", "#div/0!"), NOT_MEASURABLE
    ),
}
#: `*`, `<=10`, `n<10`, `fewer than 11`, and the ends of a ladder of rates: `<5%`, `>95%`.
_HIDDEN = re.compile(
    r"\*+|(n\s*)?(<|<=|=<|\u2264)\s*\d+(\.\d+)?\s*%?|(>|>=|\u2265)\s*\d+(\.\d+)?\s*%|(fewer|less) than \d+"
)
_INTEGER = re.compile(r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.0*)?", re.ASCII)
_DECIMAL = re.compile(r"[-+]?((\d+|\d{1,3}(,\d{3})+)(\.\d*)?|\.\d+)(e[-+]?\d{1,2})?", re.ASCII | re.I)
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
#: No number of people or dollars is longer; a longer run of digits is an id, or an attack on the parser.
_LONGEST_NUMBER = 30
_CLOCK = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|[-+]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})([-/])(\d{{1,2}})\2(\d{{1,2}}){_CLOCK}", re.ASCII | re.I)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_AMERICAN = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_CLOCK}", re.ASCII | re.I)
_DAY_MONTH = re.compile(r"(\d{1,2})[- ]([a-z]{3})[a-z]*\.?[-, ]+(\d{4}|\d{2})", re.ASCII | re.I)
_MONTH_DAY = re.compile(r"([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})", re.ASCII | re.I)
_SERIAL = re.compile(r"\d{5}(\.\d+)?", re.ASCII)


@dataclass(slots=True)
class Parsed:
    """A parsed column. `values` are as long as the column, None where there is none; `missing`: position ->
    kind; `bad`: positions of what could not be understood.
    """

    values: list
    missing: dict[int, str] = field(default_factory=dict)
    bad: list[int] = field(default_factory=list)


def missing_kind(text: str, words: Mapping[str, str] = WORDS) -> str | None:
    """The kind of missing that a cell of a column of numbers or dates stands for, or None when it is no word
    for missing.

    >>> [missing_kind(text) for text in (" * ", "N/A", "-9999", "0")]
    ['suppressed', 'not_applicable', 'not_reported', None]
    """
    word = " ".join(text.split()).casefold()
    if word in words:
        return words[word]
    return SUPPRESSED if _HIDDEN.fullmatch(word) else None


def parse_int(column: Iterable[str], words: Mapping[str, str] = WORDS) -> Parsed:
    """Whole numbers: `1,234`, `72.0`, `-3`. A fraction is bad, not rounded."""
    return _parse(column, _one_int, words)


def parse_decimal(column: Iterable[str], words: Mapping[str, str] = WORDS) -> Parsed:
    """Decimal numbers, exactly as written: `1,234.50`, `.5`, `1.2E-05`."""
    return _parse(column, _one_decimal, words)


def parse_percent(
    column: Iterable[str], words: Mapping[str, str] = WORDS, *, plain: str = "percent"
) -> Parsed:
    """Percentages as Decimal percent points: `58.3%` is 58.3. Numbers without the sign are read as `plain`
    says: "percent" (58.3) or "fraction" (0.583 is 58.3).
    """
    factor = {"percent": 1, "fraction": 100}[plain]

    def one(text):
        if text.endswith("%"):
            return _one_decimal(text[:-1].rstrip())
        value = _one_decimal(text)
        return None if value is None else value * factor

    return _parse(column, one, words)


def parse_date(column: Iterable[str], words: Mapping[str, str] = WORDS, *, serials: bool = True) -> Parsed:
    """Dates: ISO (a time of day is dropped), m/d/yyyy, m/d/yy, d-Mon-yy, Mon d, yyyy, yyyymmdd, and Excel's
    day numbers unless `serials` is false. Two-digit years 69 to 99 are in the last century. Day before month
    is never guessed.
    """
    return _parse(column, lambda text: _one_date(text, serials), words)


def _parse(column: Iterable[str], one: Callable, words: Mapping[str, str]) -> Parsed:
    column = column if isinstance(column, list) else list(column)
    values, kinds, bad = {}, {}, set()
    for text in set(column):
        kind = missing_kind(text, words)
        value = None if kind else one(text.strip())
        values[text] = value
        if kind:
            kinds[text] = kind
        elif value is None:
            bad.add(text)
    parsed = Parsed([values[text] for text in column])
    if kinds:
        parsed.missing = {place: kinds[text] for place, text in enumerate(column) if text in kinds}
    if bad:
        parsed.bad = [place for place, text in enumerate(column) if text in bad]
    return parsed


def _one_int(text):
    if len(text) > _LONGEST_NUMBER or not _INTEGER.fullmatch(text):
        return None
    return int(text.replace(",", "").partition(".")[0])


def _one_decimal(text):
    if len(text) > _LONGEST_NUMBER or not _DECIMAL.fullmatch(text):
        return None
    return Decimal(text.replace(",", ""))


def _one_date(text, serials):
    if found := _ISO.fullmatch(text):
        return _day(found[1], found[3], found[4])
    if found := _COMPACT.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := _AMERICAN.fullmatch(text):
        return _day(found[4], found[1], found[3])
    if found := _DAY_MONTH.fullmatch(text):
        return _day(found[3], _MONTHS.get(found[2].lower(), 0), found[1])
    if found := _MONTH_DAY.fullmatch(text):
        return _day(found[3], _MONTHS.get(found[1].lower(), 0), found[2])
    if serials and _SERIAL.fullmatch(text):
        return date(1899, 12, 30) + timedelta(days=int(text.partition(".")[0]))
    return None


def _day(year, month, day):
    """The date, or None when there is no such day or its year is not of this age."""
    short, year = len(year) == 2, int(year)
    if short:
        year += 1900 if year >= 69 else 2000
    try:
        return date(year, int(month), int(day)) if 1900 <= year <= 2100 else None
    except ValueError:
        return None
