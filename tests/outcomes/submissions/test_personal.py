"""Identity stops at the gate: what is recognized, refused, dropped, and found nowhere afterwards."""

import logging
import tempfile

import pytest
from django.db import connection

from outcomes.submissions.personal import is_gang_designation, not_an_id, personal_content, personal_kind

from .at_once import in_a_thread, shared_database

ENROLLMENT = "school,student_id,school_year,entry_date"


@pytest.mark.parametrize(
    "header",
    [
        "Last Name",
        "StudentFirstName",
        "first_name",
        "Surname",
        "NAME",
        "Preferred Name",
        "Parent/Guardian Name",
        "Name.MiddleName",
        "DOB",
        "Birth Date",
        "BirthData.BirthDate",
        "date_of_birth",
        "Home Address",
        "Mailing Street",
        "Zip",
        "Cell Phone",
        "parent_email",
        "E-Mail",
        "SSN",
        "Social Security Number",
    ],
)
def test_headers_that_promise_personal_data(header):
    assert personal_kind(header)


@pytest.mark.parametrize(
    "header",
    [
        "School Name",
        "Student ID",
        "Grade",
        "Entry Date",
        "District Name",
        "Program Name",
        "Days Excused",
        "Mobility",
    ],
)
def test_headers_that_do_not(header):
    assert not personal_kind(header)


@pytest.mark.parametrize(
    "header",
    [
        "Gang",
        "gang_affiliation",
        "GangName",
        "Suspected gang member",
        "CalGang ID",
        "CalGangs",
        "Moniker",
        "Monikers",
        "Set",
        "Set Name",
        "Street Set",
        "Affiliation",
        "Known Affiliates of gang",
        "Validated Member",
        "validated_gang_member",
        "Security Threat Group",
        "STG",
        "Clique",
    ],
)
def test_headers_that_mark_people_as_gang_members(header):
    assert is_gang_designation(header)


@pytest.mark.parametrize(
    "header",
    [
        "Gang Prevention Program",
        "Gang reduction and intervention partnership",
        "GRIP gang awareness class",
        "Data set",
        "Set date",
        "Reset",
        "School Affiliation",
        "Tribal Affiliation",
        "Validated",
        "Date validated",
        "Group",
        "Organization",
        "Engaged",
        "Offset",
    ],
)
def test_headers_that_only_sound_like_it(header):
    assert not is_gang_designation(header)


@pytest.mark.parametrize("header", ["Gang", "Moniker", "Validated member"])
def test_a_file_about_people_with_a_gang_designation_is_refused(hand_in, header):
    submission = hand_in(
        "student_enrollment", f"{ENROLLMENT},{header}", ["0100001,1,2024-25,2024-08-15,Northside"]
    )
    assert submission.state == "refused"
    assert header in submission.refusal and "28 CFR Part 23" in submission.refusal
    assert submission.vault_item is None
    assert not submission.claims.exists()


def test_a_program_about_gangs_is_no_designation(hand_in):
    submission = hand_in(
        "student_enrollment", f"{ENROLLMENT},Gang prevention program", ["0100001,1,2024-25,2024-08-15,yes"]
    )
    assert submission.state == "staged"


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["123-45-6789", "987-65-4321"], "social security number"),
        (["4/5/2010", "2011-06-07"], "birth date"),
        (["a.b@example.org"], "e-mail"),
        (["Garcia Lopez, Maria", "Lee, Ann"], "name"),
        (["(714) 555-0100"], "telephone"),
        (["1001", "A-77", "MARIA1", "Maria"], ""),
        (["", ""], ""),
    ],
)
def test_values_that_are_no_ids(values, kind):
    assert not_an_id(values) == kind


def test_two_words_without_digits_are_personal_only_where_an_id_should_be():
    assert personal_content(["Alder School", "Birch School"]) == ""


@pytest.mark.parametrize("values", [("123-45-6789", "987-65-4321"), ("Garcia Maria", "Lee Ann")])
def test_personal_data_mapped_as_an_id_refuses_the_file(hand_in, values):
    submission = hand_in(
        "student_enrollment", ENROLLMENT, [f"0100001,{value},2024-25,2024-08-15" for value in values]
    )
    assert (submission.state, submission.claims.count()) == ("refused", 0)
    assert not any(value in submission.refusal for value in values)


CANARIES = [
    "Zyxwvuts",
    "Quetzalcoatlus",
    "9/17/2011",
    "123-45-6789",
    "canary@example.net",
    "31 Plover Lane",
    "55501234",
]
HEADER = f"{ENROLLMENT},last_name,first_name,birth_date,column 9,contact,street,notes"


def test_names_are_found_nowhere_afterwards(hand_in, accepted, caplog):
    caplog.set_level(logging.DEBUG)
    hand_in_canaries(hand_in, accepted)
    stored = "\n".join(_everything_stored()) + caplog.text
    for canary in [*CANARIES, "77001234"]:
        assert canary.lower() not in stored.lower(), canary


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the files of a server are not ours to read")
def test_names_are_found_in_no_file_afterwards(hand_in, accepted, tmp_path, monkeypatch):
    """The database's files, pages that were freed and the write-ahead log included, and temporary files."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("TMPDIR", str(temporary))
    seen = {}

    def look():
        for path in tmp_path.rglob("*"):
            if path.is_file():
                seen[path.name] = seen.get(path.name, b"") + path.read_bytes().lower()

    def work():
        hand_in_canaries(hand_in, accepted, between=look)
        look()

    with shared_database(tmp_path):
        in_a_thread(work)
    assert any(b"student_enrollment" in content for content in seen.values()), (
        "we did not look at the database"
    )
    for canary in [*CANARIES, "77001234"]:
        for name, content in seen.items():
            for written in (canary.lower().encode(), canary.lower().encode("utf-16-le")):
                assert written not in content, f"{canary} in {name}"


def hand_in_canaries(hand_in, accepted, between=lambda: None):
    """Canaries in every personal column, in rows that go in, stay out, and break a rule."""
    tail = ",".join(CANARIES)
    submission = accepted("student_enrollment", HEADER, [f"0100001,77001234,2024-25,2024-08-15,{tail}"])
    assert (
        "last_name" in submission.recognized["personal"] and "column 9" in submission.recognized["personal"]
    )
    between()
    hand_in(
        "student_enrollment",
        HEADER,
        [
            f"0100009,77001234,2024-25,2024-08-15,{tail}",
            f"0100001,77001234,2024-25,Zyxwvuts,{tail}",
            f"0100001,77001234,2024-25,2024-08-15,{tail},more,fields",
        ],
    )
    hand_in(
        "student_enrollment", HEADER.replace("entry_date", "nothing"), [f"0100001,77001234,2024-25,x,{tail}"]
    )


def _everything_stored():
    """Every text and number of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    yield (
                        bytes(value).decode("latin-1")
                        if isinstance(value, bytes | memoryview)
                        else str(value)
                    )
