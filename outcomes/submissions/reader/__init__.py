"""The guarded reader: any honest CSV, TSV or XLSX becomes tables of text; anything hostile becomes a
sentence.

    with read(content, "suspensions.csv") as reading:
        for table in reading.tables():
            for batch in table.batches():
                batch.rows       # the spreadsheet's own row numbers
                batch.columns    # one list of text per header cell; "" is blank
                batch.problems   # rows whose fields do not fit the header, in no batch
        reading.notices

The file is parsed in a child process without Django, under limits of memory and time (`guarded`), and
reaches the parent as plain text. Workbooks are parsed there by our own single pass over expat, not by a
library: it never holds more than the rows of one batch whatever the sheet claims, and it sees number
formats, formulas and hidden rows, which calamine does not. `values` later turns text into numbers, dates and
kinds of missing.
"""

from .limits import Limits
from .messages import sentence
from .reading import Batch, Notice, Problem, Reading, Refused, SheetInfo, Table, read

__all__ = [
    "Batch",
    "Limits",
    "Notice",
    "Problem",
    "Reading",
    "Refused",
    "SheetInfo",
    "Table",
    "read",
    "sentence",
]
