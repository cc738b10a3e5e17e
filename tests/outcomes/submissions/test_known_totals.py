"""Files of the known families that nobody here has seen: other years, other spellings, other encodings."""

import io

import openpyxl
import pytest

from outcomes.datasets import DATASETS
from outcomes.datasets.frame import number_in_sheet
from outcomes.submissions.read import read_columns, usable_year
from outcomes.submissions.refusal import Refused
from outcomes.submissions.understand import understand

TOTALS = DATASETS["school_totals"]
CHRONIC = (
    "Academic Year,Aggregate Level,County Code,District Code,School Code,County Name,District Name,School Name,"
    "Charter School,DASS,Reporting Category,ChronicAbsenteeismEligibleCumulativeEnrollment,"
    "ChronicAbsenteeismCount,ChronicAbsenteeismRate"
)
EXPULSION = (
    "AcademicYear,AggregateLevel,CountyCode,DistrictCode,SchoolCode,CountyName,DistrictName,SchoolName,CharterYN,"
    "ReportingCategory,Cumulative Enrollment,Total Expulsions,Unduplicated Count of Students Expelled (Total),"
    "Unduplicated Count of Students Expelled (Defiance-Only),Expulsion Rate (Total),"
    "Expulsion Count Violent Incident (Injury),Expulsion Count Violent Incident (No Injury),"
    "Expulsion Count Weapons Possession,Expulsion Count Illicit Drug-Related,Expulsion Count Defiance-Only,"
    "Expulsion Count Other Reasons"
)
SUSPENSION = (
    EXPULSION.replace("Expulsion", "Suspension")
    .replace("expulsion", "suspension")
    .replace("Expelled", "Suspended")
)
ENROLLMENT = (
    "Academic Year,Aggregate Level,County Code,District Code,School Code,County Name,District Name,School Name,"
    "Charter,Reporting Category,Cumulative Enrollment"
)
SCHOOL = "2022-23,S,30,66423,0123456,Orange,Anaheim Elementary,Adams"


class Read:
    """A file taken through reading, understanding and every rule; nothing is stored."""

    def __init__(self, content, name="file.csv"):
        content = content.encode() if isinstance(content, str) else content
        self.data, self.recognized, year = read_columns(TOTALS, content, name, seen=lambda done, about: None)
        self.year = usable_year(TOTALS, self.data, year)
        self.frame = understand(TOTALS, self.data, self.year)
        for rule in TOTALS.rules:
            rule(self.frame)
        facts = TOTALS.facts(self.frame)
        values = facts.values
        self.facts = list(
            zip(
                self.frame.numbers[facts.rows].tolist(),
                facts.families,
                values["group"],
                values["element"],
                [
                    count if count is not None else str(state)
                    for count, state in zip(values["count"], values["state"], strict=True)
                ],
                strict=True,
            )
        )

    @property
    def layout(self):
        return (self.recognized["layout"] or {}).get("key")

    def found(self, *severities):
        """{reason: row numbers}"""
        told = {}
        for finding, numbers in self.frame.told():
            if not severities or finding.severity in severities:
                told.setdefault(finding.reason, []).extend(numbers.tolist())
        return {reason: sorted(set(numbers)) for reason, numbers in told.items()}


def lines(*rows):
    return "\n".join(rows) + "\n"


# --- California's downloads -----------------------------------------------------------------------


def test_chronic_absence_with_its_rows_for_charter_and_alternative_schools_apart():
    read = Read(
        lines(
            CHRONIC,
            f"{SCHOOL},All,All,TA,400,80,20.0",
            f"{SCHOOL},No,All,TA,400,80,20.0",
            f"{SCHOOL},No,No,TA,400,80,20.0",
            f"{SCHOOL},All,All,GF,190,40,21.1",
            f"{SCHOOL},All,All,GM,210,40,19.0",
            f"{SCHOOL},All,All,GX,*,*,*",
            f"{SCHOOL},All,All,GRTKKN,60,21,35.0",
            "2022-23,D,30,66423,,Orange,Anaheim Elementary,,All,All,TA,9000,1800,20.0",
            "2022-23,D,30,66423,,Orange,Anaheim Elementary,,No,All,TA,8000,1500,18.8",
            "2022-23,T,00,,,State,,,All,All,TA,5800000,1200000,20.7",
        )
    )
    assert read.layout == "cde_chronic_absence"
    assert read.found() == {"part_of_aggregate": [3, 4, 10], "state_total": [11]}
    assert (2, "chronic_absence:total", "all", "chronically_absent", 80) in read.facts
    assert (7, "chronic_absence:sex", "nonbinary", "chronic_eligible", "suppressed") in read.facts
    assert (8, "chronic_absence:grade", "grades_tk_k", "chronically_absent", 21) in read.facts
    assert {family.split(":")[0] for _n, family, *_rest in read.facts} == {"chronic_absence"}


