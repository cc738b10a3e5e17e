"""Delimited text: delimiters, quotes, ragged rows, stray columns, row numbers."""

import pytest

from outcomes.submissions.reader import Limits, Refused, read

from .files import codes, notice, read_one


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^"])
def test_each_delimiter_is_found_and_shown(delimiter):
    lines = [["school", "code", "note"], ["Lincoln", "0121905", "a, b; c | d"], ["Adams", "0000012", "x"]]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    reading, whole = read_one(text)
    assert reading.delimiter == delimiter
    assert whole.header == ["school", "code", "note"]
    assert whole.rows == {2: ("Lincoln", "0121905", "a, b; c | d"), 3: ("Adams", "0000012", "x")}


def test_a_delimiter_inside_cells_does_not_win():
    text = "school|address\n" + "".join(f"School {n}|{n} 28th Ave, Oakland, CA\n" for n in range(50))
    reading, whole = read_one(text)
    assert reading.delimiter == "|"
    assert whole.rows[2] == ("School 0", "0 28th Ave, Oakland, CA")


def test_decimal_commas_between_semicolons_stay_in_their_cells():
    reading, whole = read_one("school;rate;days\nLincoln;1,5;2,5\nAdams;0,5;3,5\n")
    assert reading.delimiter == ";"
    assert whole.rows[3] == ("Adams", "0,5", "3,5")


def test_the_separator_hint_of_excel_is_followed_and_is_no_row():
    reading, whole = read_one("sep=|\nschool|days\nLincoln|3\n")
    assert reading.delimiter == "|"
    assert whole.table.header_row == 1
    assert whole.rows == {2: ("Lincoln", "3")}


def test_apostrophes_as_quotes():
    _, whole = read_one("'school','city'\n'Lincoln, North','Alder'\n'O''Hara','Birch'\n")
    assert whole.header == ["school", "city"]
    assert whole.rows == {2: ("Lincoln, North", "Alder"), 3: ("O'Hara", "Birch")}


def test_apostrophes_around_the_header_alone_and_backslashes_before_quotes():
    reading, whole = read_one('\'id\',\'comment\'\n"1","said \\"no\\", twice"\n"2","C:\\\\"\n"3","\\N"\n')
    assert whole.header == ["id", "comment"]
    assert whole.rows == {2: ("1", 'said "no", twice'), 3: ("2", "C:\\"), 4: ("3", "\\N")}
    assert "backslash_quotes" in codes(reading)


def test_a_backslash_that_escapes_nothing_stays():
    reading, whole = read_one('id,path\n1,"C:\\"\n2,"D:\\files"\n')
    assert whole.rows == {2: ("1", "C:\\"), 3: ("2", "D:\\files")}
    assert "backslash_quotes" not in codes(reading)


def test_blanks_after_delimiters_are_not_part_of_names_or_cells():
    _, whole = read_one("rec_id, name, town\nr1, ann, alder\nr2, , birch\n")
    assert whole.header == ["rec_id", "name", "town"]
    assert whole.rows == {2: ("r1", "ann", "alder"), 3: ("r2", "", "birch")}


def test_a_row_with_a_field_too_many_is_a_problem_and_shifts_nothing():
    _, whole = read_one("school,absent,expected\nA,1,10\nB,2,20,30\nC,3,30\n")
    assert whole.rows == {2: ("A", "1", "10"), 4: ("C", "3", "30")}
    (problem,) = whole.problems
    assert (problem.row, problem.code, problem.expected, problem.cells) == (
        3,
        "too_many_fields",
        3,
        ["B", "2", "20", "30"],
    )
    assert "Row 3 has 4 fields, but the header names 3" in problem.sentence
    assert "20" not in repr(problem)
    assert whole.table.row_count == 3


def test_one_row_far_too_long_does_not_pass_for_the_header():
    text = (
        "school,absent\nA,1\n" + "B,see,the,note,on,the,next,page\n" + "".join(f"C{n},2\n" for n in range(20))
    )
    _, whole = read_one(text)
    assert (whole.header, whole.table.header_row) == (["school", "absent"], 1)
    assert [problem.row for problem in whole.problems] == [3]


def test_the_end_of_file_mark_of_old_programs_is_no_row():
    _, whole = read_one("school,days\r\nA,1\r\n\x1a")
    assert whole.rows == {2: ("A", "1")}
    assert whole.problems == []


def test_a_row_cut_short_is_a_problem():
    _, whole = read_one("school,absent,expected\nA,1,10\nB,2\nC,3,30\n")
    assert sorted(whole.rows) == [2, 4]
    assert [(problem.row, problem.code) for problem in whole.problems] == [(3, "too_few_fields")]


def test_empty_fields_after_the_last_column_are_no_problem():
    _, whole = read_one("school,absent\nA,1,,\nB,2\n")
    assert whole.rows == {2: ("A", "1"), 3: ("B", "2")}
    assert whole.problems == []


