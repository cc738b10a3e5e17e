"""One released number in words, or the kind of its absence. Pure: no query.

Numbers are written as in the files, with a point and a thousands comma, in every language.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..measures.definition import UNIT_WORDS
from .models import Population, ValueState

# The kinds of absence of the component library, by outward state.
ABSENT = {"hidden": "suppressed"} | {
    state: state for state in ("not_enough_data", "not_reported", "does_not_add_up")
}
# What stands in a sentence.
ABSENT_WORDS = {
    "hidden": "*",
    "not_enough_data": gettext_lazy("not enough data"),
    "not_reported": gettext_lazy("not reported"),
    "does_not_add_up": gettext_lazy("does not add up"),
}
# What a legend explains: those, and the steps of the ladder.
EXPLAINED = ABSENT | {"at_most": "step", "at_least": "step"}


@dataclass
class Number:
    """One number or the kind of its absence, with what it was divided from."""

    text: str = ""
    unit: str = ""
    absent: str = ""
    parts: str = ""


def population_words(release, population):
    """What a population is called on the pages of this release."""
    if population == Population.PARTICIPANTS:
        return _("Participants")
    return _("All students of these schools") if release.program_id else _("All students")


def number_of(row):
    """The Number of a row."""
    if row.is_step:
        return _step(row)
    if not row.is_shown:
        return Number(absent=ABSENT[row.state])
    percent = row.definition.unit == "percent"
    return Number(
        text=_with_unit(row.value, row.definition),
        unit="" if percent else str(UNIT_WORDS[row.definition.unit]),
        parts=_parts(row, _("%(part)s of %(whole)s") if percent else _("%(part)s among %(whole)s")),
    )


def _step(row):
    """ "at most 5%", of so many."""
    return Number(
        text=step_words(row) % {"number": _with_unit(row.value, row.definition)},
        unit="" if row.definition.unit == "percent" else str(UNIT_WORDS[row.definition.unit]),
        parts="" if row.denominator is None else _("of %(whole)s") % {"whole": f"{row.denominator:,}"},
    )


def step_words(row):
    """The words around the bound of a step."""
    return _("at most %(number)s") if row.state == ValueState.AT_MOST else _("at least %(number)s")


def _parts(row, words):
    """What a number was divided from; nothing of a count."""
    if row.denominator is None:
        return ""
    return words % {"part": f"{row.numerator:,}", "whole": f"{row.denominator:,}"}


def kinds_of(table):
    """The kinds of absence that occur in rows, for the legend."""
    states = {row.state for row in table}
    return list(dict.fromkeys(kind for state, kind in EXPLAINED.items() if state in states))


def _with_unit(value, definition):
    return f"{value:,}%" if definition.unit == "percent" else f"{value:,}"


def absent_words(row):
    """What stands in a sentence in the place of a number that is not shown."""
    return str(ABSENT_WORDS[row.state])
