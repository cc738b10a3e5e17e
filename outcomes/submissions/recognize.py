"""Which columns of a file are which: by their headers, compared without case, blanks and punctuation."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .personal import GANG_REFUSAL, is_gang_designation, personal_content, personal_kind
from .refusal import Refused

SAMPLE = 500


@dataclass
class Recognized:
    """positions: {column name: index of its header}. missing: titles of required columns that are absent.
    personal, withheld, unused: headers that are dropped; withheld are those that the agreement does not share.
    """

    header: list
    positions: dict = field(default_factory=dict)
    missing: list = field(default_factory=list)
    personal: list = field(default_factory=list)
    withheld: list = field(default_factory=list)
    unused: list = field(default_factory=list)

    @property
    def columns(self):
        """{column name: header in the file}"""
        return {name: self.header[position] for name, position in self.positions.items()}


def fold(header):
    """A header as it is compared."""
    return re.sub(r"[^a-z0-9%]+", "", header.lower())


def recognize(dataset, header, withheld=()):
    """Map a header to the columns of a dataset; the best alias of each column wins.

    withheld: names of columns that are recognized and dropped.
    """
    found = Recognized(list(header))
    positions = {}
    for position, text in enumerate(header):
        positions.setdefault(fold(text), position)
    # `SchoolReference.SchoolIdentity.SchoolId` is known by its last part as well.
    for position, text in enumerate(header):
        positions.setdefault(fold(text.rpartition(".")[2]), position)
    for column in dataset.columns:
        for alias in (column.name, *column.aliases):
            position = positions.get(fold(alias))
            if position is not None and position not in found.positions.values():
                found.positions[column.name] = position
                break
    found.missing += [str(column.title) for column in dataset.columns if _is_missing(column, found)]
    for name in found.positions.keys() & set(withheld):
        found.withheld.append(header[found.positions.pop(name)])
    for position, text in enumerate(header):
        if position not in found.positions.values() and text.strip() and text not in found.withheld:
            kind = personal_kind(text) if dataset.is_student_level else ""
            (found.personal if kind else found.unused).append(text)
    if dataset.place == "school" and not {"school_code", "school_name"} & found.positions.keys():
        found.missing.append(_("School code or school"))
    return found


def _is_missing(column, found):
    return column.required and not {column.name, column.instead} & found.positions.keys()


def look_at_unused(found, columns):
    """Move unused columns whose values identify people to the personal ones, whatever their headers say.

    columns: one list of texts per header, from the beginning of the file.
    """
    for position, text in enumerate(found.header):
        if text in found.unused and personal_content(columns[position][:SAMPLE]):
            found.unused.remove(text)
            found.personal.append(text)


def refuse_what_does_not_fit(dataset, found):
    """Raises Refused when required columns are missing."""
    if found.missing:
        raise Refused(
            "columns_missing",
            _(
                "This does not look like a file of the dataset “%(dataset)s”: these columns were not found: "
                "%(missing)s. Choose another dataset or sheet, or name the columns so. Nothing was stored."
            )
            % {"dataset": dataset.title, "missing": ", ".join(found.missing)},
        )


def refuse_gang_designation(dataset, header):
    """Raises Refused for a table about people with a column that marks gang members (DOMAIN.md "Law")."""
    about_people = dataset.is_student_level or any(personal_kind(text) for text in header)
    for text in header:
        if about_people and is_gang_designation(text):
            raise Refused("gang_designation", GANG_REFUSAL % {"column": text})
