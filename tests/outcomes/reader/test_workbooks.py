"""Honest workbooks: what cells show, row numbers, sheets, hidden things, blank tails."""

import io
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from outcomes.submissions.reader import Refused

from .files import cell, codes, notice, one_sheet, read_one, read_whole, row, sheet, workbook

HEAD = row(1, "school", "value")


def shown(value, code=None, **choices):
    """What the reader makes of one stored number under a number format."""
    content = one_sheet(
        HEAD,
        row(2, "A", cell("B2", value, style=1 if code else None)),
        formats=[code] if code else (),
        **choices,
    )
    _, whole = read_one(content, "x.xlsx")
    return whole.rows[2][1]


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("72", "72"),
        ("72.0", "72"),
        ("0.1", "0.1"),
        ("0.10000000000000001", "0.1"),
        ("0.30000000000000004", "0.3"),
        ("30666700121905", "30666700121905"),
        ("3.0666700121905E13", "30666700121905"),
        ("1E-05", "0.00001"),
        ("-0", "0"),
        ("-12.5", "-12.5"),
    ],
)
def test_numbers_without_the_noise_of_their_storage(stored, text):
    assert shown(stored) == text


@pytest.mark.parametrize(
    ("stored", "code", "text"),
    [
        ("121905", "0000000", "0121905"),
        ("5", "00", "05"),
        ("30666700121905", "00-00000-0000000", "30-66670-0121905"),
        ("123456789", "000\\-00\\-0000", "123-45-6789"),
        ("12345678", "0000", "12345678"),
        ("1.5", "0000", "1.5"),
        ("1.5", "0.00", "1.5"),
        ("1234", "#,##0", "1234"),
        ("5", "0", "5"),
        ("0.802", "0.00%", "80.2%"),
        ("0.58333333333333337", "0%", "58.3333333333333%"),
        ("45292", "m/d/yyyy", "2024-01-01"),
        ("45292", "[$-409]d\\-mmm\\-yy;@", "2024-01-01"),
        ("45292.5", "yyyy-mm-dd hh:mm", "2024-01-01T12:00:00"),
        ("45292", "yyyy-mm-dd hh:mm", "2024-01-01"),
        ("45292.75", "m/d/yy", "2024-01-01"),
        ("0.75", "h:mm AM/PM", "18:00:00"),
        ("1.25", "[h]:mm", "30:00:00"),
        ("59", "yyyy\\-mm\\-dd", "1900-02-28"),
        ("60", "yyyy\\-mm\\-dd", "1900-02-29"),
        ("61", "yyyy\\-mm\\-dd", "1900-03-01"),
        ("1", "mmm", "1900-01-01"),
        ("3", '0 "days"', "3"),
        ("3", "[Red]General", "3"),
        ("99999999999", "m/d/yyyy", "99999999999"),
    ],
)
def test_number_formats_say_what_a_stored_number_means(stored, code, text):
    assert shown(stored, code) == text


def test_workbooks_that_count_days_from_1904():
    assert shown("43830", "m/d/yyyy", epoch_1904=True) == "2024-01-01"


def test_restored_zeros_and_percentages_are_told_by_column():
    content = one_sheet(
        row(1, "code", "rate", "n"),
        row(2, cell("A2", 12, style=1), cell("B2", 0.5, style=2), cell("C2", 3)),
        formats=["0000", "0.0%"],
    )
    reading, whole = read_one(content)
    assert whole.rows[2] == ("0012", "50%", "3")
    assert notice(reading, "zeros_restored").details["columns"] == ["A"]
    assert notice(reading, "percent_shown").details["columns"] == ["B"]


