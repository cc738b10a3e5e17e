"""How a cell of the file is written into the workbook, and read back."""

import re

from outcomes.datasets.export import escape_formula

LONGEST = 32_767
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)")
# What the library that writes workbooks takes for its own markup.
_MARKUP = "<r>"


def shown(text):
    """A text as the workbook shows it: what a program might run is made harmless, a plain number is not."""
    if _NUMBER.fullmatch(text) or len(text) >= LONGEST:
        return text
    return f"'{text}" if text.startswith(_MARKUP) else escape_formula(text)


def entered(text, was):
    """The text that stands in a cell, where the file has `was`. Blanks that programs add or cut do not count."""
    if text.split() == shown(was).split():
        return was
    plain = text[1:]
    return plain if text.startswith("'") and shown(plain) == text else text
