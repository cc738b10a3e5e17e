"""Typed rows become a file: its bytes are read and checked as any file's, and then received."""

import csv
from dataclasses import dataclass, field
from io import StringIO

from django.core.exceptions import ValidationError

from outcomes.datasets.declaration import MONTH
from outcomes.datasets.reasons import sentence
from outcomes.submissions import reader
from outcomes.submissions.check import check
from outcomes.submissions.models import Way
from outcomes.submissions.read import read_columns
from outcomes.submissions.receive import receive
from outcomes.submissions.refusal import Refused
from partnership.access.rights import require
from partnership.actions.agreements import withheld_columns

from .columns import header_of

HEADER_ROWS = 1
STOPS = ("error",)
REMARKS = ("left_out", "warning")


@dataclass
class Remark:
    """What a check says of a typed row. stops: it must be mended before the sheet can be handed in."""

    text: str
    stops: bool
    column: str = ""


@dataclass
class Looked:
    """remarks: {position of the typed row: [Remark]}; of_sheet: those of no single row."""

    remarks: dict = field(default_factory=dict)
    of_sheet: list = field(default_factory=list)

    @property
    def stops(self):
        every = [*self.of_sheet, *(remark for row in self.remarks.values() for remark in row)]
        return any(remark.stops for remark in every)

    @property
    def is_clean(self):
        return not (self.remarks or self.of_sheet)


def as_csv(dataset, rows, scope):
    """The bytes of a file with the typed rows ({column: text}) and what was told above them."""
    above = told_above(dataset, scope)
    names = [column.name for column in dataset.columns if _is_needed(column, rows) or column.name in above]
    headers = {column.name: header_of(column) for column in dataset.columns}
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([headers[name] for name in names])
    for row in rows:
        writer.writerow([above.get(name, row.get(name, "")) for name in names])
    return text.getvalue().encode()


def _is_needed(column, rows):
    """An optional column that nobody has filled in is not part of the file."""
    return any(row.get(column.name) for row in rows) or (column.required and column.name in rows[0])


def told_above(dataset, scope):
    """{column: text} that is the same in every row: the period and the place."""
    columns = {column.name for column in dataset.columns}
    told = {}
    if dataset.period_column and dataset.period_column in columns and dataset.period != MONTH:
        told[dataset.period_column] = scope["period"]
    place = scope.get("place")
    if place is not None and dataset.place == "levels":
        code = place.code
        told |= {"county_code": code[:2], "district_code": code[2:7], "school_code": code[7:14]}
    elif place is not None:
        told["school_code"] = place.code
    return told


def look(dataset, rows, *, organization, scope):
    """Read and check what was typed, and store nothing. rows: [{column: text}], none of them blank."""
    titles = {column.name: str(column.title) for column in dataset.columns}
    try:
        data, _recognized, _year = read_columns(
            dataset,
            as_csv(dataset, rows, scope),
            file_name(dataset, scope),
            seen=lambda done, about: None,
            withheld=withheld_columns(organization, dataset.key),
        )
        data.file_headers = {name: titles[name] for name in data.file_headers}
        checked = check(
            dataset, data, organization=organization, period=scope["period"], program=scope.get("program")
        )
    except (Refused, reader.Refused) as refused:
        return Looked(of_sheet=[Remark(refused.sentence, True)])
    found = Looked()
    # Said above the sheet once for all: blank is not zero.
    optional_blanks = {("blank_count", column.name) for column in dataset.columns if not column.required}
    for finding, numbers in checked.frame.told():
        if finding.severity not in STOPS + REMARKS or (finding.reason, finding.column) in optional_blanks:
            continue
        detail = finding.detail | {"count": len(numbers)}
        text = sentence(finding.reason, detail, dataset.reasons)
        remark = Remark(text, finding.severity in STOPS, finding.column)
        for number in numbers.tolist():
            found.remarks.setdefault(number - HEADER_ROWS - 1, []).append(remark)
    return found


def hand_in(dataset, rows, *, by, organization, scope, note=""):
    """Receive what was typed as a file; returns the Submission. Raises ValidationError as `receive` does."""
    require(by, "submit_data", organization)
    if dataset.is_student_level:
        raise ValidationError("Rows of single students are never typed.", code="student_level")
    return receive(
        by=by,
        organization=organization,
        dataset=dataset.key,
        period=scope["period"],
        program=scope.get("program"),
        name=file_name(dataset, scope),
        content=as_csv(dataset, rows, scope),
        note=note,
        way=Way.TYPED,
    )


def file_name(dataset, scope):
    """What the list of submissions shows: that it was typed, and when for."""
    return (
        "-".join(["typed", dataset.key.replace("_", "-"), *([scope["period"]] if scope["period"] else [])])
        + ".csv"
    )
