"""Rows that a template gave as an example, and that people left in: they are nobody's and count nowhere."""

import re

_EXAMPLE = re.compile(r"\s*(example|ejemplo)\s*|\s*(ex|example|e\.?g\.?|ejemplo|ej\.?)\s*:.*", re.I | re.S)
# What every mark begins with; a million ids are looked at fast.
_BEGINNINGS = ("e", "E", " ")


def is_example(text):
    """Whether a cell marks its row as the example of a template ("Example: 1234", "ex: 1234")."""
    return text.startswith(_BEGINNINGS) and bool(_EXAMPLE.fullmatch(text))


def leave_out_examples(frame, data):
    """An example that was left in is no student and no count: its row stays out, and that is said."""
    for name, column in data.columns.items():
        marked = [is_example(text) for text in column.values]
        if any(marked):
            frame.leave_out("example_row", column.taken(marked, bool), name)