def test_every_row_longer_than_the_header_refuses_the_file():
    with pytest.raises(Refused) as refused:
        read_one("school,absent\nA,1,10\nB,2,20\n")
    assert refused.value.code == "header_too_short"
    assert refused.value.details == {"row": 1, "columns": 2, "fields": 3}


def test_stray_header_cells_over_nothing_are_left_out_with_a_notice():
    reading, whole = read_one("school,absent,,100,,1\nA,1,,,,\nB,2,,,,\n")
    assert whole.header == ["school", "absent"]
    assert whole.rows == {2: ("A", "1"), 3: ("B", "2")}
    assert notice(reading, "stray_columns").details["columns"] == ["C", "D", "E", "F"]


def test_a_column_without_a_name_that_holds_something_is_kept_under_its_letter():
    reading, whole = read_one(",school,2019\n0,A,5\n1,B,6\n")
    assert whole.header == ["Column A", "school", "2019"]
    assert whole.table.letters == ["A", "B", "C"]
    assert whole.rows[2] == ("0", "A", "5")
    assert notice(reading, "unnamed_columns").details["columns"] == ["A"]


def test_a_value_far_below_a_nameless_header_cell_is_not_lost():
    text = "school,absent,\n" + "A,1,\n" * 30_000 + "B,2,late\n"
    _, whole = read_one(text)
    assert whole.header == ["school", "absent", "Column C"]
    assert whole.rows[30_002] == ("B", "2", "late")


def test_two_columns_of_one_name_are_refused_by_name_and_place():
    with pytest.raises(Refused) as refused:
        read_one("school,days,Days \nA,1,2\n")
    assert refused.value.code == "duplicate_header"
    assert refused.value.details["columns"] == ["B", "C"]


def test_row_numbers_count_records_as_a_spreadsheet_does():
    text = 'school,note\nA,"two\r\nlines"\n\n\nB,x\n , \nC,y\n'
    reading, whole = read_one(text)
    assert list(whole.rows) == [2, 5, 7]
    assert notice(reading, "blank_rows").rows == [3, 4, 6]


def test_old_mac_line_ends():
    _, whole = read_one("school,days\rA,1\rB,2\r")
    assert whole.rows == {2: ("A", "1"), 3: ("B", "2")}


def test_a_long_blank_tail_is_counted_and_left_out():
    reading, whole = read_one("school,days\nA,1\n" + ",\n" * 500_000)
    assert whole.rows == {2: ("A", "1")}
    assert notice(reading, "blank_tail").details["count"] == 500_000


def test_codes_written_as_formulas_are_the_codes_inside():
    reading, whole = read_one('district,code\nA,"=""2880013"""\nB,="0121905"\nC,plain\n')
    assert [cells[1] for cells in whole.rows.values()] == ["2880013", "0121905", "plain"]
    assert notice(reading, "codes_unwrapped").details["columns"] == ["B"]


def test_numbers_percentages_and_words_for_missing_stay_as_they_are_written():
    _, whole = read_one('a,b,c,d\n"1,234",58.3%,*,No \n0012,-9999,N/A,1.0\n')
    assert whole.rows == {2: ("1,234", "58.3%", "*", "No "), 3: ("0012", "-9999", "N/A", "1.0")}


def test_a_header_without_rows_reports_nothing_and_says_so():
    reading, whole = read_one("student,date,action\n")
    assert whole.rows == {}
    assert codes(reading) == ["no_rows"]


def test_batches_are_bounded_and_numbered_through():
    text = "id,days\n" + "".join(f"{n},1\n" for n in range(45_000))
    with read(text.encode(), "x.csv", limits=Limits(batch_rows=20_000)) as reading:
        table = next(reading.tables())
        sizes = [(batch.rows[0], len(batch.rows)) for batch in table.batches()]
    assert sizes == [(2, 20_000), (20_002, 20_000), (40_002, 5_000)]


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ('a,b\n1,2\n3,"x"y\n', "broken_quotes", 3),
        ('a,b\n1,"2\n' + "3,4\n" * 10, "unclosed_quote", 2),
        ('a,b\n1,"2\n' + "3,4\n" * 20_000, "unclosed_quote", 2),
        ("a,b\n1," + "x" * 12_000_000 + "\n", "too_large_cell", 2),
    ],
)
def test_quotes_and_cells_that_do_not_end_are_refused_with_their_row(text, code, row):
    with pytest.raises(Refused) as refused:
        read_one(text)
    assert (refused.value.code, refused.value.details["row"]) == (code, row)
    assert f"row {row}" in refused.value.sentence


def test_columns_and_rows_beyond_the_limit():
    with pytest.raises(Refused, match="limit is 1000"):
        read_one(",".join(f"c{n}" for n in range(1001)) + "\n")
    with pytest.raises(Refused) as refused:
        read_one("a,b\n" + "1,2\n" * 100, limits=Limits(rows=50))
    assert refused.value.code == "too_many_rows"
