"""What every dataset's declaration must keep, the next one included."""

import pytest

from outcomes.datasets import DATASETS, catalog
from outcomes.datasets.reasons import REASONS
from outcomes.submissions.recognize import fold, recognize
from outcomes.submissions.understand import READERS
from tests.conftest import DATASETS as IN_AGREEMENTS


@pytest.fixture(params=list(DATASETS))
def dataset(request):
    return DATASETS[request.param]


def test_the_registry_finds_every_file_in_the_folder():
    known = [
        ("school_totals", False),
        ("student_enrollment", True),
        ("student_attendance", True),
        ("student_absence_summary", True),
        ("student_discipline", True),
        ("program_roster", True),
        ("service_log", True),
        ("challenge_results", True),
        ("student_scores", True),
        ("school_calendar", False),
        ("probation_outcomes", False),
        ("police_stops", False),
        ("training_completions", False),
        ("workforce", False),
    ]
    assert [(key, student_level) for key, _title, student_level, _kinds in catalog()] == known
    # Public by its nature: no agreement is about it.
    assert list(DATASETS) == [*(key for key, _level in known), "partner_directory"]
    assert set(IN_AGREEMENTS) <= set(DATASETS)


def test_students_are_never_spoken_of_in_free_text(dataset):
    """A file of single students stores words of short lists only; "text" serves to find schools and districts."""
    if dataset.is_student_level:
        stored = {field.name for field in dataset.fact._meta.concrete_fields}
        free = {column.name for column in dataset.columns if column.type in ("text", "name")}
        # The class period only tells which marks are of a whole day.
        assert free <= {"school_code", "school_name", "issuer", "class_period"} and not free & stored


def test_a_file_for_a_program_never_asks_for_a_school(dataset):
    assert dataset.place in {"school", "levels", "program", "organization"}
    names = {column.name for column in dataset.columns}
    assert ("school_code" in names) == (dataset.place in {"school", "levels"})
    assert not (dataset.is_student_level and dataset.place == "organization")


def test_what_the_period_column_tells_is_of_the_periods_kind(dataset):
    types = {column.name: column.type for column in dataset.columns}
    if dataset.period_column:
        assert types[dataset.period_column] == dataset.period
    assert dataset.cadence == dataset.period


def test_no_header_means_two_columns(dataset):
    headers = {}
    for column in dataset.columns:
        for alias in (column.name, *column.aliases):
            assert headers.setdefault(fold(alias), column.name) == column.name, alias


def test_every_type_can_be_read(dataset):
    assert {column.type for column in dataset.columns} <= set(READERS)


def test_identity_and_parts_are_fields_of_the_fact(dataset):
    fields = {field.name for field in dataset.fact._meta.concrete_fields}
    assert {*dataset.identity, *dataset.parts, "claim_id"} <= fields


def test_a_file_with_our_own_headers_is_recognized(dataset):
    found = recognize(dataset, [column.name for column in dataset.columns])
    assert found.missing == found.personal == found.unused == []
    assert found.columns == {column.name: column.name for column in dataset.columns}


def test_only_keys_stand_for_students(dataset):
    """The only personal columns that a dataset may map are the id and the code, which become keys."""
    assert {column.personal for column in dataset.columns} <= {"", "student_id", "participant_code"}
    assert dataset.is_student_level == any(column.personal for column in dataset.columns)


def test_a_dataset_has_sentences_of_its_own_only_for_new_reasons(dataset):
    assert not set(dataset.reasons) & set(REASONS)
