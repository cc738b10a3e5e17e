"""Tables made by chance come back as they were written, whatever they are written with."""

import csv
import io

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .files import read_one

#: Letters that all these encodings know, and characters that tempt a reader to split, unquote or unescape.
CELL = st.text(alphabet="abcXYZ 019éñü,;|^\t\"'\\\n=*%.-", max_size=12)
NAMES = ["key", "first name", "second, name", 'the "third"', "fourth"]
QUICK = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


@st.composite
def tables(draw):
    """Rows of cells below NAMES; the first cell is a key, so that no row is blank, a total or a note."""
    width = draw(st.integers(2, len(NAMES)))
    rows = draw(st.lists(st.lists(CELL, min_size=width - 1, max_size=width - 1), min_size=1, max_size=12))
    return NAMES[:width], [[f"k{place}", "x", *cells][: width + 1] for place, cells in enumerate(rows)]


@QUICK
@given(
    table=tables(),
    delimiter=st.sampled_from(",;\t|^"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_delimited_text(table, delimiter, encoding, ending):
    names, rows = table
    names = [*names[:1], "kind", *names[1:]]
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerow(names)
    writer.writerows(rows)
    reading, whole = read_one(made.getvalue().encode(encoding))
    assert reading.delimiter == delimiter
    assert whole.header == names
    assert whole.rows == {
        number: tuple(_unwrapped(cell) for cell in cells) for number, cells in enumerate(rows, 2)
    }
    assert whole.problems == []


@QUICK
@given(table=tables(), lean=st.booleans())
def test_workbooks(table, lean):
    names, rows = table
    names = [*names[:1], "kind", *names[1:]]
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": lean})
    page = book.add_worksheet("Data")
    for number, cells in enumerate([names, *rows]):
        for place, cell in enumerate(cells):
            page.write_string(number, place, cell)
    book.close()
    _, whole = read_one(made.getvalue())
    assert whole.header == names
    assert whole.rows == {number: tuple(cells) for number, cells in enumerate(rows, 2)}


def _unwrapped(cell):
    """The one thing that is read otherwise than it is written, and said so: `="code"`."""
    return cell[2:-1].replace('""', '"') if len(cell) > 2 and cell[:2] == '="' and cell[-1] == '"' else cell
