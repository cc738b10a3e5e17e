"""How headers of files are compared: without case, blanks and punctuation."""

import re


def fold(header):
    """A header as it is compared."""
    return re.sub(r"[^a-z0-9%]+", "", header.lower())


def positions_of(header):
    """{folded header: its position}. `SchoolReference.SchoolIdentity.SchoolId` is known by its last part as
    well; the first of several equal ones counts."""
    positions = {}
    for position, text in enumerate(header):
        positions.setdefault(fold(text), position)
    for position, text in enumerate(header):
        positions.setdefault(fold(text.rpartition(".")[2]), position)
    positions.pop("", None)
    return positions
