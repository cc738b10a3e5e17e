"""A file in the layout of a known system becomes a dataset's columns (outcomes.datasets.layouts)."""

from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from outcomes.datasets.declaration import SCHOOL_YEAR
from outcomes.datasets.layouts import LAYOUTS, DoesNotFit, Rows, fitting_elsewhere

from .columnar import ColumnarDataset
from .recognize import Recognized, refuse_what_does_not_fit
from .refusal import Refused


def told_around(table, name):
    """What stands around a table: title lines, the sheet's and the file's name, one per line."""
    return "\n".join([*table.title_lines, table.sheet or "", name])


def read_layout(dataset, layout, data, year, told, withheld=()):
    """The ColumnarDataset that a layout makes of its own columns.

    data: ColumnarDataset with the columns that the layout reads. year: Coded school years that the file's
    surroundings tell. withheld: columns of the dataset that the agreement does not share.
    Raises Refused where the layout says so, and when what is made lacks a required column.
    """
    if layout.refuses:
        raise Refused("layout_refused", str(layout.refuses))
    rows = Rows(data.numbers, dict(data.columns), dict(data.file_headers), year, told)
    for name, text in layout.constants.items():
        rows.set(name, text)
    if layout.reshape:
        rows = _reshaped(layout, rows)
    rows = rows.remaining() if rows.behind is None else rows
    if data.sheets and dataset.period == SCHOOL_YEAR and dataset.period_column not in rows:
        rows.set(dataset.period_column, rows.year)
    names = [column.name for column in dataset.columns if column.name in rows and column.name not in withheld]
    lacking = [str(column.title) for column in dataset.lacking(names)]
    refuse_what_does_not_fit(dataset, Recognized([], missing=lacking))
    return ColumnarDataset(
        rows.numbers,
        {name: rows[name] for name in names},
        {name: rows.headers.get(name, "") for name in names},
        data.ragged,
        data.sheets,
        rows.found,
        rows.behind,
        read=len(data),
        usual={name: words for name, words in layout.words.items() if name in names},
    )


def _reshaped(layout, rows):
    try:
        return layout.reshape(rows)
    except DoesNotFit as problem:
        raise Refused(problem.code, str(problem.sentence)) from problem


def refuse_file_of_another_dataset(dataset, header, told):
    """Raises Refused where a table that does not fit the dataset is a known export of another one."""
    layout = fitting_elsewhere(header, told)
    if layout is None or layout.dataset not in DATASETS.keys() - {dataset.key}:
        return
    raise Refused(
        "another_dataset",
        _(
            "This looks like “%(layout)s”, which is handed in as “%(other)s”, not as “%(dataset)s”. Hand it in "
            "again and choose that. Nothing was stored."
        )
        % {
            "layout": layout.title,
            "other": DATASETS[layout.dataset].title,
            "dataset": dataset.title,
        },
    )


def layout_told(layout):
    """What is stored of a layout that a file was recognized as."""
    return {"key": layout.key, "title": str(layout.title)} if layout else None


def layout_title(told):
    """The title of a stored layout in the reader's language, "" where there was none."""
    if not told:
        return ""
    known = LAYOUTS.get(told["key"])
    return str(known.title) if known else told["title"]
