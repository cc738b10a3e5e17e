"""The county office imports the state's files as they are: nothing prepared, nothing corrected by hand."""

import csv
import io
import re
from collections import defaultdict
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import openpyxl
import pytest

from outcomes.models import Claim, Problem, SchoolTotal
from outcomes.submissions.accept import accept
from outcomes.submissions.journey import stage_now
from outcomes.submissions.presenter import as_json
from outcomes.submissions.receive import receive
from outcomes.submissions.withdraw import withdraw
from partnership.models import Place

pytestmark = pytest.mark.real_files

KIRBY = "cde_suspension_dorothy_kirby_macroman.csv"
KIRBY_BY_RACE = "cde_suspension_dorothy_kirby_race.csv"
ORANGE = "orange_county_suspension_2017_2024.csv"
KIRBY_CODE = "19101990121905"
# The codes of these two files, by the words that stand beside them.
KIRBY_GROUPS = {
    "SE": "english_learner",
    "GF": "female",
    "SF": "foster",
    "SH": "homeless",
    "GM": "male",
    "SS": "disadvantaged",
    "SD": "disability",
    "TA": "all",
    "RD": "race_not_reported",
    "GX": "nonbinary",
    "RB": "race_black",
    "RH": "race_hispanic",
    "RI": "race_native",
    "RW": "race_white",
    "RT": "race_two_or_more",
    "RA": "race_asian",
    "RF": "race_filipino",
    "RP": "race_pacific",
}
SUSPENDED = "Unduplicated Count of Students Suspended (Total)"


@pytest.fixture
def stage(world, real_files):
    """Hand in a real file for the county office; returns the submission, staged."""

    def stage(name):
        county = world["county-office"]
        submission = receive(
            by=world.person("data_coordinator", county),
            organization=county,
            dataset="school_totals",
            name=name,
            content=(real_files / "california" / name).read_bytes(),
            in_background=False,
        )
        return stage_now(submission)

    return stage


@pytest.fixture
def take_in(stage):
    def take_in(name):
        submission = stage(name)
        return accept(submission, by=submission.created_by)

    return take_in


def rows_of(real_files, name, encoding):
    """The file as a person would read it: a list of dictionaries."""
    text = (real_files / "california" / name).read_bytes().decode(encoding)
    return list(csv.DictReader(io.StringIO(text)))


def in_effect():
    """{(place code, school year, group, element): (count, state)} of what counts now."""
    claims = {
        claim.pk: (claim.place.code, claim.period)
        for claim in Claim.objects.filter(dataset="school_totals", in_effect=True).select_related("place")
    }
    return {
        (*claims[fact.claim_id], fact.group, fact.element): (fact.count, fact.state)
        for fact in SchoolTotal.objects.filter(claim_id__in=claims)
    }


def groups_in_effect():
    return {key[:3] for key in in_effect()}


def problems(submission):
    return {problem.reason: problem for problem in submission.problems.all()}


def test_what_the_first_kirby_file_says_is_what_counts(take_in, real_files):
    submission = take_in(KIRBY)
    outcome = as_json(submission)
    assert (outcome["state"], outcome["rows"], outcome["new"], outcome["left_out"]) == ("accepted", 54, 54, 0)
    assert outcome["problems"] == []
    told = {notice["code"] for notice in outcome["notices"]}
    assert {"encoding_guessed", "unused_columns", "rate_is_fraction", "new_places"} <= told
    facts = in_effect()
    suppressed = 0
    for row in rows_of(real_files, KIRBY, "mac_roman"):
        where = (KIRBY_CODE, row["AcademicYear"], KIRBY_GROUPS[row["ReportingCategory"]])
        for element, header in [
            ("enrollment", "CumulativeEnrollment"),
            ("suspensions", "Total Suspensions"),
            ("suspended", SUSPENDED),
            ("defiance", "Suspension Count Defiance-Only"),
        ]:
            if row[header] == "*":
                suppressed += 1
                assert facts[*where, element] == (None, "suppressed")
            else:
                assert facts[*where, element] == (int(row[header]), "reported")
    assert suppressed == 4 * 10, "ten rows of this file are hidden; a hidden cell is never 0 and never blank"


