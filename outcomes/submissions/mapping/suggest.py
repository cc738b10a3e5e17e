"""Which header may be which of our columns: by its name first, by what stands below it second.

A suggestion is never taken without a person. One header is suggested for one column only.
"""

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from outcomes.submissions.personal import words as words_of_header
from outcomes.submissions.recognize import titles

from .content import word_share
from .synonyms import EMPTY, SHORT, SYNONYMS

# From this similarity on a name is worth suggesting, and from this share on a content is.
ALIKE, TELLING = 0.62, 0.8
# From this similarity on letters are alike where no word is shared.
LETTERS = 0.8
# How much a content says about a column whose name says nothing: months and schools more than yes or no.
WEIGHT = {
    "school": 0.5,
    "month": 0.5,
    "school_year": 0.5,
    "date": 0.45,
    "word": 0.45,
    "student_id": 0.4,
    "grade": 0.35,
}
CHECKED = {"date", "school_year", "grade", "flag", "count", "days"}
BY_NAME, BY_CONTENT = "name", "content"
MOST_OTHERS = 3
LONGEST_NAME = 60


@dataclass(frozen=True)
class Suggestion:
    """position: of the header. why: "name" or "content". others: positions of what else it may be, best first."""

    position: int
    why: str
    others: tuple = ()


def suggest(columns, contents):
    """{name of our column: Suggestion}. columns: of the dataset, that may be chosen. contents: a Content per header."""
    common = _common_words([content.header for content in contents])
    scores = []
    for column in columns:
        for position, content in enumerate(contents):
            score, why = _score(column, content, common)
            if score:
                scores.append((score, column.required, position, column.name, why))
    scores.sort(key=lambda found: (-found[0], not found[1], found[2]))
    ranked = {}
    for _, _, position, name, _ in scores:
        ranked.setdefault(name, []).append(position)
    taken, found = set(), {}
    for score, _required, position, name, why in scores:
        if name in found or position in taken:
            continue
        if why == BY_CONTENT and _as_good_elsewhere(score, position, name, scores, taken):
            continue
        taken.add(position)
        others = tuple(other for other in ranked[name] if other != position)[:MOST_OTHERS]
        found[name] = Suggestion(position, why, others)
    return found


def likeness(header, column, common=frozenset()):
    """How much a header reads like one of our columns, 0 to 1."""
    header = _plain(header, common)
    return max((_alike(header, phrase) for phrase in _phrases(column)), default=0) if header else 0


def is_name_of(text, column):
    """Whether a text is one of the names of our column, letter case and shortenings aside."""
    return len(text) <= LONGEST_NAME and _plain(text) in _phrases(column)


def _score(column, content, common):
    """(score, why); personal columns are suggested for nothing."""
    if content.personal:
        return 0, ""
    name, holds = likeness(content.header, column, common), _holds(column, content)
    if name >= ALIKE:
        if column.type in CHECKED and content.values and holds < 0.2:
            name /= 2
        return name + holds / 10, BY_NAME
    weight = WEIGHT.get("school" if column.name in ("school_code", "school_name") else column.type, 0)
    return (weight * holds, BY_CONTENT) if holds >= TELLING and weight else (0, "")


def _holds(column, content):
    """How much of what stands below the header a column of ours would understand, 0 to 1."""
    if column.name in ("school_code", "school_name"):
        digits = all(value.isdigit() for value in content.values)
        return content.holds("school") if digits == (column.name == "school_code") else 0
    if column.type == "word":
        return word_share(content, column)
    if column.type == "student_id":
        unique = len(content.values) > 3 and content.holds("date") < 0.5 and content.holds("school") < 0.2
        return content.holds("student_id") if unique else 0
    if column.type == "month":
        return max(content.holds("month"), content.holds("date") / 2)
    if column.type == "count":
        return max(content.holds("count"), content.holds("days"))
    return content.holds(column.type)


def _as_good_elsewhere(score, position, name, scores, taken):
    """Two headers that hold the same kind of thing cannot be told apart by it."""
    return any(
        abs(score - other) < 0.05 and at != position and at not in taken
        for other, _required, at, column, _why in scores
        if column == name
    )


def _alike(header, phrase):
    """Similarity of two plain phrases. "unexcused" is the opposite of "excused", however alike they are."""
    if header == phrase:
        return 1
    one, two = set(header.split()), set(phrase.split())
    if _opposite(one - two, two - one):
        return 0
    shared = len(one & two) / len(one | two)
    letters = SequenceMatcher(None, header, phrase)
    if shared:
        return (shared + letters.ratio()) / 2
    # Letters alone may be alike by chance ("date", "state"); half of the words should agree. Two bounds that cost little
    # are asked first.
    bounds = letters.real_quick_ratio, letters.quick_ratio, letters.ratio
    return letters.ratio() * 0.9 if all(bound() > LETTERS for bound in bounds) else 0


def _opposite(one, two):
    return any(
        longer in (prefix + shorter for prefix in ("un", "in", "non"))
        for first, second in ((one, two), (two, one))
        for longer in first
        for shorter in second
    )


@cache
def _phrases(column):
    """What a column is called, as compared."""
    names = (column.name, *column.aliases, *titles(column), *SYNONYMS.get(column.name, ()))
    return tuple(dict.fromkeys(plain for name in names if (plain := _plain(name))))


def _plain(text, common=frozenset()):
    """A header as its words: shortenings written out, no accents, none of the words that tell nothing."""
    plain = unicodedata.normalize("NFKD", text.rpartition(".")[2] or text).encode("ascii", "ignore").decode()
    words = [word for word in words_of_header(plain.replace("#", " number ")).split() if word not in common]
    words = [short for word in words for short in SHORT.get(word, word).split()]
    return " ".join(word for word in words if word not in EMPTY)


def _common_words(headers):
    """Words that nearly all headers begin with: `ATT_STD_OID`, `ATT_DATE` ... are about `STD_OID`, `DATE`."""
    first = [words_of_header(header).split()[:1] for header in headers]
    first = [word[0] for word in first if word]
    return {word for word in set(first) if len(first) > 3 and first.count(word) >= 0.8 * len(first)}
