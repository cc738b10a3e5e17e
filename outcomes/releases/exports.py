"""A release's rows as files. English, the language of the definitions; the numbers are those of the page.

Nothing here depends on when or by whom a file was made, so that the same pins give the same bytes.
"""

import csv
import io
import json
from datetime import datetime
from functools import cache

import xlsxwriter
from django.utils import translation

from ..measures.aggregates import AGGREGATES
from ..measures.definition import UNIT_WORDS
from .tables import definitions_of

# Name and width of each column of the data, in the order of the files.
WIDTHS = {
    "measure": 22,
    "title": 30,
    "level": 12,
    "place": 16,
    "place_name": 28,
    "dimension": 14,
    "group": 18,
    "school_year": 12,
    "population": 14,
    "value": 10,
    "unit": 20,
    "numerator": 12,
    "denominator": 12,
    "state": 16,
    "kind": 16,
    "reported": 10,
    "expected": 10,
    "late": 8,
    "comparable": 12,
    "note": 60,
}
COLUMNS = list(WIDTHS)
NUMERIC = ("value", "numerator", "denominator")
ALWAYS_NUMERIC = ("reported", "expected", "late")
LEGEND = [
    ("*", "hidden to protect the students counted"),
    ("at most, at least", "near 0 or 100 percent: a step that leaves 0 to 10 students open"),
    ("not enough data", "the schools reported, but no student counts toward the measure"),
    ("not reported", "no school, or no program roster, was handed in for the year"),
    ("does not add up", "the groups reported are more than the total reported; the total is told"),
]
STATES = {
    "published": "shown",
    "hidden": LEGEND[0][1],
    "at_most": LEGEND[1][1],
    "at_least": LEGEND[1][1],
    "not_enough_data": LEGEND[2][1],
    "not_reported": LEGEND[3][1],
    "does_not_add_up": LEGEND[4][1],
}
DESCRIPTIVE = (
    "Descriptive, not an effect. Participants stand beside all students to show who takes part; a difference "
    "between them is not what the program did. Youth chosen after a bad year tend to have a better one next, "
    "with or without a program (regression to the mean)."
)
POPULATIONS = {
    "participants": "youth engaged in the program who were students of the schools counted",
    "all": "all students of the schools counted",
}


def as_csv(release, table):
    """UTF-8 with a byte-order mark, so that spreadsheets read accents."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in table:
        writer.writerow([escaped(text) for text in _texts(row)])
    return ("\ufeff" + out.getvalue()).encode()


def as_json(release, table):
    with translation.override("en"):
        content = {
            "title": release.title,
            "program": release.program.slug if release.program else None,
            "school_years": release.years,
            "about": about(release),
            "descriptive": DESCRIPTIVE,
            "populations": POPULATIONS,
            "states": STATES,
            "definitions": [definition_for_machines(one) for one in definitions_of(release)],
            "cells": [cell_for_machines(row) for row in table],
            "reporting": release.reporting,
        }
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def as_xlsx(release, table):
    """Sheets: data, definitions, who reported, about. Numbers as numbers, texts as texts (never as formulas)."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    day = release.pins["as_of"]
    book.set_properties(
        {
            "title": release.title,
            "created": datetime.fromisoformat(day) if day else datetime(2000, 1, 1),
        }
    )
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    with translation.override("en"):
        _data_sheet(book, table, bold)
        _definitions_sheet(book, release, bold, wrapped)
        _reporting_sheet(book, release, bold, wrapped)
        _about_sheet(book, release, bold, wrapped)
    book.close()
    return out.getvalue()


def about(release):
    """Where the numbers come from: {word: text}, without anything that a reprint would change."""
    pins = release.pins
    return {
        "data as of": pins["as_of"] or "",
        "submissions": str(pins["submissions"]),
        "claims": pins["claims"],
        "disclosure policy version": str(pins["policy"]),
        "calculation version": str(pins["calculation"]),
    }


