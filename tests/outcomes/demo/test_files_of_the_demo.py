"""The spreadsheets of the demonstration: the same bytes every time, in many styles, with planned gaps."""

import csv
import io
from collections import Counter, defaultdict

import pytest
from python_calamine import CalamineWorkbook

from outcomes.datasets import DATASETS
from outcomes.demo.files import demo_files
from outcomes.demo.history import demo_history
from outcomes.demo.truth import MISSING
from outcomes.submissions.recognize import recognize
from partnership.demo.people import LAW_ENFORCEMENT
from programs.demo.catalog import demo_catalog

YEARS = ("2023-24", "2024-25", "2025-26")


def rows_of(file):
    """All rows of a file as lists of text, the header first."""
    if file.name.endswith(".xlsx"):
        return CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0).to_python()
    return list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))


def header_of(file):
    if file.name.endswith(".xlsx"):
        return rows_of(file)[0]
    return file.content[:2000].decode("utf-8-sig", errors="ignore").splitlines()[0].split(",")


def records(file):
    header, *rows = rows_of(file)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(county):
    catalog = demo_catalog(county)
    once, again, other = (
        [file.content for file in demo_files(county, demo_history(county, catalog, seed, enrolled=1500))]
        for seed in (7, 7, 8)
    )
    assert once == again
    assert once != other


def test_every_district_hands_in_each_year_but_for_what_is_missing(county, files):
    sent = Counter((dataset, period) for _, dataset, period, _ in files)
    for year in YEARS:
        assert sent["student_enrollment", year] == sent["student_attendance", year] == 12
    assert [sent["student_discipline", year] for year in YEARS] == [12, 12, 11]
    assert (MISSING.late_district, "student_discipline", MISSING.late_year, "") not in files
    assert [sent["program_roster", year] for year in YEARS] == [0, 8, 4]
    assert sum(sent[dataset, year] for dataset, year in sent if dataset == "school_totals") == 1


def test_whoever_hands_in_may_do_so(county, files):
    agreed = {agreement.organization: agreement.datasets for agreement in county.agreements}
    for organization, dataset, _, _ in files:
        assert dataset in agreed[organization]
        counts_only = county.organization(organization).kind in LAW_ENFORCEMENT
        assert county.person("statistics_coordinator" if counts_only else "data_coordinator", organization)


def test_every_row_has_as_many_fields_as_its_header(files):
    for file in files.values():
        header, *rows = rows_of(file)
        assert rows and {len(row) for row in rows} == {len(header)}, file.name
        assert len(set(header)) == len(header)


def test_the_headers_of_every_style_are_recognized(files):
    for (organization, dataset, _, _), file in files.items():
        found = recognize(DATASETS[dataset], header_of(file))
        assert not found.missing, (organization, dataset)


def test_names_and_birth_dates_are_in_one_districts_enrollment_only(files):
    with_names = {
        key[:2]
        for key, file in files.items()
        if {"last_name", "first_name", "dob"} & {header.lower() for header in header_of(file)}
    }
    assert with_names == {("las-garzas-unified", "student_enrollment")}


def test_headers_differ_between_districts_and_some_files_are_workbooks(files):
    of_year = [file for key, file in files.items() if key[1:3] == ("student_attendance", "2024-25")]
    assert len({tuple(header_of(file)) for file in of_year}) >= 5
    assert sum(file.name.endswith(".xlsx") for file in files.values()) > 10


def test_attendance_of_the_late_district_stops_two_months_early(files):
    file = files[MISSING.late_district, "student_attendance", MISSING.late_year, ""]
    months = {row["month"] for row in records(file)}
    assert max(months) == "2026-04" and len(months) == 8
    assert file.note
    whole_year = files[MISSING.late_district, "student_attendance", "2024-25", ""]
    assert len({row["month"] for row in records(whole_year)}) == 10


def test_the_silent_school_is_in_no_discipline_file_and_not_declared(county, files):
    silent = county.school(MISSING.silent_school)
    for (_, dataset, _, _), file in files.items():
        if dataset == "student_discipline":
            assert silent.code not in file.schools
            assert silent.code.encode() not in file.content
    declared = files[silent.district, "student_discipline", "2024-25", ""].schools
    assert len(declared) == len(county.schools_of(silent.district)) - 1


def test_the_roster_of_the_lapsed_partner_ends_with_its_agreement(files):
    program, year = MISSING.no_roster
    assert [period for _, _, period, of in files if of == program] == ["2024-25"]
    assert year == "2025-26"


def test_a_roster_tells_what_was_known_at_the_end_of_its_year(files):
    mentors = records(files["marisol-unified", "program_roster", "2024-25", "morning-mentors"])
    assert {row["issuer"] for row in mentors} > {"marisol-unified", "las-garzas-unified"}
    assert all(row["exit_date"] <= "2025-06-30" for row in mentors)
    assert {row["stage"] for row in mentors} == {"active", "completed", "exited"}
    assert all((row["stage"] == "active") == (row["exit_date"] == "") for row in mentors)
    next_year = records(files["marisol-unified", "program_roster", "2025-26", "morning-mentors"])
    carried_over = {row["student_id"] for row in mentors if row["stage"] == "active"}
    assert carried_over and carried_over <= {row["student_id"] for row in next_year}


