"""Which columns of a dataset are typed row by row, and how each is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outcomes.datasets import DATASETS, groups
from outcomes.datasets.declaration import MONTH
from outcomes.submissions.recognize import fold

# Asked once above the rows, or other systems' ways to say what another column says.
NOT_IN_ROWS = {
    "agency",
    "level",
    "county_code",
    "county_name",
    "district_code",
    "district_name",
    "school_code",
    "school_name",
    "cds_code",
    "charter",
    "dass",
    "group_code",
    "group_category",
}
NUMBERS, DECIMALS = {"count"}, {"days", "amount"}
FAMILIES = {
    groups.TOTAL: gettext_lazy("Everybody"),
    groups.SEX: gettext_lazy("Sex"),
    groups.RACE: gettext_lazy("Race or ethnicity"),
    groups.RACE_NOT_REPORTED: gettext_lazy("Race or ethnicity"),
    groups.STUDENT_GROUPS: gettext_lazy("Student groups"),
    groups.GRADE: gettext_lazy("Grade"),
    "age": gettext_lazy("Age"),
}


@dataclass(frozen=True, eq=False)
class Cell:
    """How a column is asked. kind: "select", "number", "decimal", "date" or "text". choices: for a select,
    [(heading or "", [(text as a file has it, label)])]. texts: {our word: text as a file has it}.
    """

    name: str
    title: str
    kind: str
    is_required: bool
    choices: tuple = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def typed_datasets():
    """Datasets that may be typed: those that are not about single people."""
    return [dataset for dataset in DATASETS.values() if is_typed(dataset)]


def is_typed(dataset):
    return not dataset.is_student_level and dataset.typed != ()


def cells_of(dataset, period):
    """[Cell] of a row. period: school year (or year) that was chosen above, for the months of a select."""
    return [
        Cell(
            column.name,
            str(column.title),
            _kind(column),
            column.required or column.name == "group_title",
            _choices(column, period),
            _texts(column),
        )
        for column in dataset.columns
        if _is_in_rows(dataset, column)
    ]


def header_of(column):
    """A header that reads well and is recognized as this column."""
    title = str(column.title)
    known = {fold(alias): alias for alias in reversed((column.name, *column.aliases))}
    return title if fold(title) in known else next(iter((*column.aliases, column.name)))


def _is_in_rows(dataset, column):
    if dataset.typed is not None:
        return column.name in dataset.typed
    is_told_above = column.name == dataset.period_column and dataset.period != MONTH
    return not (is_told_above or column.name in NOT_IN_ROWS or column.type in ("rate", "school_year"))


def _kind(column):
    if column.name == "group_title" or column.type in ("word", "flag", "month", "grade"):
        return "select"
    if column.type in NUMBERS:
        return "number"
    if column.type in DECIMALS:
        return "decimal"
    return "date" if column.type == "date" else "text"


def _choices(column, period):
    if column.name == "group_title":
        return _groups()
    if column.type == "word":
        return (("", _words(column)),)
    if column.type == "flag":
        return (("", [("yes", _("yes")), ("no", _("no"))]),)
    if column.type == "grade":
        grades = ["TK", "K", *(str(number) for number in range(1, 13))]
        return (("", [(grade, grade) for grade in grades]),)
    if column.type == "month":
        return (("", [(month, month) for month in months_of(period)]),)
    return ()


def _texts(column):
    """{our word: the first text by which files tell it}"""
    if column.name == "group_title":
        return {group.key: group.words[0] for group in groups.GROUPS.values()}
    texts = {}
    for text, ours in column.words.items():
        texts.setdefault(ours, text)
    return texts


def _words(column):
    return [(text, ours.replace("_", " ")) for ours, text in _texts(column).items()]


def _groups():
    found = {}
    for group in groups.GROUPS.values():
        heading = str(FAMILIES.get(group.family, ""))
        found.setdefault(heading, []).append((group.words[0], str(group.title)))
    return tuple(found.items())


def months_of(period):
    """Months that a chosen period has, as claims name them."""
    if len(period) == 7:
        first = int(period[:4])
        return [f"{first}-{month:02d}" for month in range(7, 13)] + [
            f"{first + 1}-{month:02d}" for month in range(1, 7)
        ]
    return [f"{period}-{month:02d}" for month in range(1, 13)] if period else []