def test_every_kind_of_cell():
    content = one_sheet(
        row(1, "kind", "value"),
        row(2, "shared", cell("B2", 0, kind="s")),
        row(3, "rich", cell("B3", 1, kind="s")),
        row(4, "inline", "a < b"),
        row(5, "result", cell("B5", "x", kind="str", formula="A1&amp;A2")),
        row(6, "empty result", cell("B6", "", kind="str", formula='""')),
        row(7, "yes", cell("B7", 1, kind="b")),
        row(8, "error", cell("B8", "#DIV/0!", kind="e")),
        row(9, "day", cell("B9", "2024-01-31", kind="d")),
        row(10, "escaped", cell("B10", "a_x000D_b_x005F_", kind="str")),
        row(11, "text that is a number", "0012"),
        strings="<sst><si><t>one</t></si><si><r><t>ri</t></r><r><t>ch</t></r><rPh><t>no</t></rPh></si></sst>",
    )
    reading, whole = read_one(content)
    values = dict(whole.rows.values())
    assert values == {
        "shared": "one",
        "rich": "rich",
        "inline": "a < b",
        "result": "x",
        "empty result": "",
        "yes": "TRUE",
        "error": "#DIV/0!",
        "day": "2024-01-31",
        "escaped": "a\rb_",
        "text that is a number": "0012",
    }
    assert notice(reading, "error_cells").rows == [8]
    assert notice(reading, "formulas_cached").details["count"] == 2


def test_a_formula_without_a_stored_result_refuses_the_file_and_names_the_cells():
    for unvalued in (
        '<c r="B3"><f>A1</f></c>',
        '<c r="B3"><f>A1</f><v></v></c>',
        '<c r="B3"><f>A1</f><v/></c>',
    ):
        content = one_sheet(HEAD, row(2, "A", cell("B2", 5, formula="2+3")), f'<row r="3">{unvalued}</row>')
        with pytest.raises(Refused) as refused:
            read_one(content)
        assert refused.value.code == "formula_without_value"
        assert refused.value.details["cells"] == ["B3"]
        assert "B3" in refused.value.sentence


def test_formulas_written_by_a_program_that_does_not_calculate():
    book = openpyxl.Workbook()
    book.active.append(["school", "days"])
    for place in range(2, 40):
        book.active.append(["A", f"=1+{place}"])
    made = io.BytesIO()
    book.save(made)
    with pytest.raises(Refused) as refused:
        read_one(made.getvalue())
    assert refused.value.details["count"] == 38
    assert len(refused.value.details["cells"]) == 10


def test_row_numbers_are_the_spreadsheets_own():
    content = one_sheet(
        row(3, "", "", cell("C3", "Attendance report", kind="str")),
        row(5, "", "", cell("C5", "school", kind="str"), cell("D5", "days", kind="str")),
        row(7, "", "", cell("C7", "A", kind="str"), cell("D7", 1)),
        row(20, "", "", cell("C20", "B", kind="str"), cell("D20", 2)),
    )
    reading, whole = read_one(content)
    assert whole.header == ["school", "days"]
    assert whole.table.letters == ["C", "D"]
    assert whole.table.header_row == 5
    assert whole.table.title_lines == ["Attendance report"]
    assert whole.rows == {7: ("A", "1"), 20: ("B", "2")}
    assert notice(reading, "blank_rows").details["count"] == 13


def test_cells_and_rows_that_do_not_name_their_place():
    def text(value):
        return cell("", value, kind="inlineStr")

    content = one_sheet(
        f"<row>{text('school')}{text('days')}</row>",
        f"<row>{text('A')}{cell('', 1)}</row>",
        f'<row r="9"><c/>{cell("", 3)}</row>',
    )
    _, whole = read_one(content)
    assert whole.rows == {2: ("A", "1"), 9: ("", "3")}


def test_a_namespace_prefix_changes_nothing():
    plain = sheet(HEAD, row(2, "A", 1), row(3, "B", cell("B3", 2, formula="1+1")))
    prefixed = plain.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("<x:?", "<?")
    prefixed = prefixed.replace("xmlns=", "xmlns:x=")
    reading, whole = read_one(workbook({"Data": prefixed}))
    assert whole.rows == {2: ("A", "1"), 3: ("B", "2")}
    assert notice(reading, "formulas_cached").details["count"] == 1
    assert reading.sheets[0].rows == 3