def test_every_participant_on_a_roster_is_enrolled_under_that_id(county, files):
    enrolled = defaultdict(set)
    names = {district.name: district.slug for district in county.districts}
    for (organization, dataset, period, _), file in files.items():
        if dataset == "student_enrollment" and period == "2024-25":
            header, *rows = rows_of(file)
            at = recognize(DATASETS[dataset], header).positions["student_id"]
            enrolled[organization] = {row[at] for row in rows}
    for (_, dataset, period, _), file in files.items():
        if dataset == "program_roster" and period == "2024-25":
            header, *rows = rows_of(file)
            at = recognize(DATASETS[dataset], header).positions
            for row in rows:
                issuer = names.get(row[at["issuer"]], row[at["issuer"]])
                assert row[at["student_id"]] in enrolled[issuer]


@pytest.fixture(scope="module")
def totals(files):
    return records(files["solandra-county-office-of-education", "school_totals", "2024-25", ""])


def test_school_totals_agree_with_the_students_files(county, files, totals):
    """San Telmo recounted from its own enrollment and discipline files, school by school."""
    enrollment = records(files["san-telmo-unified", "student_enrollment", "2024-25", ""])
    events = records(files["san-telmo-unified", "student_discipline", "2024-25", ""])
    published = {(row["DistrictCode"] + row["SchoolCode"], row["ReportingCategory"]): row for row in totals}
    checked = 0
    for school in county.schools_of("san-telmo-unified"):
        members = {
            "TA": {row["student_id"] for row in enrollment if row["school_code"] == school.code},
            "RH": {
                row["student_id"]
                for row in enrollment
                if row["school_code"] == school.code and row["race_ethnicity"] == "RH"
            },
        }
        for group, ids in members.items():
            suspended = [
                row["student_id"]
                for row in events
                if row["school_code"] == school.code
                and row["action"] != "expulsion"
                and row["student_id"] in ids
            ]
            cells = published[school.code[2:], group]
            assert cells["CumulativeEnrollment"] == str(len(ids))
            assert cells["Total Suspensions"] == str(len(suspended))
            assert cells["Unduplicated Count of Students Suspended (Total)"] == str(len(set(suspended)))
            rate = 100 * len(set(suspended)) / len(ids)
            assert abs(float(cells["Suspension Rate (Total)"]) - rate) <= 0.05 + 1e-9
            checked += 1
    assert checked == 12


def test_school_totals_hide_small_populations_as_the_state_does(history, totals):
    hidden = [row for row in totals if row["CumulativeEnrollment"] == "*"]
    assert len(hidden) > 100
    shown = [row for row in totals if row["CumulativeEnrollment"] != "*"]
    assert all(int(row["CumulativeEnrollment"]) > 10 for row in shown)
    for row in hidden:
        assert {row[name] for name in list(row)[11:]} == {"*"}
    places = defaultdict(dict)
    for row in totals:
        place = row["AggregateLevel"], row["DistrictCode"], row["SchoolCode"]
        places[place][row["ReportingCategory"]] = row["CumulativeEnrollment"]
    for groups in places.values():
        races = {code: cell for code, cell in groups.items() if code.startswith("R")}
        if "*" in races.values() and "RD" in races:
            assert races["RD"] == "*"


def test_school_totals_have_every_school_every_district_and_the_county(totals):
    whole = [row for row in totals if row["ReportingCategory"] == "TA"]
    assert Counter(row["AggregateLevel"] for row in whole) == {"S": 60, "D": 12, "C": 1}
    in_schools = sum(int(row["CumulativeEnrollment"]) for row in whole if row["AggregateLevel"] == "S")
    county_wide = next(int(row["CumulativeEnrollment"]) for row in whole if row["AggregateLevel"] == "C")
    assert in_schools > county_wide, "who changed schools is counted in both, and once in the county"


def test_what_an_agency_counts_adds_up_in_each_of_three_years(files):
    """Races and sexes to everybody, in every column; fewer are stopped each year, more trainings completed."""
    stopped, completed = [], []
    for year in ("2023", "2024", "2025"):
        for dataset, group in (("police_stops", "Perceived Race or Ethnicity"), ("workforce", "Group")):
            rows = records(files["marisol-police", dataset, year, ""])
            by_group = {row.pop(group): {name: int(cell) for name, cell in row.items()} for row in rows}
            everybody = by_group.pop("All")
            sexes = [by_group.pop(sex) for sex in ("Female", "Male")]
            for name in set(everybody) - {"Year", "Searches", "Contraband Found", "Arrests"}:
                assert sum(row[name] for row in sexes) == everybody[name], name
                assert sum(row[name] for row in by_group.values()) == everybody[name], name
        stopped.append(int(records(files["marisol-police", "police_stops", year, ""])[0]["Stops"]))
        trainings = records(files["marisol-police", "training_completions", year, ""])
        completed.append(sum(int(row["Completed"]) for row in trainings))
    assert stopped == sorted(stopped, reverse=True) and completed == sorted(completed)
