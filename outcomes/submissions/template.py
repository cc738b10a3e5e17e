"""Workbooks to fill in, one for each dataset, made from its declaration: headers that are recognized again,
drop-downs, checks in the sheet, text where zeros matter, an example that does not count, an explanation.
"""

import io
import re

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from outcomes.datasets.groups import GROUPS
from outcomes.datasets.periods import school_year_of
from outcomes.datasets.reasons import EXPECTED
from partnership.actions.agreements import withheld_columns
from programs.models import Program

from .mapping.fixed import months, school_years
from .mapping.look import is_needed, needed_first
from .mapping.words import own_words
from .match import schools_of
from .targets import is_group

ROWS = 20_000
MOST_OF_A_MESSAGE = 255
# Where one code or one word tells everything, its parts are not asked for.
PARTS = {
    "cds_code": {
        "county_code",
        "district_code",
        "school_code",
        "county_name",
        "district_name",
        "school_name",
    },
    "group_title": {"group_code", "group_category"},
}
AS_TEXT = {"student_id", "code", "text", "label", "word", "flag", "grade", "school_year", "month"}
FORMATS = {"date": "yyyy-mm-dd", "count": "0", "days": "0.##", "rate": "0.0##"}


def template(dataset, organization):
    """Bytes of an XLSX workbook in the language of the moment. organization: whose schools and programs are offered,
    or None.
    """
    made = io.BytesIO()
    columns = columns_of(dataset, organization)
    lists = {column.name: listed(column, organization) for column in columns}
    with xlsxwriter.Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        data = book.add_worksheet(_sheet_name(dataset.title))
        explanation = book.add_worksheet(_sheet_name(_("How to fill in")))
        places = _explain(book, explanation, dataset, columns, lists)
        _data_sheet(book, data, dataset, columns, lists, places)
    return made.getvalue()


def columns_of(dataset, organization):
    """The dataset's columns that a template asks for, the needed ones first."""
    withheld = withheld_columns(organization, dataset.key)
    names = {column.name for column in dataset.columns}
    parts = {part for whole, some in PARTS.items() if whole in names for part in some}
    columns = [column for column in dataset.columns if column.name not in withheld | parts]
    return needed_first(dataset, columns)


def listed(column, organization):
    """The texts of a column's drop-down; [] where it has none."""
    if column.name in ("school_code", "cds_code"):
        return [f"{school.code} {school.name}" for school in _schools(organization)]
    if column.name == "school_name":
        return [school.name for school in _schools(organization)]
    if column.name in ("program", "program_name"):
        return list(
            Program.objects.filter(owners=organization).order_by("name").values_list("name", flat=True)
        )
    if column.type == "school_year":
        return school_years()
    if column.type == "month":
        return [month for month, _label in months()]
    if column.type == "flag":
        return ["Yes", "No"]
    if is_group(column):
        # In English, as files and recognition have it.
        return [label.words[0].capitalize() for label in GROUPS.values()]
    return [ours if column.type == "grade" else label for ours, label in own_words(column)]


def _data_sheet(book, sheet, dataset, columns, lists, places):
    head = book.add_format(
        {"bold": True, "bg_color": "#e3f4f7", "border": 1, "text_wrap": True, "valign": "top"}
    )
    optional = book.add_format({"bg_color": "#f1efe9", "border": 1, "text_wrap": True, "valign": "top"})
    styles = {"italic": True, "font_color": "#6b6b6b"}
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        kind = "@" if column.type in AS_TEXT else FORMATS.get(column.type, "General")
        sheet.set_column(at, at, 22, book.add_format({"num_format": kind}))
        sheet.write_string(0, at, str(column.title), head if is_needed(dataset, column) else optional)
        example = _example(column, lists[column.name])
        style = book.add_format({**styles, "num_format": "@" if at == 0 else kind})
        if at == 0:
            sheet.write_string(1, at, _("Example: %(text)s") % {"text": example}, style)
        elif isinstance(example, str):
            sheet.write_string(1, at, example, style)
        else:
            sheet.write(1, at, example, style)
        sheet.data_validation(1, at, ROWS, at, _validation(dataset, column, places.get(column.name)))


def _validation(dataset, column, source):
    """xlsxwriter's description of what a column's cells may hold."""
    told = {
        "input_title": str(column.title)[:32],
        "input_message": _expected(dataset, column)[:MOST_OF_A_MESSAGE],
        "error_title": str(column.title)[:32],
        "error_message": _expected(dataset, column)[:MOST_OF_A_MESSAGE],
        "error_type": "warning",
    }
    if source:
        return told | {"validate": "list", "source": source}
    if column.type == "count":
        return told | {"validate": "integer", "criteria": ">=", "value": 0}
    if column.type in ("days", "rate"):
        return told | {"validate": "decimal", "criteria": ">=", "value": 0}
    if column.type == "date":
        return told | {"validate": "date", "criteria": ">=", "value": timezone.datetime(1990, 1, 1)}
    return told | {"validate": "any"}


def _explain(book, sheet, dataset, columns, lists):
    """Write the explanation, one cell in each row, so that nobody takes it for data; where each list stands:
    {name of column: source of its drop-down}.
    """
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@"})
    sheet.set_column(0, 0, 90, wrapped)
    lines = [(str(dataset.title), bold)]
    lines += [
        (_("One row for each: %(row)s.") % {"row": dataset.row}, wrapped),
        (
            _("Fill in the first sheet and hand in this workbook. The names of its columns have to stay."),
            wrapped,
        ),
        (_("The row that begins with “Example” does not count; delete it or leave it."), wrapped),
        (_("What is not known stays blank, or *, N/A: it is never taken for zero."), wrapped),
        (
            _("No names, birth dates, addresses or social security numbers: they are not wanted here."),
            wrapped,
        ),
    ]
    for column in columns:
        need = _("needed") if is_needed(dataset, column) else _("if known")
        lines.append((f"{column.title} ({need}): {_expected(dataset, column)}", wrapped))
    places, name = {}, sheet.get_name().replace("'", "''")
    for column in columns:
        if lists[column.name]:
            lines.append((_("For %(column)s:") % {"column": column.title}, bold))
            first = len(lines) + 1
            lines += [(entry, text) for entry in lists[column.name]]
            places[column.name] = f"='{name}'!$A${first}:$A${len(lines)}"
    for at, (line, style) in enumerate(lines):
        sheet.write_string(at, 0, line, style)
    return places


def _expected(dataset, column):
    """What a cell should hold, in a sentence."""
    if column.name in ("school_code", "school_name") and dataset.place == "school":
        return _("The school; its code or its name is enough.")
    if column.personal == "student_id":
        return _("The student's id as the district or the state gave it, with all its zeros. Never a name.")
    said = EXPECTED.get(column.type)
    return _("Expected: %(what)s.") % {"what": said} if said else _("As your system has it.")


def _example(column, entries):
    """A cell of the example row: text, or a number or date where the column holds such."""
    today = timezone.localdate()
    if entries:
        return entries[0]
    if column.type == "date":
        return timezone.datetime(int(school_year_of(today)[:4]), 8, 20)
    return {
        "student_id": "0012345",
        "count": 12,
        "days": 2,
        "rate": 4.2,
        "code": "0" * (column.width or 3),
    }.get(column.type, "")


def _schools(organization):
    return sorted(schools_of(organization) if organization else [], key=lambda school: school.name)


def _sheet_name(title):
    return re.sub(r"[\[\]:*?/\\']", " ", str(title))[:31].strip()
