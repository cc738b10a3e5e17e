"""A file opened in order to ask about its columns: its sheets, its headers, and how little of each column a
person needs to recognize it. Nothing of it is kept; each opening is logged by the vault.
"""

from dataclasses import dataclass, field

from outcomes.datasets import DATASETS
from outcomes.submissions import reader
from outcomes.submissions.match import directory_of, named_school, schools_of
from outcomes.submissions.recognize import recognize, refuse_gang_designation
from partnership.actions.agreements import withheld_columns
from partnership.vault import open_item

from .content import content_of, show_samples
from .remembered import recognized_by
from .suggest import BY_NAME, Suggestion, is_name_of, likeness, suggest

IS_AN_ID = 0.85
# How far below the guessed header a better one is looked for.
LOOKED_THROUGH = 20


@dataclass
class Look:
    """sheets: names to choose from. sheet, header_row: those shown. contents: a Content for each header.
    columns: of our dataset, that may be chosen, the needed ones first. suggestions: {column: Suggestion}.
    year: school year that the file's name, sheet or title tells, or "". said: choices of the Mapping that
    the submission was read by. chosen_row: the row of the header where a person chose it, else 0.
    """

    sheets: list
    sheet: str
    header_row: int
    header: list
    contents: list = field(repr=False)
    columns: list = field(repr=False)
    suggestions: dict
    year: str = ""
    said: dict = field(default_factory=dict)
    chosen_row: int = 0


def look(submission, *, by, sheet="", header_row=0):
    """Open a submission's file to ask about it. Raises Destroyed, and Refused, the reader's or ours."""
    dataset = DATASETS[submission.dataset]
    content = open_item(submission.vault_item, by=by, why="to ask which of its columns are which")
    return look_at(dataset, submission, content, sheet=sheet, header_row=header_row)


def look_at(dataset, submission, content, *, sheet="", header_row=0):
    """The Look at the bytes of a submission's file."""
    sheets, table, first, rows = _beginning(content, submission.file_name, sheet, header_row)
    if not header_row:
        header_row = _row_that_reads_like_a_header(dataset, table.header, first, rows)
        if header_row:
            sheets, table, first, rows = _beginning(content, submission.file_name, sheet, header_row)
    refuse_gang_designation(dataset, table.header)
    withheld = withheld_columns(submission.organization, dataset.key)
    said = recognized_by(submission.column_mapping, dataset, table.header)
    columns = [column for column in dataset.columns if column.name not in withheld]
    schools = _schools(submission.organization)
    contents = [
        content_of(text, first[at], schools, about_people=dataset.is_student_level)
        for at, text in enumerate(table.header)
    ]
    _show(contents, dataset, schools)
    return Look(
        sheets,
        table.sheet,
        table.header_row,
        table.header,
        contents,
        needed_first(dataset, columns),
        _suggestions(said or recognize(dataset, table.header), columns, contents),
        table.period_hint if len(table.period_hint) == 7 else "",
        said.mapping.choices if said else {},
        header_row,
    )


def needed_first(dataset, columns):
    """Columns in the order in which they are asked for."""
    return sorted(columns, key=lambda column: not is_needed(dataset, column))


def is_needed(dataset, column):
    """Whether rows cannot be understood without the column; of a school's code and name one is enough."""
    schools = dataset.place == "school" and column.name in ("school_code", "school_name")
    schools = schools or (dataset.place == "levels" and column.name in ("cds_code", "school_name"))
    return column.required or schools or column.name == dataset.period_column


def _beginning(content, name, sheet, header_row):
    """(names of sheets, Table, texts of each column in its first rows, their row numbers)."""
    try:
        with reader.read(content, name, sheet=sheet or None, header_row=header_row or None) as reading:
            sheets = [
                one.name for one in reading.sheets if not one.hidden and one.reads_as in ("table", "unusable")
            ]
            table = next(reading.tables())
            batch = next(iter(table.batches()), None)
            if batch is None:
                return sheets, table, [[] for _header in table.header], []
            return sheets, table, batch.columns, list(batch.rows[:LOOKED_THROUGH])
    except reader.Refused as refused:
        if refused.code != "choose_sheet" or sheet:
            raise
        return _beginning(content, name, refused.details["sheets"][0], header_row)


def _row_that_reads_like_a_header(dataset, header, columns, rows):
    """The row below the guessed header that names more of the needed columns, at least two; else 0."""
    needed = [column for column in dataset.columns if column.required]

    def named(cells):
        return sum(any(is_name_of(cell, column) for cell in cells) for column in needed)

    best, found = max(1, named(header)), 0
    for at, row in enumerate(rows):
        number = named([texts[at] for texts in columns])
        if number > best:
            best, found = number, row
    return found


def _schools(organization):
    """A function that tells whether a text names a school of the organization, by code or name."""
    by_code, by_name = directory_of(schools_of(organization))
    return lambda text: bool(named_school(by_code, by_name, text))


def _show(contents, dataset, schools):
    ids = [column for column in dataset.columns if column.type == "student_id"]
    for content in contents:
        is_id = any(likeness(content.header, column) >= IS_AN_ID for column in ids)
        is_id = is_id or content.holds("student_id") > 0.5 > content.holds("days")
        show_samples(content, is_id=is_id, schools=schools)


def _suggestions(known, columns, contents):
    """What was said before or is recognized for sure comes first, then what is likely. known: Recognized."""
    sure = {
        name: Suggestion(position, BY_NAME)
        for name, position in known.positions.items()
        if name in {column.name for column in columns}
    }
    open_columns = [column for column in columns if column.name not in sure]
    taken = {suggestion.position for suggestion in sure.values()}
    places = [place for place in range(len(contents)) if place not in taken]
    likely = suggest(open_columns, [contents[place] for place in places])
    return sure | {
        name: Suggestion(places[found.position], found.why, tuple(places[other] for other in found.others))
        for name, found in likely.items()
    }