def escaped(text):
    """Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else text


def cell_for_machines(row):
    """A row as plain values: numbers or None, and the state that says why there is none."""
    flag = row.definition.flag(row.year)
    return {
        "measure": row.definition.key,
        "level": row.level,
        "place": row.place,
        "place_name": row.place_name,
        "dimension": row.dimension,
        "group": row.group,
        "school_year": row.year,
        "population": row.population,
        "state": row.state,
        "value": None if row.is_step else _number(row.value),
        "bound": _number(row.value) if row.is_step else None,
        "numerator": _number(row.numerator),
        "denominator": _number(row.denominator),
        "unit": _in_english(row.definition.unit),
        "kind": row.kind,
        "reported": row.reported,
        "expected": row.expected,
        "late": row.late,
        "comparable": flag is None or flag.comparable,
        "note": flag.note if flag else "",
    }


def _texts(row):
    """A row as text, in the order of COLUMNS."""
    texts = {name: str(value) for name, value in cell_for_machines(row).items()}
    texts |= {name: row.printed(name) for name in NUMERIC}
    texts |= {"title": row.definition.title, "comparable": "yes" if texts["comparable"] == "True" else "no"}
    return [texts[name] for name in COLUMNS]


def definition_for_machines(definition):
    """A definition as pinned, in English, as plain values."""
    return {
        "measure": definition.key,
        "version": definition.version,
        "title": definition.title,
        "in_plain_words": definition.plain,
        "why_it_matters": definition.why,
        "numerator": str(AGGREGATES[definition.numerator].title),
        "denominator": str(AGGREGATES[definition.denominator].title) if definition.denominator else "",
        "unit": _in_english(definition.unit),
        "better": definition.better,
        "who_counts": definition.eligibility,
        "level": definition.level,
        "source": definition.source,
        "authored_by": definition.authored_by,
        "checked_by": definition.checked_by,
        "next_review": definition.next_review.isoformat(),
    }


def _data_sheet(book, table, bold):
    sheet = book.add_worksheet("data")
    sheet.freeze_panes(1, 0)
    for column, (name, width) in enumerate(WIDTHS.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(table, 1):
        for column, (name, text) in enumerate(zip(COLUMNS, _texts(row), strict=True)):
            if name in ALWAYS_NUMERIC or (name in NUMERIC and text and _is_number(row, name)):
                sheet.write_number(number, column, float(text))
            else:
                sheet.write_string(number, column, text)
    sheet.autofilter(0, 0, max(len(table), 1), len(COLUMNS) - 1)


def _definitions_sheet(book, release, bold, wrapped):
    sheet = book.add_worksheet("definitions")
    definitions = [definition_for_machines(one) for one in definitions_of(release)]
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, len(definitions), 44)
    for line, name in enumerate(definitions[0]):
        sheet.write_string(line, 0, name.replace("_", " "), bold)
        for column, values in enumerate(definitions, 1):
            sheet.write_string(line, column, str(values[name]), wrapped)
    sheet.freeze_panes(0, 1)


def _reporting_sheet(book, release, bold, wrapped):
    """Who was expected to report, and did or did not, for each set of datasets and year."""
    sheet = book.add_worksheet("reporting")
    head = ["datasets", "school_year", "code", "name", "reported", "late"]
    for column, (name, width) in enumerate(zip(head, [34, 12, 18, 40, 10, 8], strict=True)):
        sheet.set_column(column, column, width, wrapped)
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 0)
    for number, line in enumerate(_reporting(release), 1):
        for column, text in enumerate(line):
            sheet.write_string(number, column, text)


def _reporting(release):
    names = {code: place["name"] for level in release.places.values() for code, place in level.items()}
    for needs, by_year in sorted(release.reporting.items()):
        for year, told in sorted(by_year.items()):
            for code in sorted({*told["expected"], *told["reported"]}):
                reported, late = code in told["reported"], code in told.get("late", [])
                yield (
                    needs,
                    year,
                    code,
                    names.get(code, ""),
                    "yes" if reported else "no",
                    "yes" if late else "no",
                )


def _about_sheet(book, release, bold, wrapped):
    sheet = book.add_worksheet("about")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    lines = [
        ("release", release.title),
        ("school years", ", ".join(release.years)),
        ("how to read it", DESCRIPTIVE),
        *POPULATIONS.items(),
        *LEGEND,
        *about(release).items(),
    ]
    for line, (word, text) in enumerate(lines):
        sheet.write_string(line, 0, word, bold)
        sheet.write_string(line, 1, text, wrapped)


@cache
def _in_english(unit):
    with translation.override("en"):
        return str(UNIT_WORDS[unit])


def _is_number(row, name):
    return row.is_shown or (row.is_step and name == "denominator")


def _number(number):
    if number is None or isinstance(number, int):
        return number
    return float(number)
