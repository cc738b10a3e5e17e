"""What a word of a file may mean: one of our words, a school, a kind of missing, or a row to leave out.

A target is short text, as it is stored and sent by a form: "word:unexcused", "missing:suppressed",
"school:<primary key>", "leave_out".
"""

import re

from outcomes.datasets.frame import MISSING, VALUE
from outcomes.datasets.groups import GROUPS

WORD, KIND, SCHOOL, LEAVE_OUT = "word:", "missing:", "school:", "leave_out"
# Code and name of a school are mapped together: whichever of them a file has.
SCHOOLS = {"school_code", "school_name"}


def word_key(text):
    """A word as people's answers are kept: no case, single blanks."""
    return " ".join(text.split()).casefold()


def code_before_name(text, digits="7,14"):
    """The code of "99100010100001 Lincoln Elementary"; any other text as it is."""
    found = re.match(rf"(\d{{{digits}}}) +(?=\S*[^\W\d_])", text)
    return found[1] if found else text


def key_of(column):
    """Under which key the words of a column are mapped."""
    return "school" if column.name in SCHOOLS else column.name


def is_group(column):
    """Whether a column names groups of students (outcomes.datasets.groups)."""
    return column.name == "group_title"


def meaning(target, column):
    """(kind, value) of a cell that holds a word with this target."""
    if target.startswith(WORD):
        return VALUE, _value(target.removeprefix(WORD), column)
    return MISSING[target.removeprefix(KIND)] if target.startswith(KIND) else MISSING["blank"], None


def school_of(text, words):
    """The primary key of the school that people said a text names, or ""."""
    target = words.get("school", {}).get(word_key(text), "")
    return target.removeprefix(SCHOOL) if target.startswith(SCHOOL) else ""


def _value(ours, column):
    if column.type == "flag":
        return ours == "yes"
    if is_group(column):
        return GROUPS[ours].words[0]
    return ours
