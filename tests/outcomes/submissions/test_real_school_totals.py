"""Every public file of California and Connecticut: what it is recognized as, which numbers go in, or why not.

The numbers are computed a second time, with the csv module, a cell at a time. (The files of the Kirby school
and of Orange County are gone through in tests/journeys/test_real_cde_files.py.)
"""

import csv
import io
import re
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

import openpyxl
import pytest

from outcomes.models import Claim, SchoolTotal
from outcomes.submissions.accept import accept, leave_out
from partnership.models import Place
from tests.outcomes.public_files import RACES, connecticut

pytestmark = pytest.mark.real_files

DATAQUEST = "oakland_dataquest_2014_15.csv"
WORKBOOK = "oakland_school_race_workbook.xlsx"
CHRONIC = "ct_chronic-absenteeism__2019-20_race.csv"
RATES_ONLY = "ct_chronic-absenteeism__2015-16_race.csv"
SANCTIONS = ["ct_suspension-rates__2016-17_race.csv", "ct_suspension-rates__2019-20_race.csv"]


@pytest.fixture
def stage(world, real_files, hand_in):
    """Hand in a real file: California's for the county office, Connecticut's for its state office."""
    world.organizations["ct"] = connecticut()

    def stage(name):
        folder, of = ("connecticut", "ct") if name.startswith("ct_") else ("california", "county-office")
        content = (real_files / folder / name).read_bytes()
        return hand_in("school_totals", "", content, organization=of, name=name)

    return stage


def told(submission):
    """{reason: (severity, rows of the spreadsheet)}"""
    found = {}
    for problem in submission.problems.all():
        severity, count = found.get(problem.reason, ("", 0))
        found[problem.reason] = problem.severity, count + problem.count
    return found


def in_effect(prefix=""):
    """{(place code, school year, group, element): (count, state)}"""
    claims = {
        claim.pk: (claim.place.code, claim.period)
        for claim in Claim.objects.filter(in_effect=True, family__startswith=prefix).select_related("place")
    }
    return {
        (*claims[fact.claim_id], fact.group, fact.element): (fact.count, fact.state)
        for fact in SchoolTotal.objects.filter(claim_id__in=claims)
    }


def connecticut_rows(real_files, name, after):
    text = (real_files / "connecticut" / name).read_text()
    return [row for row in csv.reader(io.StringIO(text)) if row][after - (after > 1) :]


def cell(text):
    return (
        (int(text), "reported")
        if text.isdigit()
        else (None, {"*": "suppressed", "N/A": "not_applicable"}[text])
    )


def test_the_dataquest_copy_goes_in_by_the_codes_in_its_file_names(stage, real_files):
    submission = stage(DATAQUEST)
    rows = list(csv.DictReader(io.StringIO((real_files / "california" / DATAQUEST).read_text())))
    assert submission.recognized["layout"]["key"] == "cde_dataquest_suspension"
    assert (submission.state, submission.rows) == ("staged", 945)
    found = told(submission)
    assert found["no_school"] == ("left_out", 8), "nonpublic schools, code 0000001"
    assert {reason for reason, (severity, _n) in found.items() if severity in ("error", "warning")} == set()
    accept(submission, by=submission.created_by)
    facts = in_effect()
    checked = 0
    for row in rows:
        county_district, school = re.search(r"--(\d{7})-(\d{7})\.csv$", row["filename"]).groups()
        if school == "0000001":
            continue
        where = county_district + school, "2014-15", RACES[row["Ethnicity"]]
        assert facts[*where, "enrollment"] == cell(row["CumulativeEnrollment"])
        assert facts[*where, "suspensions"] == cell(row["TotalSuspensions"])
        assert facts[*where, "suspended"] == cell(row["UnduplicatedCountofStudentsSuspended"])
        checked += 1
    assert len(facts) == 3 * checked == 3 * 937
    assert Place.objects.get(code="0161259").name == "Oakland Unified"
    assert Place.objects.get(code="01612590111476").parent.code == "0161259"
    # Its name was lost in the file; its report's name still tells.
    assert Place.objects.get(code="01612590106559").name == "Oakland Community Da"


def test_rates_of_the_dataquest_copy_follow_from_the_counts_to_the_digit_that_was_computed(stage, real_files):
    """They were rounded to one decimal and printed with two; four lie on an exact half."""
    submission = stage(DATAQUEST)
    rows = list(csv.DictReader(io.StringIO((real_files / "california" / DATAQUEST).read_text())))
    numbered = [(n, row) for n, row in enumerate(rows, 2) if row["CumulativeEnrollment"].isdigit()]
    padded, halves = 0, []
    for number, row in numbered:
        if "0161259-0000001" in row["filename"] or not row["TotalSuspensions"].isdigit():
            continue
        exact = Decimal(100 * int(row["UnduplicatedCountofStudentsSuspended"])) / int(
            row["CumulativeEnrollment"]
        )
        either = {exact.quantize(Decimal("0.1"), way) for way in (ROUND_HALF_UP, ROUND_HALF_DOWN)}
        assert Decimal(row["SuspensionRate"].strip("%")) in either
        padded += 1
        if len(either) == 2:
            halves.append(number)
    found = {problem.reason: problem for problem in submission.problems.all()}
    assert found["rate_padded"].count == padded
    assert set(_numbers(found["rate_rounded_half"].rows)) <= set(halves)


