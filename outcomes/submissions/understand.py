"""From text to values: each distinct text of a column is understood once.

What cannot be understood is an error where the dataset needs it, and a blank with a warning where it does not.
"""

import re
from decimal import ROUND_HALF_UP
from functools import cache

import numpy as np

from outcomes.datasets.frame import BAD, BLANK, MISSING, VALUE, Frame, Understood
from outcomes.datasets.periods import is_year, school_year

from .codes import canonical_code
from .example_rows import leave_out_examples
from .identity import DamagedId, canonical_id
from .reader import values
from .targets import LEAVE_OUT, SCHOOL, code_before_name, key_of, meaning, word_key

DAMAGED = "damaged"
# Stand in texts for nothing; words such as "unknown" or "not reported" may well name something there.
NO_VALUE = {
    "null",
    "(null)",
    "\\n",
    "n/a",
    "#n/a",
    "-999",
    "-9999",
    "-99999",
    "-999.0",
    "-9999.0",
    "-99999.0",
}
MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
FLAGS = dict.fromkeys(("y", "yes", "true", "t", "1", "x"), True) | dict.fromkeys(
    ("n", "no", "false", "f", "0"), False
)
GRADES = (
    dict.fromkeys(("k", "kn", "kg", "kindergarten", "0", "00"), "KN")
    | dict.fromkeys(("tk", "transitionalkindergarten"), "TK")
    | dict.fromkeys(("pk", "ps", "prekindergarten", "preschool"), "PS")
    | dict.fromkeys(("ug", "us", "ue", "ungraded"), "UG")
)
# No file holds a longer count or more days; a longer run of digits is something else.
MOST = 10**9
MOST_LABELS, LONGEST_LABEL = 50, 40
LONGEST_NAME = 80
# Grade points of the four-point scale, in hundredths.
MARKS = {"a": 400, "b": 300, "c": 200, "d": 100, "f": 0}


def understand(dataset, data, period):
    """The Frame of a ColumnarDataset. period: of the submission, helps where a month has no year."""
    columns = {}
    titles = {column.name: str(column.title) for column in dataset.columns}
    frame = Frame(
        data.numbers,
        columns,
        dict(data.file_headers),
        titles,
        period,
        data.ragged,
        found=data.found,
        behind=data.behind,
        sheets=data.sheets,
    )
    frame.id_kind, frame.words = data.id_kind, data.words
    for column in dataset.columns:
        if column.name in data.columns:
            meant = data.words.get(key_of(column), {})
            usual = data.usual.get(column.name)
            columns[column.name] = understand_column(column, data.columns[column.name], period, meant, usual)
            if LEAVE_OUT in meant.values():
                left = _told_to_leave(meant, data.columns[column.name])
                frame.leave_out("word_left_out", left, column.name)
            _report(frame, column, columns[column.name], needed=_is_needed(column, data))
            if column.type in HUNDREDTHS:
                frame.notice(HUNDREDTHS[column.type], _finer(data.columns[column.name]), column.name)
    leave_out_examples(frame, data)
    return frame


def _is_needed(column, data):
    return column.required and not set(column.unless) & data.columns.keys()


def understand_column(column, coded, period="", meant=None, usual=None):
    """Understood values of one column; equal values share their code whatever text they had.

    meant: {word: target} as people of the organization said (outcomes.submissions.targets), which goes before
    usual: {word: text} of the layout.
    """
    texts = [" ".join(text.split()) for text in coded.values]
    known = [usual.get(word_key(text), text) for text in texts] if usual else texts
    kinds, found = READERS.get(column.type, _texts)(known, column, period)
    for position, text in enumerate(texts) if meant else ():
        target = meant.get(word_key(text))
        if target and not target.startswith(SCHOOL):
            kinds[position], found[position] = meaning(target, column)
    # 0.70 equals 0.7 but prints one digit more, which is what a rate is judged by.
    keys = map(str, found) if column.type == "rate" else found
    shared, distinct = [], {}
    for kind, value, key in zip(kinds, found, keys, strict=True):
        shared.append(distinct.setdefault((kind, key), (len(distinct), value))[0])
    return Understood(
        [value for _code, value in distinct.values()] or [None],
        np.array(shared, np.int32)[coded.codes] if shared else coded.codes,
        np.array([kind for kind, _key in distinct] or [BLANK], np.uint8),
    )