def test_every_published_rate_follows_from_the_counts_kept(take_in, real_files):
    """To the last digit printed; one row lies exactly between two digits, where the source rounded up."""
    take_in(KIRBY)
    take_in(KIRBY_BY_RACE)
    facts = in_effect()
    rates, between = 0, []
    for name, encoding, header in [
        (KIRBY, "mac_roman", "Suspension Rate (Total)"),
        (KIRBY_BY_RACE, "utf-8", "Suspension Rate [%] (Total)"),
    ]:
        for number, row in enumerate(rows_of(real_files, name, encoding), 2):
            if row[header] == "*":
                continue
            where = (KIRBY_CODE, row["AcademicYear"], KIRBY_GROUPS[row["ReportingCategory"]])
            exact = Decimal(facts[*where, "suspended"][0]) / Decimal(facts[*where, "enrollment"][0])
            printed = Decimal(row[header])
            digits = Decimal(1).scaleb(printed.as_tuple().exponent)
            assert exact.quantize(digits, ROUND_HALF_UP) == printed
            rates += 1
            if exact.quantize(digits, ROUND_HALF_EVEN) != printed:
                between.append((name, number, row["AcademicYear"], row["ReportingCategory"]))
    assert rates == 44 + 21
    assert between == [(KIRBY_BY_RACE, 37, "2022-23", "RH")]
    told = Problem.objects.get(reason="rate_rounded_half")
    assert (told.severity, told.rows) == ("notice", [[37, 37]])
    assert not Problem.objects.filter(reason="rate_disagrees").exists()


@pytest.mark.parametrize("order", [(KIRBY, KIRBY_BY_RACE), (KIRBY_BY_RACE, KIRBY)])
def test_the_two_kirby_files_stand_side_by_side_in_either_order(take_in, stage, order):
    first = take_in(order[0])
    before = in_effect()
    second = stage(order[1])
    # "All students" of six years and "race not reported" of five are in both files.
    assert (second.unchanged, second.changed, second.removed) == (11, 0, 0)
    assert second.new == second.rows - 11
    accept(second, by=second.created_by)
    after = in_effect()
    assert before.items() <= after.items(), "the second file took nothing of the first away"
    assert len(groups_in_effect()) == first.rows + second.rows - 11 == 94


def test_the_same_file_again_changes_nothing_and_says_so(take_in, stage):
    take_in(KIRBY)
    before = in_effect()
    again = stage(KIRBY)
    assert (again.new, again.changed, again.unchanged, again.removed) == (0, 0, 54, 0)
    assert "same_file" in {notice["code"] for notice in as_json(again)["notices"]}
    accept(again, by=again.created_by)
    assert in_effect() == before


def test_withdrawing_restores_exactly_what_counted_before(take_in):
    take_in(KIRBY)
    before = (
        in_effect(),
        list(Claim.objects.filter(in_effect=True).order_by("pk").values_list("pk", flat=True)),
    )
    second = take_in(KIRBY_BY_RACE)
    assert in_effect() != before[0]
    withdraw(second, by=second.created_by, why="Handed in by mistake")
    after = (
        in_effect(),
        list(Claim.objects.filter(in_effect=True).order_by("pk").values_list("pk", flat=True)),
    )
    assert after == before