def test_a_school_whose_rows_are_only_of_its_own_kind_stays():
    read = Read(lines(CHRONIC, f"{SCHOOL},Yes,No,TA,400,80,20.0"))
    assert read.found() == {}
    assert len(read.facts) == 2


def test_levels_of_the_first_years_with_districts_twice():
    read = Read(
        lines(
            CHRONIC.replace(",DASS", "").replace("Charter School", "CharterYN"),
            "2016-17,D1,30,66423,,Orange,Anaheim Elementary,,,TA,9000,1800,20.0",
            "2016-17,D2,30,66423,,Orange,Anaheim Elementary,,,TA,8000,1500,18.8",
        )
    )
    assert read.found() == {"part_of_aggregate": [3]}
    assert {number for number, *_rest in read.facts} == {2}


def test_expulsions_and_their_reasons_are_topics_of_their_own():
    read = Read(
        lines(
            EXPULSION,
            f"{SCHOOL},N,TA,400,5,4,1,1.0,1,1,1,1,1,0",
            f"{SCHOOL},N,GF,190,2,2,0,1.1,1,0,0,0,1,0",
            f"{SCHOOL},N,GM,210,3,2,1,1.0,0,1,1,1,0,0",
        )
    )
    assert read.layout == "cde_expulsion"
    assert read.found() == {}
    families = {family for _n, family, *_rest in read.facts}
    assert families == {"expulsion:total", "expulsion:sex", "expulsion_reason:total", "expulsion_reason:sex"}
    assert (2, "expulsion:total", "all", "enrollment", 400) in read.facts
    assert (4, "expulsion_reason:sex", "male", "expulsion_drugs", 1) in read.facts
    read = Read(lines(EXPULSION, f"{SCHOOL},N,TA,400,5,4,1,1.0,1,1,1,1,0,0"))
    assert read.found() == {"parts_disagree": [2]}


def test_cumulative_enrollment_is_a_topic_where_a_file_says_nothing_else():
    read = Read(
        lines(ENROLLMENT, f"{SCHOOL},All,TA,400", f"{SCHOOL},All,GF,190", f"{SCHOOL},All,GM,215"),
        "cenroll2223.txt",
    )
    assert read.layout == "cde_cumulative_enrollment"
    assert read.found() == {"groups_disagree": [2, 3, 4]}
    assert (3, "enrollment:sex", "female", "enrollment", 190) in read.facts


def test_a_suspension_file_whose_counts_are_not_understood_is_no_enrollment_file():
    header = ENROLLMENT + ",Suspensions of all kinds"
    with pytest.raises(Refused, match="Students suspended"):
        Read(lines(header, f"{SCHOOL},All,TA,400,20"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "^"])
def test_any_honest_encoding_and_delimiter(encoding, delimiter):
    text = lines(
        SUSPENSION,
        f"{SCHOOL},N,RB,56,179,43,23,76.8,7,102,0,0,59,11",
        f"{SCHOOL.replace('Adams', 'Niños Héroes')},N,RH,82,188,51,25,62.2,9,105,0,0,59,15",
    )
    read = Read(text.replace(",", delimiter).replace("\n", "\r\n").encode(encoding))
    assert read.layout == "cde_suspension"
    assert read.found("error", "warning") == {}
    assert len(read.facts) == 2 * 10
    assert (3, "suspension:race", "race_hispanic", "suspended", 51) in read.facts


def test_a_rate_of_events_or_as_a_fraction_is_told_and_one_that_does_not_follow_is_warned_of():
    fractions = [
        f"{SCHOOL},N,{group},100,30,{n},0,0.{n:02d},0,0,0,0,0,30" for group, n in [("GF", 11), ("GM", 12)]
    ]
    assert Read(lines(SUSPENSION, *fractions)).found() == {"rate_is_fraction": [2, 3]}
    events = [f"{SCHOOL},N,{group},100,{n},9,0,{n}.0,0,0,0,0,0,{n}" for group, n in [("GF", 30), ("GM", 41)]]
    assert Read(lines(SUSPENSION, *events)).found() == {"rate_of_events": [2, 3]}
    wrong = [f"{SCHOOL},N,GF,100,30,11,0,11.0,0,0,0,0,0,30", f"{SCHOOL},N,GM,100,30,12,0,14.0,0,0,0,0,0,30"]
    assert Read(lines(SUSPENSION, *wrong)).found() == {"rate_disagrees": [3]}


def test_more_students_than_there_were_or_than_times_is_an_error_of_its_rows():
    read = Read(
        lines(EXPULSION, f"{SCHOOL},N,GF,3,9,4,0,,0,0,0,0,0,9", f"{SCHOOL},N,GM,90,3,4,0,,0,0,0,0,0,3")
    )
    assert read.found("error") == {"more_than_enrolled": [2], "more_students_than_events": [3]}


