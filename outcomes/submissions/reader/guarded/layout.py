"""Where the table in a source begins and what its columns are called.

Judged on the first rows that hold anything: titles above the header, a header in one or two rows, header
cells that name nothing. Nothing is guessed about meaning here; that is the work of recognition and mapping.
"""

import re
from collections import Counter
from typing import NamedTuple

from .remarks import Refusal
from .survey import column_letters

SAMPLE = 200
_NUMBER = re.compile(r"[-+]?\d[\d,]*(\.\d+)?%?|[-+]?\.\d+%?")
_MEASURED = re.compile(r"[-+]?\d[\d,]*\.\d+%?|[-+]?\.\d+%?|[-+]?\d+%|\d{5,}|\*{1,3}")
_CALPADS = re.compile(r"(S(?:ENR|TAS|IRS|INC|OFF|INF|PRG|ELA|PED))(?:-[A-Z]{1,2})?")
_SPACE = re.compile(r"[\s\u00a0\u200b\ufeff]+")


class Layout(NamedTuple):
    """`columns`: positions kept; `header`: their names. Rows are 1-based as in the spreadsheet."""

    titles: list
    header_row: int
    header: list
    columns: list
    width: int
    joined: bool
    stray: list
    unnamed: list


def sample_of(source):
    """[(row number, record)] of the first rows that hold anything."""
    records, found, number = source.open(), [], 0
    while len(found) < SAMPLE:
        batch = records.take(SAMPLE)
        if not batch:
            break
        for record in batch:
            number += 1
            if any(map(str.strip, record)):
                found.append((number, record))
    return found[:SAMPLE]


def layout_of(source, sample, limits, header_row=None):
    """Layout of the table in a source; its header is in the row that a person chose, or where it is guessed.
    Raises Refusal: empty, not_a_table, no_header, no_such_row, duplicate_header, too_many_columns,
    header_too_short.
    """
    if not sample:
        raise Refusal("empty")
    names = _names_of_fields(sample) if header_row is None else None
    if names:
        return Layout([], 0, names, list(range(len(names))), len(names), False, [], [])
    at = _header_at(sample) if header_row is None else _index_of(header_row, sample)
    row, record = sample[at]
    if len(record) > limits["columns"]:
        raise Refusal("too_many_columns", count=len(record), limit=limits["columns"])
    names, joined, first_title_end = [clean_name(cell) for cell in record], False, at
    merges = source.survey.merges if source.survey else ()
    if header_row is not None:
        pass  # The person means this one row.
    elif at > 0 and sample[at - 1][0] == row - 1 and _is_group_row(sample[at - 1], names, merges):
        names, joined, first_title_end = _join(sample[at - 1], (row, names), merges), True, at - 1
    elif at + 1 < len(sample) and sample[at + 1][0] == row + 1 and _continues(names, sample[at + 1][1]):
        lower = [clean_name(cell) for cell in sample[at + 1][1]]
        names, joined = _join((row, names), (row + 1, lower), merges), True
        at, row = at + 1, row + 1
    _refuse_data_as_header(names, row)
    body = [record for _, record in sample[at + 1 :]]
    if not source.is_sheet:
        _refuse_crooked(names, body, row)
    titles = [
        " ".join(clean_name(cell) for cell in record if cell.strip())
        for _, record in sample[:first_title_end]
    ]
    return _with_columns(source, Layout(titles, row, names, [], len(names), joined, [], []))


def _names_of_fields(sample):
    """Names for the fields of California's CALPADS files, which have no header: each row begins with the kind of
    record, and its fields are known by their numbers. None for any other table.
    """
    first = {record[0].strip().upper() for _, record in sample if record}
    if len(first) != 1 or not (found := _CALPADS.fullmatch(first.pop())):
        return None
    width = Counter(len(record) for _, record in sample).most_common(1)[0][0]
    return [f"CALPADS {found[1]} {number:02d}" for number in range(1, width + 1)]


def clean_name(cell):
    """A header cell as a name: one line, no blanks around it, no quotes or `="..."` around it."""
    name = _SPACE.sub(" ", cell).strip()
    if len(name) > 3 and name.startswith('="') and name.endswith('"'):
        name = name[2:-1]
    if len(name) > 2 and name[0] == name[-1] == "'":
        name = name[1:-1].strip()
    return name


def _filled(record):
    return sum(1 for cell in record if cell.strip())


