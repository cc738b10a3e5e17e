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
    assert list(DATASETS) == IN_AGREEMENTS
    assert [(key, student_level) for key, _title, student_level in catalog()] == [
        ("school_totals", False),
        ("student_enrollment", True),
        ("student_attendance", True),
        ("student_absence_summary", True),
        ("student_discipline", True),
        ("program_roster", True),
    ]


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
    """The only personal column that a dataset may map is the id, which becomes a key."""
    assert {column.personal for column in dataset.columns} <= {"", "student_id"}
    assert dataset.is_student_level == any(column.personal for column in dataset.columns)


def test_a_dataset_has_sentences_of_its_own_only_for_new_reasons(dataset):
    assert not set(dataset.reasons) & set(REASONS)