def test_hidden_cells_that_became_zeros_stay_out_in_every_topic():
    read = Read(lines(CHRONIC, f"{SCHOOL},All,All,RB,0,0,0.0", f"{SCHOOL},All,All,RW,50,0,0.0"))
    assert read.found() == {"zero_of_zero": [2]}


def test_one_column_that_is_even_in_every_row_is_suspicious_and_a_whole_year_is_left_out():
    rows = [
        f"{SCHOOL.replace('0123456', f'{n:07d}')},All,All,TA,{400 + 2 * n},{21 + n}," for n in range(10, 45)
    ]
    assert Read(lines(CHRONIC, *rows)).found() == {"even_column": list(range(2, 37))}
    rows = [row.replace("22-23", "21-22") for row in rows]
    doubled = [
        f"{SCHOOL.replace('0123456', f'{n:07d}')},All,All,TA,{400 + 2 * n},{20 + 2 * n},"
        for n in range(10, 45)
    ]
    read = Read(lines(CHRONIC, *doubled, *rows))
    assert read.found("left_out") == {"doubled_year": list(range(2, 37))}


def test_a_total_without_a_label_at_the_end_stays_out_and_is_told():
    rows = [f"2022-23,S,30,66423,{n:07d},,,,All,All,TA,{100 + n},{10 + n}," for n in (11, 12, 14)]
    blank = ",,,,,,,,,,"
    read = Read(lines(CHRONIC, *rows, f"{blank},337,67,"))
    assert len(read.frame) == 3
    assert "total_rows" in {notice["code"] for notice in read.recognized["notices"]}


# --- Connecticut ----------------------------------------------------------------------------------


def test_another_year_and_another_grouping_of_the_portal():
    read = Read(
        lines(
            '"Suspension Rates, 2021-22"',
            '"All Districts, Gender"',
            "",
            '"","","","Suspended",""',
            '"District","District Code","Gender","Student Count","%"',
            '"Hartford School District","=""0640011""","Female",310,4.2',
            '"Hartford School District","=""0640011""","Male","*","*"',
            '"Connecticut","=""0000000""","Male",9310,5.2',
        ).encode("utf-16"),
        "export.csv",
    )
    assert (read.layout, read.year) == ("ct_suspension", "2021-22")
    assert read.found("left_out") == {"state_total": [8]}
    assert [fact[1:] for fact in read.facts] == [
        ("sanction:sex", "female", "sanctioned", 310),
        ("sanction:sex", "male", "sanctioned", "suppressed"),
    ]
    assert read.frame["place_code"].texts().tolist() == ["CT-0640011"] * 2


def test_codes_that_lost_their_zeros_and_schools_of_the_portal():
    read = Read(
        lines(
            "District;District Code;School;School Code;Race/Ethnicity;Count;%",
            "Hartford School District;640011;Bulkeley High School;640161;White;10;9,5",
        ).replace(",", "."),
        "ct_chronic-absenteeism__2017-18_school.csv",
    )
    assert (read.layout, read.year) == ("ct_chronic_absence", "2017-18")
    row = [read.frame[name].texts()[0] for name in ("level", "place_code", "parent_code", "school_name")]
    assert row == ["school", "CT-0640161", "CT-0640011", "Bulkeley High School"]


@pytest.mark.parametrize(
    "header, texts, groups",
    [
        ("Special Education Status", ["Students with Disabilities", "No"], ["disability", "no_disability"]),
        ("English Learners", ["Yes", "No"], ["english_learner", "not_english_learner"]),
        ("Grade", ["Kindergarten", "9"], ["grade_k", "grade_09"]),
        ("Gender", ["F", "M"], ["female", "male"]),
        ("Phase of the moon", ["Full", "New"], [None, None]),
    ],
)
def test_whatever_the_portal_groups_by_is_a_group_or_an_error(header, texts, groups):
    rows = [
        f"Hartford School District,0640011,{text},12,%s" % rate
        for text, rate in zip(texts, "12", strict=True)
    ]
    read = Read(
        lines(f"District,District Code,{header},Count,%", *rows), "ct_suspension-rates__2017-18_x.csv"
    )
    assert read.frame["group"].texts().tolist() == groups
    assert bool(read.found("error")) == (None in groups)


def test_without_a_grouping_the_portal_speaks_of_all_students():
    read = Read(
        lines("District,District Code,Count,%", "Avon,0040011,12,1"), "ct_suspension-rates__2017-18.csv"
    )
    assert [fact[1:] for fact in read.facts] == [("sanction:total", "all", "sanctioned", 12)]


