"""The stored files of an evaluation's release: the document, a workbook with every number, the drawings."""

import io
import json
from datetime import datetime

import xlsxwriter
from django.utils import translation

from outcomes.evaluation.plans.presenter import estimates_table, sections, technical_facts, who_was_not_found
from outcomes.evaluation.plans.tables import operation_tables
from outcomes.evaluation.plans.terms import Terms

from ..artifacts import artifact
from .reporting import report_sheets

JSON, XLSX = "data.json", "data.xlsx"
ANSWERS = ("answer", "fact", "certainty", "change_mind", "limit")


def make_files(release, document, drawings):
    """[Artifact], not yet saved."""
    content = (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()
    made = [artifact(JSON, content), artifact(XLSX, as_xlsx(release, document))]
    for language, drawn in sorted(drawings.items()):
        made += [artifact(drawing_name(name, language), svg.encode()) for name, svg in sorted(drawn.items())]
    return made


def drawing_name(name, language):
    return f"{name}.{language}.svg"


def as_xlsx(release, document):
    """Sheets: answers, one per outcome with all its tables, the plan, methods, and three ways of reporting. English."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": release.title, "created": datetime.fromisoformat(document["computed_on"])})
    with translation.override("en"):
        sheets = _Sheets(book)
        terms, result = Terms.from_json(document["plan"]["terms"]), document["result"]
        found = sections(result, terms.step)
        sheets.add("answers", _answers(found, document))
        for section in found:
            sheets.add(section.title, [row for table in section.tables for row in _lines(table)])
        if (estimates := estimates_table(result)).rows:
            sheets.add("differences", list(_lines(estimates)))
        if operation := operation_tables(result):
            sheets.add("operation", [row for table in operation for row in _lines(table)])
        sheets.add("plan", _plan(document["plan"]))
        sheets.add("methods", _methods(found, result))
        for title, rows in report_sheets(document):
            sheets.add(title, rows)
    book.close()
    return out.getvalue()


def _answers(found, document):
    rows = [
        ["Outcome", "Role", "Did it help", "The numbers", "How sure", "What would change our mind", "Limit"]
    ]
    rows += [[section.title, section.role, *(section.words[name] for name in ANSWERS)] for section in found]
    rows += [[], ["What else to know"]]
    rows += [[section.title, "", note] for section in found for note in section.words["notes"]]
    rows += [["", "", sentence] for sentence in who_was_not_found(document["result"])]
    return rows


def _lines(table):
    """A table as rows of cells: numbers as numbers, what is not shown as its word or `*`."""
    yield [table.caption]
    yield list(table.head)
    for title, cells in table.rows:
        yield [title, *(_plain(cell) for cell in cells)]
    if table.note:
        yield [table.note]
    yield []


def _plain(cell):
    if cell.absent:
        return {"suppressed": "*"}.get(cell.absent, cell.absent.replace("_", " "))
    return cell.value if cell.is_number else cell.text


def _plan(plan):
    rows = [[what, how] for what, how in plan["facts"]]
    rows += [["Locked", f"{plan['locked_on']}, {plan['locked_by']}"], ["Planned by", plan["people"]]]
    if plan["released_before"]:
        rows.append(["Retrospective", "; ".join(plan["released_before"])])
    for amendment in plan["amendments"]:
        known = "results were known" if amendment["after_results"] else "no result was known"
        rows.append([f"Amended {amendment['on']}", f"{amendment['why']} ({known})"])
        rows += [["", f"{what}: {before}; now {after}"] for what, before, after in amendment["changes"]]
    return rows


def _methods(found, result):
    rows = [[what, str(figure)] for what, figure in technical_facts(result)]
    for section in found:
        words = section.words
        rows += [
            [],
            [section.title, f"{words['label']}. {words['assumption']} {words['limit']}"],
            ["", section.rating],
        ]
        rows += [["", sentence] for sentence in words["not_possible"]]
    rows += [[], ["*", "hidden to protect the students counted"]]
    return rows


class _Sheets:
    """Sheets of a book with names that fit and do not meet."""

    def __init__(self, book):
        self.book, self.wrapped = book, book.add_format({"text_wrap": True, "valign": "top"})

    def add(self, name, rows):
        sheet = self.book.add_worksheet(name[:31])
        sheet.set_column(0, 0, 44, self.wrapped)
        sheet.set_column(1, 8, 24, self.wrapped)
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    sheet.write_number(at, column, value)
                else:
                    sheet.write_string(at, column, str(value))
