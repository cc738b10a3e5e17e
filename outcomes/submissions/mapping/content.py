"""What a column seems to hold, told from a sample of it, and how little of it is enough to recognize it by.

Samples are for the screen of the person who handed the file in. What identifies people is never among them:
personal columns show nothing, ids and every text that is not known to be harmless only their shape.
"""

import re
from dataclasses import dataclass, field
from functools import cache

from django.utils import timezone

from outcomes.datasets import DATASETS
from outcomes.submissions.match import plain_name
from outcomes.submissions.personal import personal_content, personal_kind
from outcomes.submissions.reader.values import missing_kind, parse_date
from outcomes.submissions.understand import FLAGS, folded_word, understood_grade

SAMPLE = 500
SHOWN = 3
# A child's birth date is older than this; what is more recent is when something happened.
YEARS_SHOWN = 2
SCHOOL_WORDS = {
    "school", "elementary", "middle", "high", "academy", "charter", "center", "primary", "secondary", "preschool",
    "kindergarten", "continuation", "community", "district", "unified", "campus", "es", "ms", "hs", "escuela",
    "primaria", "secundaria", "colegio", "preparatoria", "jardin",
}  # fmt: skip
_DATE = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})\b.*|\d{1,2}[- ][a-z]{3}\w*[- ,]+\d{2,4}",
    re.I,
)
_MONTH = re.compile(
    r"(19|20)\d\d[-/]?(0?[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-/](19|20)\d\d"
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?([ -]?(19|20)\d\d)?",
    re.I,
)
_YEAR = re.compile(r"(sy ?)?(20)?\d\d ?[-–/] ?(20)?\d\d", re.I)
_ID = re.compile(r"[a-z]{0,4}[- ]?\d{2,14}[a-z]?", re.I)
_NUMBER = re.compile(r"\d{1,3}(\.\d{1,2})?")
_WHOLE = re.compile(r"\d{1,7}|\d{1,3}(,\d{3})+")
_NAME = re.compile(r"[^\W\d_]+[.'’-]?(,? +[^\W\d_]+[.'’-]*){1,3}")


@dataclass
class Content:
    """One column of a file. personal: the kind of personal data, or "". shares: {what: share of the values that
    look like it, 0 to 1}. samples: what may be shown. values: distinct, for judging; never shown, never kept.
    filled: how many values there were.
    """

    header: str
    personal: str
    shares: dict
    samples: list = field(default_factory=list)
    values: list = field(default_factory=list, repr=False)
    filled: int = 0

    @property
    def is_a_list(self):
        """Whether a few words stand here again and again, as names of people do not."""
        return len(self.values) <= 12 and (len(self.values) <= 3 or self.filled >= 3 * len(self.values))

    def holds(self, what):
        return self.shares.get(what, 0)


def content_of(header, texts, schools, *, about_people=True):
    """Content of one column from the beginning of a file. schools: a function telling whether a text names one.
    about_people: whether the rows are single people's, so that names are likely to be theirs.
    """
    values = [" ".join(text.split()) for text in texts[:SAMPLE]]
    values = [value for value in values if value and missing_kind(value) is None]
    tests = {**_LOOKS, "school": schools}
    shares = {what: _share(values, looks) for what, looks in tests.items()}
    distinct = list(dict.fromkeys(values))
    personal = personal_kind(header) or personal_content(values)
    if about_people and not personal and shares["name"] >= 0.5 and shares["school"] < 0.2:
        personal = "name" if _known_words(distinct) < 0.5 else ""
    shares["words"] = _known_words(distinct)
    return Content(header, personal, shares, [], distinct, len(values))


def show_samples(content, *, is_id, schools):
    """Fill in what may be shown of a column. is_id: whether its header speaks of ids."""
    if content.personal:
        return
    shown = [
        value if not is_id and _is_harmless(value, schools) else shape(value)
        for value in content.values[: 5 * SHOWN]
    ]
    content.samples = list(dict.fromkeys(shown))[:SHOWN]


def shape(value):
    """ "Aaaaa 99/99" for "Maria 10/12": what kind of text stands there, and nothing of it."""
    plain = re.sub(r"[^\W\d_]", lambda letter: "A" if letter[0].isupper() else "a", re.sub(r"\d", "9", value))
    return plain if len(plain) <= 24 else plain[:23] + "…"


def word_share(content, column):
    """The share of a column's distinct values that one of our word columns knows."""
    known = {folded_word(word) for word in column.words}
    return _share(content.values, lambda value: folded_word(value) in known)


def _is_harmless(value, schools):
    if _DATE.fullmatch(value):
        day = parse_date([value]).values[0]
        return day is not None and day.year >= timezone.localdate().year - YEARS_SHOWN
    looks = (_MONTH.fullmatch, _YEAR.fullmatch, _NUMBER.fullmatch, _is_grade, _is_flag, schools, _is_word)
    return any(looks_so(value) for looks_so in looks)


def _share(values, looks_so):
    return sum(1 for value in values if looks_so(value)) / len(values) if values else 0


def _is_flag(value):
    return value.lower() in FLAGS


def _is_grade(value):
    try:
        return bool(understood_grade(value))
    except ValueError:
        return False


def _is_word(value):
    return len(value) <= 60 and folded_word(value) in _words()


@cache
def _words():
    """Every word that any of our datasets knows."""
    return {
        folded_word(word)
        for dataset in DATASETS.values()
        for column in dataset.columns
        for word in column.words
    }


def _known_words(distinct):
    known = _words()
    return _share(distinct, lambda value: folded_word(value) in known)


def _is_name(value):
    """Two to four words of letters, none of which belongs to a school."""
    return bool(_NAME.fullmatch(value)) and not SCHOOL_WORDS & set(
        plain_name(value).split() + value.lower().split()
    )


_LOOKS = {
    "date": _DATE.fullmatch,
    "month": _MONTH.fullmatch,
    "school_year": _YEAR.fullmatch,
    "grade": _is_grade,
    "flag": _is_flag,
    "days": _NUMBER.fullmatch,
    "count": _WHOLE.fullmatch,
    "student_id": _ID.fullmatch,
    "name": _is_name,
}
