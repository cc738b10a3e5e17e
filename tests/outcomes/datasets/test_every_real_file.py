"""Every public sample file goes in with the right numbers, or is refused with the right reason: which, is written here.

The numbers of those that go in are recounted in test_real_school_totals.py, test_known_totals.py and
layouts/test_real_student_files.py; here stands, for every file of the folder, what becomes of it.
"""

import csv
from collections import Counter

import pytest

from outcomes.models import DirectoryEntry, Tally
from outcomes.submissions.journey import stage_now
from outcomes.submissions.receive import receive
from partnership.actions.places import add_place
from tests.conftest import REAL_FILES

pytestmark = [
    pytest.mark.real_files,
    pytest.mark.skipif(
        not REAL_FILES.is_dir(), reason="the public sample files are not beside this checkout"
    ),
]
TOTALS, ROSTER, LOG = "school_totals", "program_roster", "service_log"
NOT_SUCH_A_FILE = "This does not look like a file of the dataset"
#: file: (handed in as, state, what the refusal says, among other things)
FILES = {
    "california/cde_suspension_dorothy_kirby_macroman.csv": (TOTALS, "staged", ""),
    "california/cde_suspension_dorothy_kirby_race.csv": (TOTALS, "staged", ""),
    "california/oakland_dataquest_2014_15.csv": (TOTALS, "staged", ""),
    "california/oakland_school_race_workbook.xlsx": (TOTALS, "staged", ""),
    "california/orange_county_suspension_2017_2024.csv": (TOTALS, "staged", ""),
    "connecticut/ct_chronic-absenteeism__2015-16_race.csv": (TOTALS, "refused", "percentages only"),
    "connecticut/ct_chronic-absenteeism__2019-20_race.csv": (TOTALS, "staged", ""),
    "connecticut/ct_suspension-rates__2016-17_race.csv": (TOTALS, "staged", ""),
    "connecticut/ct_suspension-rates__2019-20_race.csv": (TOTALS, "staged", ""),
    "disclosure/cities_294.csv": (TOTALS, "refused", NOT_SUCH_A_FILE),
    # It names schools, so that a person is asked which column holds what.
    "disclosure/schools_1365.csv": (TOTALS, "mapping", "Cumulative enrollment, Suspensions"),
    "edfi/flat_attendance_event.csv": ("student_attendance", "staged", ""),
    "edfi/flat_calendar_date.csv": ("school_calendar", "staged", ""),
    "edfi/flat_discipline_action.csv": ("student_discipline", "staged", ""),
    "edfi/flat_discipline_behavior_assoc.csv": ("student_discipline", "refused", "who took part"),
    "edfi/flat_discipline_incident.csv": ("student_discipline", "refused", "incidents, not what followed"),
    "edfi/flat_program_assoc.csv": (ROSTER, "refused", "2 programs (Bilingual, Gifted and Talented)"),
    "edfi/flat_student.csv": ("student_enrollment", "refused", "names and birth dates, but not where"),
    "golden/card_krueger_njmin3.csv": (TOTALS, "refused", NOT_SUCH_A_FILE),
    "golden/matchit_lalonde.tab": (TOTALS, "refused", "separated by blanks"),
    # A column named "year" is known, so that a person is asked for the others.
    "golden/mpdta.csv": (TOTALS, "mapping", NOT_SUCH_A_FILE),
    "golden/petersen.csv": (TOTALS, "mapping", NOT_SUCH_A_FILE),
    "golden/wwc_attrition_v41_table_II_1.csv": (TOTALS, "refused", NOT_SUCH_A_FILE),
    "insights/attendance_dump.csv": ("student_attendance", "refused", "STD_ID_LOCAL"),
    "insights/fake_behavior_export.csv": ("student_discipline", "refused", "no suspension can be counted"),
    "insights/service_upload_example.csv": (ROSTER, "mapping", "Entry"),
    "insights/team_membership_fixture.csv": (ROSTER, "refused", "not from which day on"),
    # People by name and birth date: no id that a school knows, so that a person is asked for it. Names stay out.
    "linkage/dataset4a.csv": (ROSTER, "mapping", "Student or participant id, Entry"),
    "linkage/dataset4b.csv": (ROSTER, "mapping", "Student or participant id, Entry"),
    "pmm/account.csv": ("partner_directory", "staged", ""),
    "pmm/program.csv": (ROSTER, "refused", "describes programs"),
    "pmm/programcohort.csv": (ROSTER, "refused", "lists cohorts"),
    "pmm/programengagement.csv": (ROSTER, "refused", "11 programs"),
    "pmm/service.csv": (LOG, "refused", "lists services"),
    "pmm/servicedelivery.csv": (LOG, "staged", ""),
    "pmm/serviceparticipant.csv": (LOG, "refused", "signed up"),
    "pmm/serviceschedule.csv": (LOG, "refused", "plans sessions"),
    "pmm/servicesession.csv": (LOG, "refused", "lists sessions"),
}
PERIODS = {
    "student_enrollment": "2021-22",
    "student_discipline": "2021-22",
    ROSTER: "2021-22",
    LOG: "2020-21",
    # These tell no school year themselves.
    "golden/matchit_lalonde.tab": "2014-15",
    "golden/card_krueger_njmin3.csv": "2014-15",
    "golden/wwc_attrition_v41_table_II_1.csv": "2014-15",
    "disclosure/cities_294.csv": "2014-15",
    "disclosure/schools_1365.csv": "2014-15",
}


