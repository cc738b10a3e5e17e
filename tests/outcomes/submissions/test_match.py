"""Which school is meant, and whose it is."""

import pytest

from outcomes.models import Claim
from outcomes.submissions.accept import accept
from outcomes.submissions.match import plain_name
from partnership.actions.places import add_place, know_place_as
from partnership.models import Place

ATTENDANCE = "{},student_id,month,days_expected,days_excused,days_unexcused"
TOTALS = (
    "AcademicYear,CountyCode,DistrictCode,SchoolCode,SchoolName,DistrictName,ReportingCategory_Description,"
    "CumulativeEnrollment,Total Suspensions,Unduplicated Count of Students Suspended (Total)"
)


@pytest.fixture
def school_of(hand_in):
    """The code of the school that a text is taken for, or the reason of the problem."""

    def school_of(text, header="school", **kwargs):
        submission = hand_in(
            "student_attendance",
            ATTENDANCE.format(header),
            [[text, "1", "2024-09", "20", "0", "0"]],
            **kwargs,
        )
        claim = submission.claims.select_related("place").first()
        return claim.place.code if claim else submission.problems.get(severity="error").reason

    return school_of


@pytest.mark.parametrize(
    "text",
    ["99100010100001", "0100001", "100001", "100001.0", "Alder School 1", "ALDER  school 1", "Alder 1"],
)
def test_a_school_by_its_code_with_or_without_zeros_or_by_its_name(school_of, text):
    assert school_of(text) == "99100010100001"


def test_a_school_by_another_name(school_of, world):
    know_place_as(world.places["alder-1"], by=None, name="Lincoln Elementary School")
    assert school_of("Lincoln ES", "School Name") == "99100010100001"


def test_usual_abbreviations_are_written_out():
    assert plain_name("Lincoln ES") == plain_name("LINCOLN Elem. School") == plain_name("Lincoln Elementary")
    assert plain_name("Lincoln ES") != plain_name("Lincoln MS")


def test_a_school_that_nobody_knows(school_of):
    assert school_of("0109999") == "unknown_school"
    assert school_of("Nowhere") == "unknown_school"


def test_a_school_of_somebody_else_is_told_apart(school_of):
    assert school_of("99100020100001") == "not_your_place"


def test_a_wrong_code_is_not_mended_by_a_name(hand_in):
    submission = hand_in(
        "student_attendance",
        ATTENDANCE.format("school_code,school_name"),
        ["0109999,Alder School 1,1,2024-09,20,0,0"],
    )
    assert submission.problems.get(severity="error").reason == "unknown_school"


def test_a_near_name_is_suggested(hand_in):
    submission = hand_in(
        "student_attendance", ATTENDANCE.format("school"), ["Alder Shool 1,1,2024-09,20,0,0"]
    )
    assert "Perhaps: Alder School 1" in submission.problems.get(reason="unknown_school").message


def test_a_name_that_two_schools_bear_is_not_guessed(school_of, world):
    for number in (8, 9):
        add_place(
            by=None,
            kind="school",
            code=f"9910001010000{number}",
            name="Twin School",
            parent=world.places["alder"],
        )
    assert school_of("Twin School") == "ambiguous_school"
    assert school_of("0100008") == "99100010100008"


def test_a_district_hands_in_totals_of_its_own_schools_only(hand_in):
    submission = hand_in(
        "school_totals",
        TOTALS,
        [
            "2023-24,99,10001,0100001,Alder School 1,Alder,Total,50,9,5",
            "2023-24,99,10002,0100001,Birch School 1,Birch,Total,50,9,5",
            "2023-24,99,10001,0109999,Nowhere,Alder,Total,50,9,5",
        ],
    )
    found = {problem.reason: problem.rows for problem in submission.problems.filter(severity="error")}
    assert found == {"not_your_place": [[3, 3]], "unknown_school": [[4, 4]]}
    assert not submission.named_places.exists()


def test_a_county_office_names_places_that_are_entered_on_acceptance(hand_in):
    rows = [
        "2022-23,42,66666,0100007,Old Name,Cove District,Total,50,9,5",
        "2023-24,42,66666,0100007,New Name,Cove Unified,Total,50,9,5",
        "2023-24,99,10001,0100001,Alder Academy,Alder USD,Total,50,9,5",
    ]
    submission = hand_in("school_totals", TOTALS, rows, organization="county-office")
    assert not Place.objects.filter(code__startswith="42").exists()
    assert Claim.objects.filter(place=None).count() == 2
    accept(submission, by=submission.created_by)
    school = Place.objects.get(kind="school", code="42666660100007")
    assert (school.name, school.parent.name, school.parent.parent.code) == ("New Name", "Cove Unified", "42")
    assert [name.name for name in school.other_names.all()] == ["Old Name"]
    assert [name.name for name in school.parent.other_names.all()] == ["Cove District"]
    assert not school.in_partnership
    alder = Place.objects.get(code="99100010100001")
    assert (alder.name, [name.name for name in alder.other_names.all()]) == (
        "Alder School 1",
        ["Alder Academy"],
    )
    assert not Claim.objects.filter(place=None).exists()


def test_a_school_year_of_zero_incidents_is_reported_for_every_school_declared(accepted, world):
    """The file holds one school; the district is complete for both."""
    submission = accepted(
        "student_discipline", "school,student_id,date,action", ["0100001,1,2024-09-10,OSS"], period="2024-25"
    )
    claims = submission.claims.values_list("place__code", "rows")
    assert set(claims) == {("99100010100001", 1), ("99100010100002", 0)}
    closed = world.places["alder-2"]
    closed.closed_on = "2023-06-30"
    closed.save()
    again = accepted("student_discipline", "school,student_id,date,action", [], period="2024-25")
    assert list(again.claims.values_list("place__code", flat=True)) == ["99100010100001"]
    assert (again.rows, again.removed) == (0, 1)