def test_a_zero_with_a_rate_above_zero_cannot_be():
    read = Read(
        lines(
            "District,District Code,Race/Ethnicity,Count,%",
            "Hartford School District,0640011,White,0,2.5",
            "Hartford School District,0640011,Asian,N/A,*",
        ),
        "ct_suspension-rates__2017-18_race.csv",
    )
    assert read.found("warning") == {"rate_disagrees": [2]}
    assert [fact[-1] for fact in read.facts] == [0, "not_applicable"]


@pytest.mark.parametrize("rate", ["% Chronically Absent", "% Suspended", "%"])
def test_percentages_only_are_refused_whatever_the_year(rate):
    with pytest.raises(Refused, match="percentages only") as refused:
        Read(
            lines(f'District,District Code,Race/Ethnicity,"{rate}"', "Hartford,0640011,White,2.5"),
            "ct_chronic-absenteeism__2013-14_race.csv",
        )
    assert refused.value.code == "layout_refused"


# --- Sheets per year of a state's file; DataQuest copies and workbooks kept by hand --------------------------------------------------------


def test_another_copy_of_dataquest_reports_with_the_year_in_its_name_only():
    read = Read(
        lines(
            "Student Group\tCumulative Enrollment\tTotal Suspensions\t"
            "Unduplicated Count of Students Suspended\tSuspension Rate\tFile Name",
            "Hispanic or Latino\t1,700\t6\t4\t0.2%\tCarver+Elem--Fresno+Unified--1062166-6006166.csv",
            "Filipino\t*\t*\t*\t*\tCarver+Elem--Fresno+Unified--1062166-6006166.csv",
            "White\t20\t0\t0\t0.0%\tfresno-summary.csv",
        ),
        "fresno_suspensions_2016-17.tsv",
    )
    assert (read.layout, read.year) == ("cde_dataquest_suspension", "2016-17")
    assert read.frame["school_code"].texts().tolist() == ["6006166", "6006166", None]
    assert read.frame["school_name"].texts().tolist()[0] == "Carver Elem"
    assert (2, "suspension:race", "race_hispanic", "enrollment", 1700) in read.facts


def workbook(sheets):
    """XLSX bytes of {sheet name: rows}."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_workbook_with_drifting_headers_text_numbers_and_totals():
    read = Read(
        workbook(
            {
                "18-19": [
                    ["Name", "Total", "African American", "Hispanic or Latino", "White", "Not Reported"],
                    ["Adams", "200", "0.255", "0.5", "0.245", "0"],
                    ["Baker", 100, 0.1, 0.3, 0.6, 0],
                    [None, 300, None, None, None, None],
                ],
                "2009-2010": [
                    ["School", "Total Enrollment", "White", "Black or African American", "Hispanic", "Asian"],
                    ["Adams", "1,000", "20.4%", "29.6%", "50%", "*"],
                    ["District Total", 1000, "20.4%", "29.6%", "50%", "*"],
                ],
                "Notes": [["Made by hand"]],
            }
        ),
        "schools.xlsx",
    )
    assert read.layout == "school_shares_workbook"
    assert read.recognized["sheet"] == "18-19, 2009-2010"
    told = {
        (finding.reason, *number_in_sheet(number))
        for finding, numbers in read.frame.told()
        for number in numbers.tolist()
        if finding.severity != "notice"
    }
    assert told == {("labeled_total", 1, 3)}
    assert "total_rows" in {notice["code"] for notice in read.recognized["notices"]}
    counts = {
        (year, name, group): count
        for year, name, group, count in zip(
            read.frame["year"].texts(),
            read.frame["school_name"].texts(),
            read.frame["group"].texts(),
            [fact[-1] for fact in read.facts],
            strict=True,
        )
    }
    assert counts["2018-19", "Adams", "all"] == 200
    assert counts["2018-19", "Adams", "race_black"] == 51
    assert counts["2018-19", "Baker", "race_white"] == 60
    assert counts["2009-10", "Adams", "race_white"] == 204
    assert counts["2009-10", "Adams", "race_asian"] == "suppressed"


def test_a_share_that_several_numbers_give_is_not_guessed_and_counts_are_taken_as_they_are():
    read = Read(
        workbook(
            {
                "2018-19": [
                    ["Name", "Total", "African American", "Hispanic or Latino", "White"],
                    ["Adams", 2000, 0.255, 0.5, 0.245],
                ],
                "2017-18": [
                    ["Name", "Total", "African American", "Hispanic or Latino", "White"],
                    ["Adams", 2000, 510, 1000, 480],
                ],
            }
        )
    )
    assert [fact[-1] for fact in read.facts] == [*["not_measurable"] * 3, 2000, 510, 1000, 480, 2000]
    assert read.found("warning")["groups_disagree"] == [100000002], "510 + 1000 + 480 is not 2000"
    assert read.found("warning")["share_not_clear"] == [2]
