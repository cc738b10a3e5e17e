"""Every code that the reader can say has a full sentence; nothing a cell contains is ever in one."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from outcomes.submissions.reader import Notice, Refused, messages, sentence

GUARDED = Path(messages.__file__).parent / "guarded"
#: One value for every detail that any sentence names.
DETAILS = {
    **dict.fromkeys(
        ("row", "count", "limit", "columns", "fields", "upper", "lower", "expected", "found", "megabytes"), 2
    ),
    **dict.fromkeys(("wanted", "where", "encoding"), "x"),
    **dict.fromkeys(("names", "sheets", "cells"), ["A", "B"]),
}


def said_in(folder):
    found = set()
    for path in folder.glob("*.py"):
        text = path.read_text()
        found |= set(re.findall(r'(?:Refusal|remarks\.say|remarks\.count)\(\s*"(\w+)"', text))
        found |= set(re.findall(r'(?:Refused|ChildFailed)\(\s*"(\w+)"', text))
    return found


def test_every_code_in_the_source_has_a_sentence():
    missing = (said_in(GUARDED) | said_in(GUARDED.parent)) - set(messages._ALL)
    assert not missing


@pytest.mark.parametrize("code", sorted(messages._ALL))
def test_sentences_are_sentences(code):
    details = dict(DETAILS)
    if code in ("duplicate_header",) or code in messages.NOTICES:
        details["columns"] = ["A", "B"]
    for count in (1, 2):
        text = sentence(code, {**details, "count": count})
        assert "%" not in text.replace("%,", "").replace("%.", ""), text
        assert text.endswith(".")
        assert text[0].isupper() or text.startswith("2 ")


def test_a_sentence_is_made_in_the_language_of_the_moment():
    refused = Refused("empty")
    with translation.override("en"):
        assert (
            refused.sentence
            == str(refused)
            == "The file is empty. Check that you chose the right file, or export it again."
        )


def test_one_and_many():
    assert Notice("blank_rows", [3], {"count": 1}).sentence == "One blank row was left out."
    assert Notice("blank_rows", [3], {"count": 12}).sentence == "12 blank rows were left out."


def test_a_code_of_an_older_version_is_shown_as_it_is():
    assert sentence("long_gone", {"a": 1}) == "long_gone"
