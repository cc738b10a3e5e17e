"""A result as it is read: for each outcome three answers, then the methods part. Pure, from the document."""

from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from .drawings import balance_rows, estimate_rows
from .hide import HIDDEN
from .outcomes import OUTCOMES
from .tables import Table, cell, tables
from .variables import RATINGS, ROLES


@dataclass(frozen=True)
class Section:
    """One outcome. words: sentences of `findings.Finding`; tables: [Table]; drawn: whether it has a love plot."""

    key: str
    title: str
    role: str
    words: dict
    tables: list
    rating: str
    drawn: bool


def sections(result, step):
    """[Section] of a stored result, in the active language."""
    language = get_language()
    return [
        Section(
            one["key"],
            str(OUTCOMES[one["key"]].title),
            str(ROLES[one["role"]]),
            one["words"].get(language) or one["words"]["en"],
            tables(one, step),
            str(RATINGS[one["rating"]]),
            bool(balance_rows(one)),
        )
        for one in result["outcomes"]
    ]


def estimates_table(result):
    """The Table beside the drawing of all estimates in points; without rows where there is none."""
    rows = [
        (row["outcome"], [cell(row["value"], 2), cell(row["low"], 2), cell(row["high"], 2)])
        for row in estimate_rows(result)
    ]
    return Table(
        "estimates",
        _("Differences in points, with their intervals"),
        (_("Outcome"), _("Difference"), _("From"), _("To")),
        rows,
        drawing="estimates",
    )


def who_was_not_found(result):
    """Sentences about participants who are in no number at all."""
    flow, said = result["flow"], []
    if flow["refused"]:
        said.append(
            _("A few participants are in no number here, because their families did not consent.")
            if flow["refused"] == HIDDEN
            else ngettext(
                "%(count)s participant is in no number here, because the family did not consent.",
                "%(count)s participants are in no number here, because their families did not consent.",
                flow["refused"],
            )
            % {"count": flow["refused"]}
        )
    if flow["unlinked"]:
        said.append(
            _("A few participants could not be found among the students of the schools.")
            if flow["unlinked"] == HIDDEN
            else ngettext(
                "%(count)s participant could not be found among the students of the schools.",
                "%(count)s participants could not be found among the students of the schools.",
                flow["unlinked"],
            )
            % {"count": flow["unlinked"]}
        )
    return said


def technical_facts(result):
    """[(what, figure)] by which the same numbers are made again."""
    software = ", ".join(f"{name} {version}" for name, version in result["software"].items())
    return [
        (_("Methods version"), result["methods"]),
        (_("Document version"), result["document"]),
        (_("Software"), software),
        (_("Seed"), in_groups(result["seed"])),
        (_("Files in effect that were read"), result.get("pins", {}).get("number", "–")),
        (_("Their digest"), in_groups(result.get("pins", {}).get("claims", "–"))),
        (_("Day of the data"), result.get("pins", {}).get("day", "–")),
    ]


def in_groups(text):
    """A long digest in groups of eight, so that narrow screens can break it."""
    return " ".join(text[start : start + 8] for start in range(0, len(text), 8))