def test_a_header_in_two_rows_with_merged_cells():
    content = one_sheet(
        row(1, "School", "Absent", "", "Students"),
        row(2, "", "Count", "%", ""),
        row(3, "A", 1, 2.5, 40),
        after='<mergeCells count="2"><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/><mergeCell ref="D1:D2"/></mergeCells>',
    )
    reading, whole = read_one(content)
    assert whole.header == ["School", "Absent Count", "Absent %", "Students"]
    assert whole.rows == {3: ("A", "1", "2.5", "40")}


def test_merged_cells_among_the_rows_are_told():
    content = one_sheet(
        HEAD, row(2, "A", 1), row(3, "", 2), after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    )
    reading, _ = read_one(content)
    assert notice(reading, "merged_cells").rows == [2]


def test_notes_to_the_right_of_the_table_do_not_cost_the_row():
    content = one_sheet(HEAD, row(2, "A", 1), row(3, "B", 2, "", "checked"), row(4, "C", 3))
    reading, whole = read_one(content)
    assert whole.rows == {2: ("A", "1"), 3: ("B", "2"), 4: ("C", "3")}
    assert whole.problems == []
    assert notice(reading, "cells_outside").rows == [3]


def test_a_blank_tail_of_half_a_million_formatted_rows():
    tail = "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(12, 500_002))
    content = one_sheet(HEAD, *(row(n, "A", n) for n in range(2, 12)), tail, formats=["0.0"])
    reading, whole = read_one(content)
    assert list(whole.rows) == list(range(2, 12))
    assert notice(reading, "blank_tail").details["count"] == 499_990
    assert reading.sheets[0].rows == 11


def test_a_blank_tail_of_rows_without_cells():
    tail = "".join(f'<row r="{n}" spans="1:9" s="1" customFormat="1"/>' for n in range(3, 300_000))
    content = one_sheet(HEAD, row(2, "A", 1), tail, after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>')
    reading, whole = read_one(content)
    assert whole.rows == {2: ("A", "1")}
    assert notice(reading, "blank_tail").details["count"] == 299_997
    assert notice(reading, "merged_cells").rows == [2]


def test_a_value_after_a_long_gap_is_not_taken_for_the_tail():
    gap = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(3, 100_000))
    content = one_sheet(HEAD, row(2, "A", 1), gap, row(100_000, "B", 2), formats=["0.0"])
    reading, whole = read_one(content)
    assert whole.rows == {2: ("A", "1"), 100_000: ("B", "2")}
    assert notice(reading, "blank_rows").details["count"] == 99_997


def test_hidden_rows_and_columns_are_read_and_told():
    content = one_sheet(
        HEAD,
        row(2, "A", 1),
        row(3, "B", 2, hidden=True),
        row(4, "C", 3),
        before='<cols><col min="2" max="2" hidden="1"/></cols>',
    )
    reading, whole = read_one(content)
    assert len(whole.rows) == 3
    assert notice(reading, "hidden_rows").rows == [3]
    assert notice(reading, "hidden_columns").details["columns"] == ["B"]


DATA = sheet(HEAD, row(2, "A", 1))
OTHER = sheet(HEAD, row(2, "B", 2), row(3, "C", 3))
NOTES = sheet(row(1, "Please read this first"))
BLANK = sheet()


def test_the_only_table_is_found_among_notes_and_blank_sheets():
    reading, whole = read_one(workbook({"Read me": NOTES, "Sheet2": BLANK, "Data": OTHER}))
    assert whole.table.sheet == "Data"
    assert [(s.name, s.rows, s.columns, s.reads_as) for s in reading.sheets] == [
        ("Read me", 1, 0, "not_a_table"),
        ("Sheet2", 0, 0, "empty"),
        ("Data", 3, 2, "table"),
    ]


