"""Titles, headers in two rows, repeated headers, footnotes, totals without a label, school years."""

import pytest

from outcomes.submissions.reader import Refused

from .files import codes, notice, read_one


def test_title_lines_and_a_blank_line_stand_above_the_header():
    text = '"Chronic Absence, 2015-16"\n"All districts"\n\nDistrict,Code,Rate\nAlder,12,3.5\nBirch,13,*\n'
    reading, whole = read_one(text)
    assert whole.table.title_lines == ["Chronic Absence, 2015-16", "All districts"]
    assert (whole.table.header_row, whole.header) == (4, ["District", "Code", "Rate"])
    assert whole.rows == {5: ("Alder", "12", "3.5"), 6: ("Birch", "13", "*")}
    assert (whole.table.period_hint, whole.table.period_from) == ("2015-16", "title")
    assert notice(reading, "title_lines").details["count"] == 2


def test_a_group_label_over_columns_is_joined_to_their_names():
    reading, whole = read_one(",,,Chronically absent,\nDistrict,Code,Group,Count,%\nAlder,12,All,3,4.5\n")
    assert whole.header == ["District", "Code", "Group", "Chronically absent Count", "Chronically absent %"]
    assert whole.rows == {3: ("Alder", "12", "All", "3", "4.5")}
    assert "header_joined" in codes(reading)


@pytest.mark.parametrize("upper", ["School,2018-19,,2019-20,", "School,2018-19,,2019-20"])
def test_names_that_stand_for_both_header_rows(upper):
    _, whole = read_one(upper + "\n,Count,%,Count,%\nAdams,1,2,3,4\nBaker,5,6,7,8\n")
    assert whole.header == ["School", "2018-19 Count", "2018-19 %", "2019-20 Count", "2019-20 %"]
    assert list(whole.rows) == [3, 4]


def test_an_unnamed_first_column_is_not_half_a_header():
    _, whole = read_one(",Name,City\nx,Ann,Alder\ny,Ben,Birch\n")
    assert whole.header == ["Column A", "Name", "City"]
    assert list(whole.rows) == [2, 3]


def test_a_title_with_two_cells_is_not_joined():
    _, whole = read_one("School: Adams,,Year: 2019,\nName,Grade,Absent,Expected\nAnn,4,3,180\n")
    assert whole.header == ["Name", "Grade", "Absent", "Expected"]
    assert whole.table.title_lines == ["School: Adams Year: 2019"]


def test_header_cells_are_one_line_without_blanks_around_them():
    _, whole = read_one('" School\n name ",\u00a0Days  absent\u00a0\nA,1\n')
    assert whole.header == ["School name", "Days absent"]


def test_a_file_without_a_header_is_refused():
    for text in ("2017-18,30,126037,72.0,0.5\n2018-19,30,126037,71.0,0.25\n", "1,2,3\n4,5,6\n"):
        with pytest.raises(Refused) as refused:
            read_one(text)
        assert (refused.value.code, refused.value.details["row"]) == ("no_header", 1)


def test_years_and_grades_may_be_names():
    _, whole = read_one("School,2018,2019,2020\nA,1,2,3\n")
    assert whole.header == ["School", "2018", "2019", "2020"]


def test_headers_repeated_at_page_breaks_are_left_out():
    reading, whole = read_one("school,days\nA,1\nschool,days\nB,2\nschool,days\nC,3\n")
    assert list(whole.rows) == [2, 4, 6]
    assert notice(reading, "repeated_header").rows == [3, 5]


def test_footnotes_after_a_blank_line_are_left_out():
    text = "school,absent,expected\nA,1,10\nB,2,20\n\n* fewer than ten students,,\nState Department of Education,,\n"
    reading, whole = read_one(text)
    assert list(whole.rows) == [2, 3]
    assert notice(reading, "footnotes").rows == [5, 6]


def test_a_short_note_that_says_it_is_one_is_left_out():
    reading, whole = read_one("school,absent,expected\nA,1,10\nSource: student system\n")
    assert list(whole.rows) == [2]
    assert whole.problems == []
    assert "footnotes" in codes(reading)


def test_a_last_row_cut_off_is_no_footnote():
    _, whole = read_one("school,absent,expected\nAdams Elementary,1,10\nBaker Elem\n")
    assert [problem.row for problem in whole.problems] == [3]


def test_a_school_that_reported_nothing_is_no_footnote():
    reading, whole = read_one("school,absent,expected\nAdams,1,10\nBaker,,\n")
    assert whole.rows[3] == ("Baker", "", "")
    assert "footnotes" not in codes(reading)


def test_a_total_row_without_a_label_is_left_out():
    reading, whole = read_one(
        'school,city,students,rate\nA,X,10,20%\nB,Y,"1,030",40%\nC,Z,*,*\n,,"1,040",38%\n'
    )
    assert list(whole.rows) == [2, 3, 4]
    assert notice(reading, "total_rows").rows == [5]


@pytest.mark.parametrize(
    "last",
    [
        ",,50,30%",  # not the sum
        ",,40,45%",  # a rate that no average of these rates can be
        "Total,,40,30%",  # labelled: the dataset decides what it is
        ",Z,40,30%",  # something identifies the row
    ],
)
def test_a_row_that_may_be_data_stays(last):
    reading, whole = read_one(f"school,city,students,rate\nA,X,10,20%\nB,Y,30,40%\n{last}\n")
    assert list(whole.rows) == [2, 3, 4]
    assert "total_rows" not in codes(reading)


def test_a_total_and_footnotes_together_after_more_than_one_batch():
    body = "".join(f"S{n},{n % 7},1\n" for n in range(25_000))
    total = sum(n % 7 for n in range(25_000))
    reading, whole = read_one(f"school,absent,n\n{body},{total},25000\n\nNote: counts of students\n")
    assert len(whole.rows) == 25_000
    assert notice(reading, "total_rows").rows == [25_002]
    assert notice(reading, "footnotes").rows == [25_004]


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("suspensions_2016-17_race.csv", "2016-17"),
        ("export 2009-2010.csv", "2009-10"),
        ("dataquest_2014_15.csv", "2014-15"),
        ("county_2017_2024.csv", ""),
        ("grades 6-8.csv", ""),
        ("2018-19 and 2019-20.csv", ""),
    ],
)
def test_the_school_year_in_a_file_name(name, period):
    _, whole = read_one("school,days\nA,1\n", name)
    assert whole.table.period_hint == period


def test_prose_is_not_a_table():
    text = "\n".join(
        "Dear board," + " and so on," * (n % 7) + " we met, as planned" * (n % 3) for n in range(40)
    )
    with pytest.raises(Refused) as refused:
        read_one(text)
    assert refused.value.code in ("not_a_table", "header_too_short")


@pytest.mark.parametrize("text", ["just one line of words", "student\n1\n2\n3\n"])
def test_one_column_is_not_a_table(text):
    with pytest.raises(Refused) as refused:
        read_one(text)
    assert refused.value.code == "not_a_table"


def test_columns_separated_by_blanks_are_named_as_such():
    text = '"treat" "age"\n' + "".join(f'"N{n}" {n} {n + 20}\n' for n in range(30))
    with pytest.raises(Refused) as refused:
        read_one(text)
    assert refused.value.code == "space_separated"
