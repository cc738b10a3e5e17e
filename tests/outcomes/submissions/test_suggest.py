"""Suggestions: by name in English and Spanish, by what stands below, never for what is personal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from outcomes.datasets import DATASETS
from outcomes.submissions.mapping.content import content_of, shape
from outcomes.submissions.mapping.suggest import suggest

SCHOOLS = {"lincoln elementary", "roosevelt middle"}
VALUES = {
    "date": ["2024-10-01", "2024-10-02", "2024-11-05", "2024-11-06"],
    "month": ["2024-09", "2024-10", "2024-09", "2024-10"],
    "ids": ["100234", "100235", "100236", "100237", "100238"],
    "days": ["20", "19", "20", "18"],
    "school": ["Lincoln Elementary", "Roosevelt Middle", "Lincoln Elementary"],
    "year": ["2024-25", "2024-25"],
    "grade": ["K", "03", "6th", "12"],
    "sex": ["Female", "Male", "F", "M"],
    "people": ["Maria Zeisig", "Pedro Zeisig", "Ana Zeisig", "Luz Zeisig"],
    "text": ["blue", "green", "red"],
}


def suggested(dataset, *columns):
    """{our column: header}; columns: (header, key of VALUES)."""
    contents = [
        content_of(header, VALUES[key], lambda text: text.lower() in SCHOOLS) for header, key in columns
    ]
    found = suggest(DATASETS[dataset].columns, contents)
    return {name: columns[suggestion.position][0] for name, suggestion in found.items()}


ATTENDANCE = ("school_name", "student_id", "month", "expected", "excused", "unexcused")
BY_NAME = [
    ("Campus", "Pupil No.", "Mo", "Days Possible", "Exc Abs", "Unex Abs"),
    (
        "Building Name",
        "STU_NBR",
        "Attendance Mth",
        "Membership Days",
        "Days Absent - Excused",
        "Days Absent - Unexcused",
    ),
    ("Plantel", "Matrícula", "Mes", "Días lectivos", "Faltas justificadas", "Faltas injustificadas"),
    (
        "Nombre de la escuela",
        "Número de estudiante",
        "Mes",
        "Días esperados",
        "Ausencias justificadas",
        "Sin justificar",
    ),
    ("School of attendance", "Learner ID", "Reporting period", "Total days", "Excused", "Unexcused"),
    ("ATT_SKL_NM", "ATT_STD_OID", "ATT_MONTH", "ATT_DAYS_EXPECTED", "ATT_EXC_ABS", "ATT_UNEXC_ABS"),
]


@pytest.mark.parametrize("headers", BY_NAME, ids=lambda headers: headers[0])
def test_names_are_known_in_two_languages_and_shortened(headers):
    kinds = ("school", "ids", "month", "days", "days", "days")
    found = suggested("student_attendance", *zip(headers, kinds, strict=True))
    assert {name: found.get(name) for name in ATTENDANCE} == dict(zip(ATTENDANCE, headers, strict=True))


def test_excused_is_never_suggested_for_unexcused():
    found = suggested("student_attendance", ("Unexcused", "days"), ("Número", "ids"))
    assert found["unexcused"] == "Unexcused" and "excused" not in found


def test_contents_tell_what_names_do_not():
    columns = [
        ("X1", "school"),
        ("X2", "ids"),
        ("X3", "date"),
        ("X4", "grade"),
        ("X5", "sex"),
        ("X6", "year"),
    ]
    found = suggested("student_enrollment", *columns)
    expected = {"school_name": "X1", "student_id": "X2", "grade": "X4", "sex": "X5", "year": "X6"}
    assert {name: found.get(name) for name in expected} == expected


def test_two_columns_of_dates_without_telling_names_are_not_guessed():
    found = suggested("student_enrollment", ("X1", "date"), ("X2", "date"))
    assert "entry_date" not in found and "exit_date" not in found


def test_a_name_whose_content_contradicts_it_gives_way():
    found = suggested("student_discipline", ("Date", "text"), ("Fecha del incidente", "date"))
    assert found["date"] == "Fecha del incidente"


@pytest.mark.parametrize(
    "header", ["Student Name", "Nombre", "Quién", "Apellidos", "DOB", "Fecha de nacimiento"]
)
def test_what_is_personal_is_suggested_for_nothing(header):
    values = "people" if header in ("Quién", "Student Name", "Nombre", "Apellidos") else "date"
    assert header not in suggested("student_enrollment", (header, values), ("Matrícula", "ids")).values()


@settings(max_examples=60, deadline=None)
@given(
    some.lists(some.text(max_size=30), min_size=1, max_size=8, unique=True),
    some.randoms(use_true_random=False),
)
def test_any_headers_get_at_most_one_column_each_and_never_twice(headers, draw):
    columns = [(header, draw.choice(list(VALUES))) for header in headers]
    for dataset in DATASETS:
        found = suggested(dataset, *columns)
        assert len(set(found.values())) == len(found)


@given(some.text(max_size=60))
def test_a_shape_tells_no_letter_and_no_digit(text):
    assert not set(shape(text)) & set("bcdefghijklmnopqrstuvwxyzBCDEFGHIJKLMNOPQRSTUVWXYZ012345678")