def _header_at(sample):
    """Index of the first row that is more than half as full as the full ones; a tenth may be overfull by
    mistake.
    """
    filled = sorted(count for _, record in sample if (count := _filled(record)) > 1)
    if not filled:
        raise Refusal("not_a_table")
    full = filled[int(0.9 * (len(filled) - 1))]
    enough = max(2, -(-full * 6 // 10))
    return next(index for index, (_, record) in enumerate(sample) if _filled(record) >= enough)


def _index_of(header_row, sample):
    """Index of the row that a person chose."""
    for index, (row, record) in enumerate(sample):
        if row == header_row and _filled(record) > 1:
            return index
    raise Refusal("no_such_row", row=header_row)


def _is_label(cell):
    return bool(cell) and not _NUMBER.fullmatch(cell)


def _is_group_row(above, names, merges):
    """Labels over groups of columns: fewer than there are columns, nothing that reads like a title, and
    either no label over the first column, or one that stands for both rows, or labels merged with the cells
    to their right.
    """
    row, record = above
    upper = [clean_name(cell) for cell in record]
    labels = [cell for cell in upper if cell]
    if not 0 < len(labels) < _filled(names) or len(upper) > len(names):
        return False
    if any(":" in label or len(label) > 80 for label in labels):
        return False
    merged = any(top == row and last > first for first, top, last, _ in merges)
    return not upper[0] or not names[0] or (merged and len(labels) >= 2)


def _continues(upper, record):
    """Is this record the lower half of a header: labels exactly where the upper half leaves room, none in the
    first column?
    """
    lower = [clean_name(cell) for cell in record]
    if not upper[0] or lower[0] or len(lower) > len(upper) + 1:
        return False
    room = [place for place, name in enumerate(upper) if not name and place < len(lower)]
    labels = [cell for cell in lower if cell]
    return (
        len(room) >= 1
        and len(labels) >= 2
        and all(map(_is_label, labels))
        and all(lower[place] for place in room)
    )


def _join(upper, lower, merges):
    """Names of a header in two rows; a label covers the columns to its right up to the next one, or those
    merged with it.
    """
    upper_row, upper_cells = upper
    labels = [clean_name(cell) for cell in upper_cells]
    ends = {first: last for first, top, last, _ in merges if top == upper_row and last > first}
    names, label, until = [], "", -1
    for place, name in enumerate(lower[1] + [""] * (len(labels) - len(lower[1]))):
        if place < len(labels) and labels[place]:
            label, until = labels[place], ends.get(place, place if ends else len(lower[1]))
        elif place > until or not name:
            label = ""
        names.append(" ".join(part for part in (label, name) if part))
        label = label if name else ""
    return names


def _refuse_data_as_header(names, row):
    measured = sum(1 for name in names if _MEASURED.fullmatch(name))
    if not any(re.search(r"[^\W\d_]", name) for name in names) or measured >= 2:
        raise Refusal("no_header", row=row)


def _refuse_crooked(names, body, row):
    """Every row longer than the header means that a name is missing: nobody can tell which."""
    lengths = [_used(record) for record in body]
    longer = sum(1 for length in lengths if length > len(names))
    if lengths and longer * 10 >= len(lengths) * 9:
        raise Refusal(
            "header_too_short", row=row, columns=len(names), fields=Counter(lengths).most_common(1)[0][0]
        )
    if (
        len(lengths) >= 10
        and Counter(lengths).most_common(1)[0][1] * 4 < len(lengths)
        and longer * 3 > len(lengths)
    ):
        raise Refusal("not_a_table")


def _used(record):
    """Fields of a record up to the last one that holds anything."""
    length = len(record)
    while length and not record[length - 1].strip():
        length -= 1
    return length


def _with_columns(source, layout):
    """Drop header cells that name nothing over columns that hold nothing; give a name to a column that holds
    something.
    """
    doubtful = [place for place, name in enumerate(layout.header) if not name or _NUMBER.fullmatch(name)]
    holding = _places_with_values(source, layout, doubtful) if doubtful else set()
    stray = [place for place in doubtful if place not in holding]
    columns = [place for place in range(layout.width) if place not in stray]
    unnamed = [place for place in columns if not layout.header[place]]
    header = [layout.header[place] or f"Column {column_letters(place)}" for place in columns]
    if len(columns) < 2:
        raise Refusal("not_a_table")
    twice = [name for name, count in Counter(map(str.casefold, header)).items() if count > 1]
    if twice:
        shown = {name.casefold(): name for name in header}
        letters = [
            column_letters(place)
            for place, name in zip(columns, header, strict=True)
            if name.casefold() in twice
        ]
        raise Refusal("duplicate_header", names=[shown[name] for name in twice], columns=letters)
    return layout._replace(columns=columns, header=header, stray=stray, unnamed=unnamed)


def _places_with_values(source, layout, places):
    """Which of these positions hold a value anywhere below the header; only asked when a header cell names
    nothing.
    """
    records, found, wanted = source.open(), set(), set(places)
    skip(records, layout.header_row)
    while wanted and (batch := records.take(5000)):
        for place in list(wanted):
            if any(len(record) > place and record[place] and record[place].strip() for record in batch):
                wanted.discard(place)
                found.add(place)
    return found


def skip(records, number):
    """Take and forget the first records."""
    while number > 0:
        number -= len(records.take(min(number, 5000))) or number
