"""What a student is known by after the gate."""

import hashlib
import hmac

import pytest

from outcomes.models import AttendanceMonth, Engagement, Enrollment
from outcomes.submissions.identity import DamagedId, canonical_id, kind_of_id, rotate, student_keys


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("123", "123"),
        (" 123 ", "123"),
        ("00123", "123"),
        ("123.0", "123"),
        ("00123.00", "123"),
        ("'00123", "123"),
        ("12 34", "1234"),
        ("ab-12c", "AB-12C"),
        ("0ab1", "0AB1"),
        ("1.5", "1.5"),
    ],
)
def test_the_same_id_however_a_program_wrote_it(written, same):
    assert canonical_id(written) == same


@pytest.mark.parametrize("text", ["", "   ", "0", "000", "--", "?"])
def test_what_is_no_id(text):
    with pytest.raises(ValueError):
        canonical_id(text)


@pytest.mark.parametrize("text", ["1.23E+09", "1.23457e+09", "9E10"])
def test_a_rounded_id_is_lost_and_not_hashed(text):
    with pytest.raises(DamagedId):
        canonical_id(text)


def test_a_key_is_the_first_eight_bytes_of_a_keyed_hash(settings):
    settings.STUDENT_KEY_SECRETS = ["1:secret"]
    whole = hmac.new(b"secret", b"district|local|123", hashlib.sha256).digest()
    expected = int.from_bytes(whole[:8], "big", signed=True)
    assert student_keys(["123"], issuer="district", kind="local") == {"123": expected}


def test_the_same_local_id_of_two_districts_is_two_students():
    assert student_keys(["7"], issuer="a", kind="local") != student_keys(["7"], issuer="b", kind="local")


def test_a_state_id_is_one_student_in_every_district():
    assert student_keys(["7"], issuer="a", kind="state") == student_keys(["7"], issuer="b", kind="state")
    assert student_keys(["7"], issuer="a", kind="state") != student_keys(["7"], issuer="a", kind="local")
    assert [kind_of_id(header) for header in ("SSID", "State Student ID", "Student ID", "local_id")] == [
        "state",
        "state",
        "local",
        "local",
    ]


def test_stored_keys_rotate_to_what_ids_hash_to_under_the_new_secret(settings):
    settings.STUDENT_KEY_SECRETS = ["1:old"]
    old = student_keys(["1", "2"], issuer="d", kind="local")
    settings.STUDENT_KEY_SECRETS = ["2:new", "1:old"]
    new = student_keys(["1", "2"], issuer="d", kind="local")
    assert rotate(old.values(), "new") == {old[text]: new[text] for text in old}
    settings.STUDENT_KEY_SECRETS = ["3:newer", "2:new", "1:old"]
    newer = student_keys(["1"], issuer="d", kind="local")
    assert rotate([new["1"]], "newer") == {new["1"]: newer["1"]}


ENROLLMENT = "school,student_id,school_year,entry_date"


def test_the_same_student_in_two_files_has_one_key(accepted):
    accepted("student_enrollment", ENROLLMENT, ["0100001,00042,2024-25,2024-08-15"])
    accepted(
        "student_attendance",
        "school,student_id,month,days_expected,days_excused,days_unexcused",
        ["0100001,42.0,2024-09,20,0,0"],
    )
    assert Enrollment.objects.get().student_key == AttendanceMonth.objects.get().student_key


def test_the_same_id_in_two_districts_is_two_students(accepted):
    accepted("student_enrollment", ENROLLMENT, ["0100001,42,2024-25,2024-08-15"])
    accepted("student_enrollment", ENROLLMENT, ["0100001,42,2024-25,2024-08-15"], organization="birch")
    assert Enrollment.objects.values("student_key").distinct().count() == 2


def test_a_county_office_hands_in_ids_of_the_districts(accepted, hand_in, world):
    """The issuer is the district that answers for the school, whoever hands the file in."""
    accepted("student_enrollment", ENROLLMENT, ["99100010100001,42,2024-25,2024-08-15"])
    county = hand_in(
        "student_enrollment",
        ENROLLMENT,
        ["99100010100001,42,2024-25,2024-08-15", "99100020100001,42,2024-25,2024-08-15"],
        organization="county-office",
    )
    assert (county.new, county.unchanged) == (1, 1)


def test_a_program_says_whose_ids_its_roster_holds(accepted, world):
    program = world.programs["mentoring"]
    accepted("student_enrollment", ENROLLMENT, ["0100001,42,2024-25,2024-08-15"])
    accepted("student_enrollment", ENROLLMENT, ["0100001,42,2024-25,2024-08-15"], organization="birch")
    roster = accepted(
        "program_roster",
        "student_id,issuer,entry_date",
        ["42,birch,2024-09-01", "42,Alder Unified School District,2024-09-01"],
        organization="open-door",
        period="2024-25",
        program=program,
    )
    assert roster.rows == 2
    engaged = set(Engagement.objects.values_list("student_key", flat=True))
    assert engaged == set(Enrollment.objects.values_list("student_key", flat=True))


def test_without_a_word_a_roster_holds_ids_of_the_programs_only_district(accepted, world):
    accepted("student_enrollment", ENROLLMENT, ["0100001,42,2024-25,2024-08-15"])
    accepted(
        "program_roster",
        "student_id,entry_date",
        ["42,2024-09-01"],
        organization="open-door",
        period="2024-25",
        program=world.programs["mentoring"],
    )
    assert Engagement.objects.get().student_key == Enrollment.objects.get().student_key


def test_an_issuer_that_nobody_knows_is_an_error_never_a_guess(hand_in, world):
    submission = hand_in(
        "program_roster",
        "student_id,district,entry_date",
        ["42,Cedar District,2024-09-01", "43,,2024-09-01"],
        organization="open-door",
        period="2024-25",
        program=world.programs["mentoring"],
    )
    assert submission.problems.get(reason="unknown_issuer").rows == [[2, 3]]
    assert not Engagement.objects.exists()
