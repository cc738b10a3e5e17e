"""The sentence for every code of a refusal, a notice or a problem: what happened and what to do next.

Codes and details are what is stored; sentences are made when they are shown, in the reader's language.
Sentences name rows, columns and sheets, never what a cell contains.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy as many

_SAVE_AS = _(
    "Open it in a spreadsheet program, save it as CSV UTF-8 or as an Excel workbook (.xlsx), and upload that."
)

REFUSALS = {
    # What the file is
    "empty": _("The file is empty. Check that you chose the right file, or export it again."),
    "too_large": _(
        "The file has %(megabytes)d MB; the limit is %(limit)d MB. Split it, for example by school year, and "
        "upload the parts one after the other."
    ),
    "pdf": _(
        "This is a PDF document, not a table, whatever its name says. Ask for the same data as a spreadsheet "
        "or CSV file and upload that."
    ),
    "html": _(
        "This is a web page saved under the name of a spreadsheet; some systems export that way. %(save_as)s"
    ),
    "xml": _("This is an XML file, not a spreadsheet. %(save_as)s"),
    "json": _(
        "This is a JSON file, not a spreadsheet. Export the data as CSV or as an Excel workbook and upload "
        "that."
    ),
    "image": _(
        "This is a picture, not a table. Upload the spreadsheet or CSV file that the picture was made from."
    ),
    "document": _(
        "This is a text document or presentation, not a spreadsheet. Copy its table into a spreadsheet, save "
        "that as .xlsx and upload it."
    ),
    "open_document": _(
        "This is an OpenDocument spreadsheet (.ods), which is not read here. Save it as .xlsx and upload "
        "that."
    ),
    "numbers_document": _(
        "This is an Apple Numbers document. Choose File, Export To, Excel in Numbers and upload that file."
    ),
    "archive": _("This is a compressed archive. Unpack it and upload the spreadsheets in it one by one."),
    "database": _(
        "This is a database file, not a spreadsheet. Export the table you mean as CSV and upload that."
    ),
    "binary": _(
        "This file is not text and not an Excel workbook, so no table can be read from it. %(save_as)s"
    ),
    "old_workbook": _("This is a workbook in the old Excel format (.xls). Save it as .xlsx and upload that."),
    "binary_workbook": _("This is a binary Excel workbook (.xlsb). Save it as .xlsx and upload that."),
    "locked_workbook": _(
        "The workbook is locked with a password. Remove the password (File, Info, Protect Workbook), save it "
        "and upload it again."
    ),
    # Text
    "nul_bytes": _(
        "The text contains zero bytes, first in line %(row)d, which no spreadsheet program writes; the file "
        "was probably damaged on its way. Export it again."
    ),
    "mixed_encoding": _(
        "The file mixes two ways of writing letters, first in line %(row)d, so some names would come out "
        "wrong. Export it again as CSV UTF-8 from one program."
    ),
    "unknown_encoding": _(
        "The letters in line %(row)d are written in a way that is not known here. Save the file as CSV UTF-8 "
        "and upload it again."
    ),
    "not_a_table": _(
        "No table was found: a table needs a row of column names and at least two columns, separated by "
        "commas, tabs, semicolons, bars or carets. Check that you chose the right file."
    ),
    "space_separated": _(
        "The columns of this file are separated by blanks, which cannot be told from blanks inside a cell. "
        "Open it in a spreadsheet program, save it as CSV and upload that."
    ),
    "no_header": _(
        "Row %(row)d looks like data, but it is where the column names should be. Add a first row that names "
        "the columns and upload the file again."
    ),
    "no_such_row": _(
        "Row %(row)d holds no column names: it is blank, holds a single cell, or lies too far down. Choose the row "
        "whose cells name the columns."
    ),
    "duplicate_header": _(
        "Two columns have the same name: %(names)s (columns %(columns)s). Give each column its own name, or "
        "remove the one that does not belong there, and upload the file again."
    ),
    "header_too_short": _(
        "The header in row %(row)d names %(columns)d columns, but the rows below have %(fields)d fields, so "
        "it is not clear which value belongs to which column. Add the missing column name and upload the "
        "file again."
    ),
    "broken_quotes": _(
        "The quotation marks in row %(row)d do not pair up, so the columns after them cannot be told apart. "
        "Correct that row, or save the file again as CSV from a spreadsheet program, and upload it again."
    ),
    "unclosed_quote": _(
        "A quotation mark is opened in row %(row)d and never closed, which swallows the rows after it. "
        "Correct that row and upload the file again."
    ),
    # Sizes
    "too_large_cell": _(
        "A cell holds more than 32,767 characters, the most that a spreadsheet allows; it is probably not "
        "data. Shorten or empty it and upload the file again."
    ),
    "too_large_cell_in_row": _(
        "A cell in row %(row)d holds more than 32,767 characters, the most that a spreadsheet allows; it is "
        "probably not data. Shorten or empty it and upload the file again."
    ),
    "too_many_columns": _(
        "The table reaches to its %(count)d. column; the limit is %(limit)d. Often a single stray cell far "
        "to the right is the cause. Delete what does not belong to the table and upload the file again."
    ),
    "too_many_rows": _(
        "The table has more than %(limit)d rows. Split it, for example by school year, and upload the parts "
        "one after the other."
    ),
    "too_much_text": _(
        "The file unfolds to far more text than a table of this size can hold, so it was not read further. "
        "If it is an honest file, split it and upload the parts."
    ),
    "too_many_strings": _(
        "The workbook contains more than %(limit)d different texts. Save the sheet as CSV and upload that, "
        "or split it."
    ),
    "too_many_sheets": _(
        "The workbook has %(count)d sheets; the limit is %(limit)d. Save the sheets you need as a file of "
        "their own."
    ),
    # Workbooks
    "zip_bomb": _(
        "The workbook unpacks to many times its size, as files made to bring a server down do, so it was not "
        "opened. If it is an honest workbook, copy the sheet into a new one and upload that."
    ),
    "unsafe_xml": _(
        "The workbook contains instructions that no spreadsheet program writes and that can do harm, so it "
        "was not opened. Copy the sheet into a new workbook and upload that."
    ),
    "damaged_workbook": _(
        "The workbook is damaged or incomplete and cannot be opened. Open it in a spreadsheet program, let "
        "it repair the file, save it under a new name and upload that."
    ),
    "formula_without_value": many(
        "One cell holds a formula whose result was never stored: %(cells)s. Open the workbook in a "
        "spreadsheet program so that it calculates, save it and upload it again.",
        "%(count)d cells hold formulas whose results were never stored, for example %(cells)s. Open the "
        "workbook in a spreadsheet program so that it calculates, save it and upload it again.",
        "count",
    ),
    "no_such_sheet": _(
        "The workbook has no sheet named “%(wanted)s”. Its sheets are: %(sheets)s. Choose one of them."
    ),
    "no_sheets_in_text": _(
        "A text file has no sheets, so there is no sheet named “%(wanted)s”. Upload it without choosing a "
        "sheet, or upload the workbook."
    ),
    "choose_sheet": _("Several sheets of the workbook hold a table: %(sheets)s. Choose the one to submit."),
    "only_hidden_sheets": _(
        "The only tables in the workbook are on hidden sheets: %(sheets)s. Choose the sheet by name if it is "
        "the one you mean to submit."
    ),
    "no_table_in_workbook": _(
        "None of the sheets (%(sheets)s) holds a table with a row of column names and at least two columns. "
        "Check that you chose the right workbook."
    ),
    # The reader itself
    "too_much_memory": _(
        "Reading the file would take more memory than a table of this size needs, so it was stopped. Save "
        "the sheet as CSV and upload that, or split it."
    ),
    "too_much_time": _(
        "Reading the file took far longer than a table of this size needs, so it was stopped. Save the sheet "
        "as CSV and upload that, or split it."
    ),
    "reader_stalled": _(
        "Reading the file came to a halt and was stopped. Upload it again; if that happens twice, save the "
        "sheet as CSV and upload that."
    ),
    "reader_died": _(
        "The file made the program that reads it stop, so it was not accepted. Save the sheet as CSV and "
        "upload that; if that fails as well, send the file's description, not the file, to the partnership's "
        "coordinator."
    ),
    "unreadable": _(
        "The file could not be read (%(where)s). Save the sheet as CSV and upload that; if that fails as "
        "well, tell the partnership's coordinator what this message says."
    ),
}

NOTICES = {
    "encoding_utf16": _(
        "The file is written in UTF-16, as “Unicode text” from Excel is, and was read as such."
    ),
    "encoding_guessed": _(
        "The file does not say how its letters are written; it was read as %(encoding)s. Check that accented "
        "letters and dashes look right; saving as CSV UTF-8 avoids the guess."
    ),
    "backslash_quotes": _(
        "Quotation marks inside cells are written with a backslash in this file; they were read as such."
    ),
    "title_lines": many(
        "One line above the header was read as title, not as data.",
        "%(count)d lines above the header were read as titles, not as data.",
        "count",
    ),
    "header_joined": _("The header takes two rows (%(upper)d and %(lower)d); their labels were joined."),
    "stray_columns": many(
        "Column %(columns)s has no name and holds nothing below its header; it was left out.",
        "Columns %(columns)s have no names and hold nothing below their header; they were left out.",
        "count",
    ),
    "unnamed_columns": many(
        "Column %(columns)s holds values but has no name; it is shown under its letter.",
        "Columns %(columns)s hold values but have no names; they are shown under their letters.",
        "count",
    ),
    "blank_rows": many("One blank row was left out.", "%(count)d blank rows were left out.", "count"),
    "blank_tail": many(
        "One blank row after the table was left out.",
        "%(count)d blank rows after the table were left out.",
        "count",
    ),
    "repeated_header": many(
        "One row repeats the header and was left out.",
        "%(count)d rows repeat the header and were left out.",
        "count",
    ),
    "footnotes": many(
        "The last line is a note, not data, and was left out.",
        "The last %(count)d lines are notes, not data, and were left out.",
        "count",
    ),
    "total_rows": many(
        "The last row has no label and holds the totals of the rows above; it was left out.",
        "The last %(count)d rows have no label and hold totals of the rows above; they were left out.",
        "count",
    ),
    "no_rows": _("The table has a header but no rows: it reports that there is nothing to report."),
    "cells_outside": many(
        "One row has something written to the right of the table; only the table was read.",
        "%(count)d rows have something written to the right of the table; only the table was read.",
        "count",
    ),
    "codes_unwrapped": many(
        'The codes in column %(columns)s are written as ="0123"; they were read as the codes inside.',
        'The codes in columns %(columns)s are written as ="0123"; they were read as the codes inside.',
        "count",
    ),
    "zeros_restored": many(
        "Column %(columns)s shows leading zeros by its number format; its codes were read with their zeros.",
        "Columns %(columns)s show leading zeros by their number format; their codes were read with their "
        "zeros.",
        "count",
    ),
    "percent_shown": many(
        "Column %(columns)s is formatted as a percentage and was read as one.",
        "Columns %(columns)s are formatted as percentages and were read as such.",
        "count",
    ),
    "formulas_cached": many(
        "One cell is computed by a formula; its last stored result was read.",
        "%(count)d cells are computed by formulas; their last stored results were read.",
        "count",
    ),
    "error_cells": many(
        "One cell holds a spreadsheet error such as #N/A or #DIV/0!.",
        "%(count)d cells hold spreadsheet errors such as #N/A or #DIV/0!.",
        "count",
    ),
    "hidden_rows": many(
        "One row is hidden in the spreadsheet, perhaps by a filter; it was read all the same.",
        "%(count)d rows are hidden in the spreadsheet, perhaps by a filter; they were read all the same.",
        "count",
    ),
    "hidden_columns": many(
        "Column %(columns)s is hidden in the spreadsheet; it was read all the same.",
        "Columns %(columns)s are hidden in the spreadsheet; they were read all the same.",
        "count",
    ),
    "hidden_sheets": many(
        "The workbook has a hidden sheet, %(sheets)s; it was not read.",
        "The workbook has %(count)d hidden sheets, %(sheets)s; they were not read.",
        "count",
    ),
    "sheet_per_year": _("The workbook has one sheet per school year; these were read: %(sheets)s."),
    "sheets_left_out": many(
        "The sheet %(sheets)s names no school year and was not read.",
        "The sheets %(sheets)s name no school year and were not read.",
        "count",
    ),
    "merged_cells": many(
        "One block of merged cells lies in the table; only its first cell holds the value.",
        "%(count)d blocks of merged cells lie in the table; only the first cell of each holds the value.",
        "count",
    ),
}

PROBLEMS = {
    "too_many_fields": _(
        "Row %(row)d has %(found)d fields, but the header names %(expected)d, so it is not clear which value "
        "belongs to which column. Correct the row, or leave it out."
    ),
    "too_few_fields": _(
        "Row %(row)d has only %(found)d fields, but the header names %(expected)d; the row may be cut off. "
        "Complete it, or leave it out."
    ),
}

_ENCODINGS = {"cp1252": _("Western Windows text (cp1252)"), "mac_roman": _("old Mac text (MacRoman)")}
_ALL = {**REFUSALS, **NOTICES, **PROBLEMS}


def sentence(code: str, details: dict | None = None) -> str:
    """The sentence for a code, in the language of the moment. Unknown codes, from an older version, read as
    the code.
    """
    details = dict(details or {})
    if code == "too_large_cell" and details.get("row"):
        code = "too_large_cell_in_row"
    if code not in _ALL:
        return code
    words = {
        key: ", ".join(map(str, value)) if isinstance(value, list) else value
        for key, value in details.items()
    }
    words["save_as"] = _SAVE_AS
    if "encoding" in words:
        words["encoding"] = _ENCODINGS.get(words["encoding"], words["encoding"])
    text = str(_ALL[code] % words)
    if code in REFUSALS and details.get("sheet"):
        return gettext("Sheet “%(sheet)s”: %(sentence)s") % {"sheet": details["sheet"], "sentence": text}
    return text
