"""Facts as people read them: titles of columns, days with their halves, words instead of codes. Reads nothing."""

from datetime import date
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from outcomes.datasets.facts import HUNDREDTHS, CellState
from outcomes.datasets.groups import GROUPS

# What ties a fact to its claim and student; everything else of a row is content.
KEYS = {"claim_id", "student_key"}
NOTHING = "–"


def fields_of(dataset, *, without=()):
    """Fields of the dataset's facts, in the model's order."""
    return [
        field
        for field in dataset.fact._meta.concrete_fields
        if field.column and field.name not in {"pk", *without}
    ]


def row_titles(dataset):
    """Headings of whole rows: the student first."""
    return [title(dataset, field.name) for field in fields_of(dataset, without={"claim_id"})]


def row_texts(dataset, fact):
    """A whole row under `row_titles`."""
    return [worded(dataset, field.name, fact) for field in fields_of(dataset, without={"claim_id"})]


def title(dataset, name):
    """What a field, or an element of a row of counts, is called."""
    titles = {column.name: column.title for column in dataset.columns}
    if name == "student_key":
        return _("Student, as a key")
    return str(titles.get(name) or name.replace("_", " "))


def worded(dataset, name, fact):
    """The value of a fact's field as text."""
    value = getattr(fact, name)
    if value is None or value == "":
        return NOTHING
    if name == "student_key":
        return short_key(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    if _is_days(dataset, name):
        return formats.localize(Decimal(value) / HUNDREDTHS)
    if name == "group" and value in GROUPS:
        return str(GROUPS[value].title)
    words = dict(dataset.fact._meta.get_field(name).flatchoices)
    return str(words.get(value) or formats.localize(value, use_l10n=True))


def cell(dataset, names, fact):
    """The content of one cell of a row of counts: its number, or the word for its absence."""
    told = [
        worded(dataset, name, fact)
        for name in names
        if getattr(fact, name) not in (None, "", CellState.REPORTED)
    ]
    return " ".join(told) or NOTHING


def short_key(key):
    """A student key in few letters: enough to tell rows on one page apart."""
    return f"{key & (1 << 64) - 1:016x}"[:8] + "…"


def _is_days(dataset, name):
    return any(column.name == name and column.type == "days" for column in dataset.columns)