def _numbers(runs):
    return [number for first, last in runs for number in range(first, last + 1)]


def whole_number(total, share):
    """The only number of `total` whose share, rounded to three digits, is this one; None where it is not one."""
    thousandths = int(Decimal(str(share)).quantize(Decimal("0.001")) * 1000)
    fits = [number for number in range(total + 1) if abs(2000 * number - 2 * thousandths * total) <= total]
    return fits[0] if len(fits) == 1 else None


def test_the_workbook_goes_in_for_the_schools_that_are_known_by_name(stage, real_files):
    earlier = stage(DATAQUEST)
    accept(earlier, by=earlier.created_by)
    submission = stage(WORKBOOK)
    assert submission.recognized["layout"]["key"] == "school_shares_workbook"
    assert submission.recognized["sheet"] == "2018-19, 2017-18, 2016-17, 2015-16, 2014-15"
    workbook = openpyxl.load_workbook(real_files / "california" / WORKBOOK, data_only=True)
    names = {school.name: school for school in Place.objects.filter(kind="school", code__startswith="01")}
    assert len(names) == 121
    strangers = submission.problems.get(reason="unknown_school", sheet="2014-15")
    unknown = {
        number
        for number, row in enumerate(workbook["2014-15"].iter_rows(min_row=2, values_only=True), 2)
        if row[0] not in names
    }
    assert set(_numbers(strangers.rows)) <= unknown
    assert "ASCEND" in strangers.message
    assert "Perhaps: " in strangers.message
    leave_out(submission, by=submission.created_by, reasons=["unknown_school"])
    submission = accept(submission, by=submission.created_by)
    facts = in_effect("census_enrollment")
    assert {key[3] for key in facts} == {"census_enrollment"}
    checked = not_clear = 0
    for sheet in workbook:
        header = [one.value for one in sheet[1]]
        for row in sheet.iter_rows(min_row=2, values_only=True):
            if row[0] not in names:
                continue
            code, total = names[row[0]].code, int(row[1])
            assert facts[code, sheet.title, "all", "census_enrollment"] == (total, "reported")
            for name, share in list(zip(header, row, strict=True))[2:]:
                count = whole_number(total, share)
                expected = (None, "not_measurable") if count is None else (count, "reported")
                assert facts[code, sheet.title, RACES[name], "census_enrollment"] == expected
                checked += 1
                not_clear += count is None
    assert checked > 4_500
    assert 50 < not_clear <= 118


def test_chronic_absence_of_connecticut_goes_in_under_codes_of_its_own(stage, real_files):
    Place.objects.create(kind="district", code="2850013", name="A Californian district with the same digits")
    submission = stage(CHRONIC)
    assert submission.recognized["layout"]["key"] == "ct_chronic_absence"
    assert (submission.state, submission.rows, submission.new, submission.left_out) == (
        "staged",
        1242,
        1242,
        0,
    )
    assert told(submission).keys() == {"new_places", "rate_alone"}
    accept(submission, by=submission.created_by)
    rows = connecticut_rows(real_files, CHRONIC, after=5)
    facts = in_effect()
    for name, code, race, count, _rate in rows:
        code = "CT-" + code.strip('="')
        assert facts[code, "2019-20", RACES[race], "chronically_absent"] == cell(count)
        assert Place.objects.get(kind="district", code=code).name == name
    assert len(facts) == len(rows) == 1242
    assert not Claim.objects.filter(place__code="2850013").exists()
    assert submission.period == "2019-20", "from the title line"


@pytest.mark.parametrize("name", SANCTIONS)
def test_suspension_rates_of_connecticut_are_kept_apart_and_tell_hidden_from_not_applicable(
    stage, real_files, name
):
    submission = stage(name)
    assert submission.recognized["layout"]["key"] == "ct_suspension"
    rows = connecticut_rows(real_files, name, after=1)
    assert (submission.state, submission.rows, submission.new) == ("staged", len(rows), len(rows))
    assert told(submission).keys() == {"new_places", "rate_alone"}
    accept(submission, by=submission.created_by)
    facts, year = in_effect("sanction:"), name.split("__")[1][:7]
    for _name, code, race, count, _rate in rows:
        assert facts["CT-" + code.strip('="'), year, RACES[race], "sanctioned"] == cell(count)
    assert len(facts) == len(rows)
    assert {state for _count, state in facts.values()} == {"reported", "suppressed", "not_applicable"}


def test_a_file_of_percentages_only_is_refused_with_the_reason(stage):
    submission = stage(RATES_ONLY)
    assert submission.state == "refused"
    assert "percentages only" in submission.refusal
    assert not submission.claims.exists()