def _told_to_leave(meant, coded):
    """Mask of the rows whose word shall leave them out."""
    left = {word for word, target in meant.items() if target == LEAVE_OUT}
    return coded.taken([word_key(text) in left for text in coded.values], bool)


def _report(frame, column, understood, needed):
    bad = understood.is_(BAD)
    if column.type == "student_id":
        damaged = understood.taken([value == DAMAGED for value in understood.values], bool) & bad
        frame.error("damaged_id", damaged, column.name)
        bad &= ~damaged
    report = frame.error if column.required or column.type in NEVER_IGNORED else frame.warn
    report("not_understood", bad, column.name, expected=column.type)
    if column.type in HUNDREDTHS:
        if column.required:
            frame.error("missing_number", ~understood.is_(VALUE, BAD), column.name)
    elif column.type == "count":
        frame.warn("blank_count", understood.is_(BLANK), column.name)
    elif needed:
        # Whatever the kind of its absence: without it the row cannot be understood.
        frame.error("blank", ~understood.is_(VALUE, BAD), column.name)


# --- Readers: (kinds, values) of texts without outer blanks -------------------------------------------


def _parsed(parse, convert=lambda value: value):
    """A reader from one of the guarded reader's parsers, which know the words for missing."""

    def read(texts, column, period):
        parsed = parse(texts)
        kinds = [VALUE] * len(texts)
        found = [None] * len(texts)
        for position, value in enumerate(parsed.values):
            if value is None:
                kind = parsed.missing.get(position)
                kinds[position] = BLANK if not texts[position] else MISSING.get(kind, BAD)
                continue
            found[position] = convert(value)
            if found[position] is None:
                kinds[position] = BAD
        return kinds, found

    return read


def _each(understand_one):
    """A reader from a function of one text, which raises ValueError or KeyError at what it does not know."""

    def read(texts, column, period):
        cells = [_one(understand_one, text, column, period) for text in texts]
        return [kind for kind, _value in cells], [value for _kind, value in cells]

    return read


def _one(understand_one, text, column, period):
    if not text or text.lower() in NO_VALUE:
        return BLANK, None
    try:
        return VALUE, understand_one(text, column, period)
    except DamagedId:
        return BAD, DAMAGED
    except (ValueError, KeyError):
        # What the column itself does not know may be a word for missing.
        return MISSING.get(values.missing_kind(text), BAD), None


def _student_id(text, column, period):
    """A canonical id. "Unknown" and "-9999" are nobody's: they would make one student of many."""
    if not text.isdigit() and values.missing_kind(text):
        raise ValueError
    return canonical_id(text)


def _texts(texts, column, period):
    texts = [text if text.lower() not in NO_VALUE else "" for text in texts]
    return [VALUE if text else BLANK for text in texts], [text or None for text in texts]


def _labels(texts, column, period):
    """Words of a short list; a column of free text, which may speak of people, is not one."""
    texts = [text if text.lower() not in NO_VALUE else "" for text in texts]
    free, longest = len({text.lower() for text in texts}) > MOST_LABELS, column.width or LONGEST_LABEL
    kinds = [BLANK if not text else BAD if free or len(text) > longest else VALUE for text in texts]
    return kinds, [text if kind == VALUE else None for kind, text in zip(kinds, texts, strict=True)]


def _names(texts, column, period):
    """Names of courses, cities and the like, in files that are not about single people."""
    kinds = [
        BLANK if not text else VALUE if len(text) <= (column.width or LONGEST_NAME) else BAD for text in texts
    ]
    return kinds, [text if kind == VALUE else None for kind, text in zip(kinds, texts, strict=True)]


def _whole(number):
    return number if 0 <= number <= MOST else None


def _hundredths(number):
    """Days as hundredths, rounded half up (docs/decisions/0006)."""
    hundredths = int((number * 100).quantize(1, ROUND_HALF_UP)) if number <= MOST else MOST + 1
    return hundredths if 0 <= hundredths <= MOST else None


def _finer(coded):
    """Mask of the rows whose days are told finer than hundredths."""
    parsed = values.parse_decimal(coded.values).values
    return coded.taken([number is not None and number * 100 != int(number * 100) for number in parsed], bool)


def _amounts(texts):
    return values.parse_decimal([text.removeprefix("$").lstrip() for text in texts])


def _without_percent(texts):
    return values.parse_decimal([text.removesuffix("%").rstrip() for text in texts])


