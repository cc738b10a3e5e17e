"""Which columns of a file are which: by their headers, compared without case, blanks and punctuation."""

from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from outcomes.datasets.headers import fold, positions_of
from outcomes.datasets.layouts import Layout, fitting

from .personal import GANG_REFUSAL, is_gang_designation, personal_content, personal_kind
from .refusal import Refused

SAMPLE = 500


@dataclass
class Recognized:
    """positions: {column name: index of its header}. missing: titles of required columns that are absent.
    personal, withheld, unused: headers that are dropped; withheld are those that the agreement does not share.
    layout: the known export that the header fits; then the names are those of `layout.columns`.
    fixed: {column name: the text that every row has}. id_kind: "local" or "state" where a person said so.
    mapping: the Mapping by which it was recognized.
    """

    header: list
    positions: dict = field(default_factory=dict)
    missing: list = field(default_factory=list)
    personal: list = field(default_factory=list)
    withheld: list = field(default_factory=list)
    unused: list = field(default_factory=list)
    layout: Layout | None = None
    fixed: dict = field(default_factory=dict)
    id_kind: str = ""
    mapping: object = None
    of_others: dict = field(default_factory=dict)

    @property
    def columns(self):
        """{column name: header in the file}"""
        return {name: self.header[position] for name, position in self.positions.items()} | self.of_others

    def add(self, other):
        """Tell as well what a further sheet of the same kind has under other headers."""
        self.of_others |= {name: text for name, text in other.columns.items() if name not in self.positions}
        for mine, theirs in (
            (self.personal, other.personal),
            (self.withheld, other.withheld),
            (self.unused, other.unused),
        ):
            mine += [text for text in theirs if text not in mine]


def recognize_table(dataset, header, withheld=(), told=""):
    """As `recognize`, but a known export that the header fits goes before the dataset's own names.

    told: title lines, the sheet's and the file's name, which some exports are known by.
    """
    layout = fitting(dataset.key, header, told)
    if layout is None or not (layout.columns or layout.refuses):
        found = recognize(dataset, header, withheld)
        found.layout = layout
        return found
    found = Recognized(list(header), positions=layout.find(header), layout=layout)
    return sort_the_rest(dataset, found, withheld)


def recognize(dataset, header, withheld=()):
    """Map a header to the columns of a dataset; the best alias of each column wins.

    withheld: names of columns that are recognized and dropped.
    """
    found, positions = Recognized(list(header)), positions_of(header)
    for column in dataset.columns:
        for alias in (column.name, *column.aliases, *titles(column)):
            position = positions.get(fold(alias))
            if position is not None and position not in found.positions.values():
                found.positions[column.name] = position
                break
    found.missing += [str(column.title) for column in dataset.lacking(found.positions)]
    sort_the_rest(dataset, found, withheld)
    if dataset.lacks:
        found.missing += map(str, dataset.lacks(set(found.positions), found.unused))
    if dataset.place == "school" and not {"school_code", "school_name"} & found.positions.keys():
        found.missing.append(_("School code or school"))
    return found


@cache
def titles(column):
    """Our own names of a column, in every language that people may have met them in."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(str(column.title))
    return tuple(dict.fromkeys(found))


def sort_the_rest(dataset, found, withheld):
    """Tell apart the columns that are dropped: withheld, personal, unused."""
    for name in found.positions.keys() & set(withheld):
        found.withheld.append(found.header[found.positions.pop(name)])
    for position, text in enumerate(found.header):
        if position not in found.positions.values() and text.strip() and text not in found.withheld:
            kind = personal_kind(text) if dataset.is_student_level else ""
            (found.personal if kind else found.unused).append(text)
    return found


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
        raise Refused("columns_missing", does_not_fit(dataset, found.missing))


def does_not_fit(dataset, missing):
    """The sentence that says so. missing: titles of columns."""
    return _(
        "This does not look like a file of the dataset “%(dataset)s”: these columns were not found: "
        "%(missing)s. Choose another dataset or sheet, or name the columns so. Nothing was stored."
    ) % {"dataset": dataset.title, "missing": ", ".join(missing)}


def refuse_gang_designation(dataset, header):
    """Raises Refused for a table about people with a column that marks gang members (DOMAIN.md "Law")."""
    about_people = dataset.is_student_level or any(personal_kind(text) for text in header)
    for text in header:
        if about_people and is_gang_designation(text):
            raise Refused("gang_designation", GANG_REFUSAL % {"column": text})
