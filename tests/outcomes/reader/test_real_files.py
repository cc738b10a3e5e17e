"""Every public sample file: header, row count, encoding, period and notices, or the reason why it is refused."""

import csv

import openpyxl
import pytest

from outcomes.submissions.reader import Refused
from tests.conftest import REAL_FILES

from .files import codes, read_one, read_whole

pytestmark = [
    pytest.mark.real_files,
    pytest.mark.skipif(
        not REAL_FILES.is_dir(), reason="the public sample files are not beside this checkout"
    ),
]

#: file: (rows, columns, first name, last name, encoding, period, notices)
PLAIN = "utf-8"
FILES = {
    "california/cde_suspension_dorothy_kirby_macroman.csv": (
        (54, 25, "AcademicYear", "EdOpsName", "mac_roman", ""),
        ["encoding_guessed"],
    ),
    "california/cde_suspension_dorothy_kirby_race.csv": (
        (51, 26, "AcademicYear", "School Locale", PLAIN, ""),
        ["stray_columns"],
    ),
    "california/oakland_dataquest_2014_15.csv": (
        (945, 30, "Column A", "school_year", PLAIN, "2014-15"),
        ["unnamed_columns"],
    ),
    "california/orange_county_suspension_2017_2024.csv": (
        (34_694, 15, "academic_year", "school_type", PLAIN, ""),
        [],
    ),
    "connecticut/ct_chronic-absenteeism__2015-16_race.csv": (
        (1256, 4, "District", "% Chronically Absent", PLAIN, "2015-16"),
        ["title_lines", "codes_unwrapped"],
    ),
    "connecticut/ct_chronic-absenteeism__2019-20_race.csv": (
        (1242, 5, "District", "Chronically Absent %", PLAIN, "2019-20"),
        ["title_lines", "header_joined", "codes_unwrapped"],
    ),
    "connecticut/ct_suspension-rates__2016-17_race.csv": (
        (1254, 5, "District", "%", PLAIN, "2016-17"),
        ["codes_unwrapped"],
    ),
    "connecticut/ct_suspension-rates__2019-20_race.csv": (
        (1247, 5, "District", "%", PLAIN, "2019-20"),
        ["codes_unwrapped"],
    ),
    "disclosure/cities_294.csv": ((294, 4, "city", "students", PLAIN, ""), []),
    "disclosure/schools_1365.csv": ((1365, 5, "city", "students", PLAIN, ""), []),
    "edfi/flat_attendance_event.csv": ((1917, 11, "AttendanceEvent.EventDate", "ArrivalTime", PLAIN, ""), []),
    "edfi/flat_calendar_date.csv": (
        (2, 5, "Date", "CalendarReference.CalendarIdentity.SchoolYear", PLAIN, ""),
        [],
    ),
    "edfi/flat_discipline_action.csv": ((25, 13, "DisciplineActionIdentifier", None, PLAIN, ""), []),
    "edfi/flat_discipline_behavior_assoc.csv": (
        (21, 6, "StudentReference.StudentIdentity.StudentUniqueId", "Weapon", PLAIN, ""),
        [],
    ),
    "edfi/flat_discipline_incident.csv": ((21, 15, "IncidentIdentifier", "Weapon", PLAIN, ""), []),
    "edfi/flat_program_assoc.csv": (
        (126, 9, "StudentReference.StudentIdentity.StudentUniqueId", "ReasonExited", PLAIN, ""),
        [],
    ),
    "edfi/flat_student.csv": ((960, 14, "StudentUniqueId", "Citizenship.Visa", PLAIN, ""), []),
    "golden/card_krueger_njmin3.csv": ((820, 14, "nj", "demp", PLAIN, ""), []),
    "golden/mpdta.csv": ((2500, 6, "year", "treat", PLAIN, ""), []),
    "golden/petersen.csv": ((5000, 4, "firm", "y", PLAIN, ""), []),
    "golden/wwc_attrition_v41_table_II_1.csv": (
        (66, 3, "overall_pct", "optimistic_max_diff_pp", PLAIN, ""),
        [],
    ),
    "insights/attendance_dump.csv": ((2, 31, "ATT_OID", "ATT_CODE_VIEW_PM", PLAIN, ""), ["backslash_quotes"]),
    "insights/fake_behavior_export.csv": (
        (4, 7, "local_id", "school_local_id", PLAIN, ""),
        ["backslash_quotes"],
    ),
    "insights/service_upload_example.csv": ((2, 4, "lasid", "bar", PLAIN, ""), []),
    "insights/team_membership_fixture.csv": ((3, 5, "LASID", "school_year", PLAIN, ""), []),
    "linkage/dataset4a.csv": ((5000, 11, "rec_id", "soc_sec_id", PLAIN, ""), []),
    "linkage/dataset4b.csv": ((5000, 11, "rec_id", "soc_sec_id", PLAIN, ""), []),
    "pmm/account.csv": ((176, 21, "id", "Type", PLAIN, ""), []),
    "pmm/program.csv": ((11, 9, "id", "TargetPopulation__c", PLAIN, ""), []),
    "pmm/programcohort.csv": ((6, 7, "id", "Program__c", PLAIN, ""), []),
    "pmm/programengagement.csv": ((89, 12, "id", "ProgramCohort__c", PLAIN, ""), []),
    "pmm/service.csv": ((14, 6, "id", "Program__c", PLAIN, ""), []),
    "pmm/servicedelivery.csv": ((693, 12, "id", "ServiceSession__c", PLAIN, ""), []),
    "pmm/serviceparticipant.csv": ((14, 8, "id", "ServiceSchedule__c", PLAIN, ""), []),
    "pmm/serviceschedule.csv": ((4, 17, "id", "Service__c", PLAIN, ""), []),
    "pmm/servicesession.csv": ((70, 8, "id", "ServiceSchedule__c", PLAIN, ""), []),
}
WORKBOOK = "california/oakland_school_race_workbook.xlsx"
REFUSED = {"golden/matchit_lalonde.tab": "space_separated"}