def found():
    return {
        path.relative_to(REAL_FILES).as_posix()
        for path in REAL_FILES.rglob("*")
        if path.is_file() and path.name != "README.md"
    }


@pytest.fixture
def handed_in(world, submitter):
    """Hand in a file of the folder; the sample schools are Alder's."""
    for code in ("255901001", "255901044", "255901107"):
        add_place(by=None, kind="school", code=code, name=f"School {code}", parent=world.places["alder"])

    def handed_in(path):
        dataset = FILES[path][0]
        organization = world["partnership" if dataset == "partner_directory" else "alder"]
        submission = receive(
            by=submitter(organization),
            organization=organization,
            dataset=dataset,
            period=PERIODS.get(path, PERIODS.get(dataset, "")),
            program=world.programs["mentoring"] if dataset in (ROSTER, LOG) else None,
            name=path.rpartition("/")[2],
            content=(REAL_FILES / path).read_bytes(),
            in_background=False,
        )
        return stage_now(submission)

    return handed_in


def test_every_file_of_the_folder_is_spoken_of():
    assert found() == set(FILES)


@pytest.mark.parametrize("path", FILES)
def test_a_file_goes_in_or_is_refused_for_its_reason(handed_in, path):
    _dataset, state, expected = FILES[path]
    submission = handed_in(path)
    assert submission.state == state, submission.refusal
    assert expected in submission.refusal and bool(expected) == bool(submission.refusal)
    if state != "staged":
        assert not submission.claims.exists()


def test_instructional_days_of_an_ed_fi_calendar(handed_in):
    submission = handed_in("edfi/flat_calendar_date.csv")
    with (REAL_FILES / "edfi/flat_calendar_date.csv").open(newline="") as file:
        days = Counter(
            row["Date"][:7] for row in csv.DictReader(file) if row["CalendarEvent"] == "Instructional day"
        )
    kept = Tally.objects.filter(claim_id__in=submission.claims.values("pk"))
    periods = dict(submission.claims.values_list("pk", "period"))
    assert {periods[tally.claim_id]: tally.count for tally in kept} == {
        month: 100 * count for month, count in days.items()
    }


def test_households_are_no_partners(handed_in):
    submission = handed_in("pmm/account.csv")
    told = {problem.reason: problem.count for problem in submission.problems.all()}
    with (REAL_FILES / "pmm/account.csv").open(newline="") as file:
        families = sum(row["Type"] == "Household" for row in csv.DictReader(file))
    assert told["households"] == families > 100
    assert not DirectoryEntry.objects.filter(name__contains="Household").exists()