def test_orange_county_goes_in_and_what_cannot_be_trusted_stays_out(take_in, real_files):
    submission = take_in(ORANGE)
    assert (submission.state, submission.rows) == ("accepted", 34_694)
    found = problems(submission)
    # "Sex: not reported" repeats another group: girls and boys are already everybody. Twelve schools, most of them
    # charter schools that opened or closed, more than doubled or halved.
    assert {key for key, problem in found.items() if problem.severity in ("error", "warning")} == {
        "groups_disagree",
        "jump",
    }
    assert found["jump"].message.count("→") == 5 and "7 more" in found["jump"].message
    assert {key: found[key].count for key in ("doubled_year", "zero_of_zero", "no_school")} == {
        "doubled_year": 10_950,
        "zero_of_zero": 8_529,
        "no_school": 1_468,
    }
    assert found["doubled_year"].rows == [[2, 10_951]], "the rows of 2017-18 and 2018-19, one after the other"
    assert "2017-18, 2018-19" in found["doubled_year"].message
    assert found["rate_is_fraction"].severity == found["rate_of_events"].severity == "notice"
    assert any(
        "Anaheim City" in problem.message for problem in submission.problems.filter(reason="two_names")
    )

    rows = rows_of(real_files, ORANGE, "utf-8")
    trusted = [
        row
        for row in rows
        if row["academic_year"] > "2019"
        and row["school_code"] not in ("0", "1")
        and {row["cumulative_enrollment"], row["total_suspensions"]} != {"0.0"}
    ]
    assert submission.new == len(trusted) == submission.rows - submission.left_out
    facts = in_effect()
    assert len(facts) == 3 * len(trusted)
    names = {"Female": "female", "Students with Disabilities": "disability", "All Students": "all"}
    names["Socioeconomically Disadvantaged"] = "disadvantaged"
    checked = 0
    for row in trusted:
        if group := names.get(row["subgroup"]):
            code = f"{row['county_code']:0>2}{row['district_code']:0>5}{row['school_code']:0>7}"
            where = (code, row["academic_year"], group)
            assert facts[*where, "enrollment"] == (int(float(row["cumulative_enrollment"])), "reported")
            assert facts[*where, "suspended"] == (int(float(row["unduplicated_suspensions"])), "reported")
            checked += 1
    assert checked > 8_000


def test_places_that_orange_county_names_enter_the_registry_on_acceptance(stage):
    submission = stage(ORANGE)
    assert not Place.objects.filter(code__startswith="30").exists()
    accept(submission, by=submission.created_by)
    county = Place.objects.get(kind="county", code="30")
    anaheim = Place.objects.get(kind="district", code="3066423")
    assert (county.name, anaheim.parent, anaheim.name) == ("Orange", county, "Anaheim Elementary")
    assert [other.name for other in anaheim.other_names.all()] == ["Anaheim City"]
    samueli = Place.objects.get(kind="school", code="30103060126037")
    assert (samueli.name, samueli.parent.name) == ("Samueli Academy", "Orange County Department of Education")
    assert not Place.objects.filter(code__startswith="30", in_partnership=True).exists()
    assert Place.objects.filter(kind="district", code__startswith="30").count() == 30


def test_every_scope_of_orange_county_is_claimed_once(take_in):
    take_in(ORANGE)
    per_scope = defaultdict(int)
    for claim in Claim.objects.filter(in_effect=True):
        per_scope[claim.place_id, claim.period, claim.family] += 1
    assert set(per_scope.values()) == {1}


def test_the_same_rows_as_a_workbook_are_the_same_rows(take_in, world, real_files):
    """Somebody opened the file in Excel and saved it: codes became numbers, counts became numbers."""
    take_in(KIRBY_BY_RACE)
    book = openpyxl.Workbook()
    text = (real_files / "california" / KIRBY_BY_RACE).read_text()
    for row in csv.reader(io.StringIO(text)):
        book.active.append(
            [float(cell) if re.fullmatch(r"\d+(\.\d+)?", cell) else cell or None for cell in row]
        )
    content = io.BytesIO()
    book.save(content)
    county = world["county-office"]
    submission = receive(
        by=world.person("data_coordinator", county),
        organization=county,
        dataset="school_totals",
        name="kirby.xlsx",
        content=content.getvalue(),
        in_background=False,
    )
    stage_now(submission)
    assert (submission.state, submission.unchanged, submission.new, submission.removed) == (
        "staged",
        51,
        0,
        0,
    )