@pytest.mark.parametrize("name", FILES)
def test_a_text_file_is_read_as_it_is(name):
    (rows, columns, first, last, encoding, period), said = FILES[name]
    reading, whole = read_one((REAL_FILES / name).read_bytes(), name)
    assert (whole.table.row_count, len(whole.header), reading.encoding) == (rows, columns, encoding)
    assert len(whole.rows) + len(whole.problems) == rows
    assert whole.header[0] == first
    assert last is None or whole.header[-1] == last
    assert whole.table.period_hint == period
    assert codes(reading) == said


@pytest.mark.parametrize("name", FILES)
def test_no_cell_is_changed_or_moved(name):
    """The same cells as a plain csv.reader gives, but for quotes, codes and columns that the notices speak
    of.
    """
    (*_, encoding, _), said = FILES[name]
    if "backslash_quotes" in said:
        pytest.skip("the standard library's reader alone does not read these quotes")
    _, whole = read_one((REAL_FILES / name).read_bytes(), name)
    with open(REAL_FILES / name, encoding=encoding, newline="") as lines:
        plain = list(csv.reader(lines, skipinitialspace="linkage" in name))
    for number, cells in whole.rows.items():
        expected = [cell[2:-1] if cell.startswith('="') else cell for cell in plain[number - 1]]
        assert list(cells) == expected[: len(cells)]
        assert not any(expected[len(cells) :])


def test_the_workbook_with_a_sheet_per_year():
    reading, wholes = read_whole((REAL_FILES / WORKBOOK).read_bytes(), WORKBOOK)
    assert [(w.table.sheet, w.table.period_hint, len(w.rows)) for w in wholes] == [
        ("2018-19", "2018-19", 124),
        ("2017-18", "2017-18", 125),
        ("2016-17", "2016-17", 127),
        ("2015-16", "2015-16", 126),
        ("2014-15", "2014-15", 122),
    ]
    assert wholes[0].header[:3] == ["Name", "Total", "African American"]
    assert wholes[0].rows[2][:4] == ("McClymonds High", "383", "80.2%", "0.3%")
    assert set(codes(reading)) == {"sheet_per_year", "percent_shown"}


def test_the_workbook_reads_as_another_library_reads_it():
    _, wholes = read_whole((REAL_FILES / WORKBOOK).read_bytes(), WORKBOOK)
    book = openpyxl.load_workbook(REAL_FILES / WORKBOOK, data_only=True, read_only=True)
    for whole in wholes:
        cells = {
            number: tuple(_as_shown(cell) for cell in line)
            for number, line in enumerate(book[whole.table.sheet].iter_rows(), 1)
            if number > 1
        }
        assert whole.rows == cells


def _as_shown(cell):
    """A cell of openpyxl in the reader's words."""
    if isinstance(cell.value, (int, float)) and "%" in cell.number_format:
        return f"{cell.value * 100:.15g}%"
    return "" if cell.value is None else str(cell.value)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_refused(name):
    with pytest.raises(Refused) as refused:
        read_one((REAL_FILES / name).read_bytes(), name)
    assert refused.value.code == REFUSED[name]


def test_no_sample_file_is_forgotten():
    found = {str(path.relative_to(REAL_FILES)) for path in REAL_FILES.rglob("*") if path.is_file()}
    assert found - {"README.md"} == {*FILES, *REFUSED, WORKBOOK}


def test_particular_cells():
    _, kirby = read_one((REAL_FILES / "california/cde_suspension_dorothy_kirby_macroman.csv").read_bytes())
    place = kirby.header.index("SchoolCode")
    assert kirby.rows[2][place] == "0121905"
    assert {cells[kirby.header.index("CharterYN")] for cells in kirby.rows.values()} == {"No "}
    assert sum(cells.count("*") for cells in kirby.rows.values()) == 110
    assert any("\u2013" in cell for cells in kirby.rows.values() for cell in cells)
    _, race = read_one((REAL_FILES / "california/cde_suspension_dorothy_kirby_race.csv").read_bytes())
    assert sum(cells.count("*") for cells in race.rows.values()) == 330
    _, dump = read_one((REAL_FILES / "insights/attendance_dump.csv").read_bytes())
    comment = dump.header.index("ATT_COMMENT")
    assert dump.rows[2][comment] == 'MTHR CALLED "FEW MINUTES LATE"'
    assert dump.rows[3][comment] == "still away with family\\"
    _, services = read_one((REAL_FILES / "insights/service_upload_example.csv").read_bytes())
    assert [(problem.row, problem.code) for problem in services.problems] == [
        (2, "too_few_fields"),
        (3, "too_few_fields"),
    ]