def test_several_tables_ask_the_person_to_choose():
    content = workbook({"North": DATA, "South": OTHER})
    with pytest.raises(Refused) as refused:
        read_one(content)
    assert refused.value.code == "choose_sheet"
    assert refused.value.details["sheets"] == ["North", "South"]
    _, whole = read_one(content, sheet="South")
    assert whole.rows[3] == ("C", "3")
    _, whole = read_one(content, sheet=" south")
    assert whole.table.sheet == "South"


def test_a_table_that_would_be_refused_is_still_one_to_choose_from():
    """Else a list of codes would be read silently because the table that was meant has a fault."""
    content = workbook({"Students": sheet(row(1, "id", "id"), row(2, 1, 2)), "Codes": DATA})
    with pytest.raises(Refused) as refused:
        read_one(content)
    assert refused.value.details["sheets"] == ["Students", "Codes"]
    reading, _ = read_one(content, sheet="Codes")
    assert [found.reads_as for found in reading.sheets] == ["unusable", "table"]


def test_a_wrong_sheet_name_is_answered_with_the_right_ones():
    with pytest.raises(Refused) as refused:
        read_one(workbook({"North": DATA, "South": OTHER}), sheet="West")
    assert refused.value.code == "no_such_sheet"
    assert "“West”" in refused.value.sentence
    assert "North, South" in refused.value.sentence
    with pytest.raises(Refused) as refused:
        read_one("a,b\n1,2\n", sheet="West")
    assert refused.value.code == "no_sheets_in_text"


def test_one_sheet_per_school_year_is_read_with_its_year():
    content = workbook({"17-18": DATA, "SY 2018-2019": OTHER, "Summary": DATA, "Notes": NOTES})
    reading, wholes = read_whole(content)
    assert [(w.table.sheet, w.table.period_hint) for w in wholes] == [
        ("17-18", "2017-18"),
        ("SY 2018-2019", "2018-19"),
    ]
    assert [len(w.rows) for w in wholes] == [1, 2]
    assert notice(reading, "sheets_left_out").details["sheets"] == ["Summary"]


def test_hidden_sheets_are_listed_and_read_only_when_asked_for():
    content = workbook({"Data": DATA, "Lists": OTHER}, hidden={"Lists"})
    reading, whole = read_one(content)
    assert whole.table.sheet == "Data"
    assert [(s.name, s.hidden) for s in reading.sheets] == [("Data", False), ("Lists", True)]
    assert notice(reading, "hidden_sheets").details["sheets"] == ["Lists"]
    _, whole = read_one(content, sheet="Lists")
    assert len(whole.rows) == 2
    with pytest.raises(Refused) as refused:
        read_one(workbook({"Notes": NOTES, "Lists": OTHER}, hidden={"Lists"}))
    assert refused.value.code == "only_hidden_sheets"


def test_a_refusal_within_a_workbook_names_the_sheet():
    twice = sheet(row(1, "days", "days"), row(2, 1, 2))
    with pytest.raises(Refused) as refused:
        read_one(workbook({"Data": twice}))
    assert refused.value.code == "duplicate_header"
    assert refused.value.sentence.startswith("Sheet “Data”: ")


def test_workbooks_of_other_writers():
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": True})
    page = book.add_worksheet("Data")
    day = book.add_format({"num_format": "m/d/yyyy"})
    page.write_row(0, 0, ["school", "day", "n"])
    page.write(1, 0, "Peña")
    page.write_number(1, 1, 45292, day)
    page.write_number(1, 2, 0.1)
    book.close()
    _, whole = read_one(made.getvalue())
    assert whole.rows == {2: ("Peña", "2024-01-01", "0.1")}
    made = io.BytesIO()
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Data")
    page.append(["school", "day", "n"])
    page.append(["Peña", date(2024, 1, 1), 0.1])
    book.save(made)
    _, whole = read_one(made.getvalue())
    assert whole.rows == {2: ("Peña", "2024-01-01", "0.1")}
    assert codes(read_one(made.getvalue())[0]) == []