def _code(text, column, period):
    """Digits, with the zeros that a spreadsheet took away; without a width any short code, never free text."""
    code = re.sub(r"\.0+$", "", text.lstrip("'"))
    if not column.width:
        if not re.fullmatch(r"[\w./ -]{1,20}", code):
            raise ValueError
        return code.upper()
    code = code_before_name(code, column.width)
    if not code.isdigit() or len(code) > column.width:
        raise ValueError
    return code.zfill(column.width)


def _year(text, column, period):
    """ "2024-25", "2024-2025", "2024/25", "24-25"."""
    found = re.fullmatch(r"(?:sy ?)?(\d{4}|\d{2}) ?[-–—/] ?(\d{4}|\d{2})", text.lower())
    if not found:
        raise ValueError
    start, end = (int(part) + (2000 if len(part) == 2 else 0) for part in found.groups())
    if end != start + 1:
        raise ValueError
    return school_year(start)


def _month(text, column, period):
    """ "2024-09" from 2024-09, 9/2024, Sep 2024, a day in it, or a name alone within a declared school year."""
    if found := re.fullmatch(r"(\d{4})[-/]?(\d{1,2})", text):
        year, month = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[-/](\d{4})", text):
        month, year = map(int, found.groups())
    elif found := re.fullmatch(r"([a-z]{3})[a-z]*\.?(?:[ -]?(\d{4}))?", text.lower()):
        month = MONTHS[found[1]]
        year = int(found[2]) if found[2] else _calendar_year(month, period)
    else:
        day = values.parse_date([text]).values[0]
        if day is None:
            raise ValueError
        year, month = day.year, day.month
    if not (1 <= month <= 12 and 1990 <= year <= 2100):
        raise ValueError
    return f"{year}-{month:02d}"


def _calendar_year(month, period):
    """The calendar year of a month in the declared school year."""
    return int(period[:4]) + (month < 7)


def _calendar(text, column, period):
    """ "2024" from 2024, CY2024 and 2024.0."""
    year = re.sub(r"\.0+$", "", text.lower().removeprefix("cy").strip())
    if not is_year(year):
        raise ValueError
    return year


def _mark(text, column, period):
    """Grade points of a letter grade in hundredths: A is 400, A- 370, B+ 330."""
    letter, sign = text[:1].lower(), text[1:].strip()
    points = MARKS[letter] + {"": 0, "+": 30, "-": -30, "\N{MINUS SIGN}": -30}[sign]
    return min(max(points, 0), 400) if letter != "f" else 0


def _word(text, column, period):
    return words_of(column)[folded_word(text)]


@cache
def words_of(column):
    """{a word as it is compared: our word}; our own words are understood as well."""
    own = {folded_word(ours): ours for ours in column.words.values()}
    return own | {folded_word(word): ours for word, ours in column.words.items()}


def folded_word(text):
    """A word as it is compared."""
    return re.sub(r"[^a-z0-9]+", "", re.sub(r"\(.*?\)", "", text).lower())


def _flag(text, column, period):
    return FLAGS[text.lower()]


def understood_grade(text):
    """KN, 01 to 12, TK, PS or UG: the state's codes, which sort. Raises ValueError."""
    if text[:1] in "<>≤≥":
        raise ValueError("a hidden count, not a grade")
    plain = folded_word(text).removeprefix("grade")
    if plain in GRADES:
        return GRADES[plain]
    number = int(re.sub(r"(st|nd|rd|th)(grade)?$", "", plain))
    if not 1 <= number <= 12:
        raise ValueError
    return f"{number:02d}"


READERS = {
    "text": _texts,
    "label": _labels,
    "name": _names,
    "code": _each(_code),
    "count": _parsed(values.parse_int, _whole),
    "days": _parsed(values.parse_decimal, _hundredths),
    "amount": _parsed(_amounts, _hundredths),
    "mark": _each(_mark),
    "rate": _parsed(_without_percent),
    "date": _parsed(values.parse_date),
    "school_year": _each(_year),
    "month": _each(_month),
    "year": _each(_calendar),
    "word": _each(_word),
    "flag": _each(_flag),
    "grade": _each(lambda text, column, period: understood_grade(text)),
    "student_id": _each(_student_id),
    "participant_code": _each(lambda text, column, period: canonical_code(text)),
}
# Types that are kept in hundredths, and what is said of finer values.
HUNDREDTHS = {"days": "finer_days", "amount": "finer_amount"}
# Types of which a cell that cannot be understood is an error, whether the column is required or not.
NEVER_IGNORED = {*HUNDREDTHS, "count", "date", "code", "year", "mark", "participant_code"}
