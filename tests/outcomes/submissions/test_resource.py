"""The front door of data speaks import-export: resources, results, dry run, export."""

import pytest
import tablib
from import_export.resources import ModelResource
from import_export.results import RowResult

from outcomes.datasets import DATASETS
from outcomes.datasets.facts import AttendanceMonth, Engagement
from outcomes.models import Claim, Problem, Submission
from outcomes.submissions.columnar import ColumnarDataset
from outcomes.submissions.resource import resource_of

HEADERS = ["School", "Student ID", "Month", "Days Expected", "Excused Absences", "Unexcused Absences"]
ROWS = [
    ("0100001", "1", "2024-09", 20, 1, 0),
    ("0100001", "2", "2024-09", 20, 0, 0),
    ("0100001", "3", "2024-09", 20, 19, 2),
    ("0100001", "4", "2024-09", 20, 18, 3),
]


@pytest.fixture
def submission(world):
    return Submission.objects.create(
        organization=world["alder"],
        dataset="student_attendance",
        file_name="file.csv",
        content_hash="x",
        size=1,
        created_by=world.person("data_coordinator"),
    )


@pytest.fixture
def resource():
    return resource_of(DATASETS["student_attendance"])()


def test_a_resource_of_each_dataset_is_import_exports_own(resource):
    assert isinstance(resource, ModelResource)
    assert {resource_of(dataset)._meta.model for dataset in DATASETS.values()} == {
        dataset.fact for dataset in DATASETS.values()
    }


def test_a_tablib_dataset_gives_a_result_with_totals_and_errors_by_reason(resource, submission):
    result = resource.import_data(tablib.Dataset(*ROWS, headers=HEADERS), submission=submission)
    assert result.has_errors()
    assert result.total_rows == 4
    assert dict(result.totals) == {
        RowResult.IMPORT_TYPE_NEW: 2,
        RowResult.IMPORT_TYPE_UPDATE: 0,
        RowResult.IMPORT_TYPE_DELETE: 0,
        RowResult.IMPORT_TYPE_SKIP: 0,
        RowResult.IMPORT_TYPE_ERROR: 2,
        RowResult.IMPORT_TYPE_INVALID: 0,
    }
    (row,) = [row for row in result.rows if row.errors]
    assert "More days absent than expected" in str(row.errors[0].error)
    assert row.errors[0].number == result.error_rows[0].number == 4, "the header is row 1"


def test_errors_commit_nothing_that_counts(resource, submission):
    resource.import_data(tablib.Dataset(*ROWS, headers=HEADERS), submission=submission)
    assert not Claim.objects.filter(in_effect=True).exists()


def test_inside_a_transaction_an_error_takes_everything_back(resource, submission):
    """An error that is only appended as an error row would commit; ours stand in the row results."""
    resource.import_data(tablib.Dataset(*ROWS, headers=HEADERS), use_transactions=True, submission=submission)
    assert AttendanceMonth.objects.count() == Claim.objects.count() == 0


def test_a_dry_run_counts_and_leaves_nothing(resource, submission):
    result = resource.import_data(
        tablib.Dataset(*ROWS[:2], headers=HEADERS), dry_run=True, submission=submission
    )
    assert (result.totals["new"], result.has_errors()) == (2, False)
    assert AttendanceMonth.objects.count() == Claim.objects.count() == Problem.objects.count() == 0


def test_import_exports_own_formats_are_read(resource, submission):
    from import_export.formats.base_formats import CSV

    text = "\n".join(",".join(map(str, row)) for row in [HEADERS, *ROWS[:2]])
    result = resource.import_data(CSV().create_dataset(text), submission=submission)
    assert result.totals["new"] == 2


def test_columns_stand_in_for_rows():
    dataset = ColumnarDataset.of_tablib(tablib.Dataset(*ROWS, headers=HEADERS), {"student_id": 1, "month": 2})
    assert (len(dataset), dataset.headers) == (4, ["student_id", "month"])
    assert list(dataset)[2] == ("3", "2024-09")


def test_an_export_cannot_run_as_a_formula(world):
    Engagement.objects.create(
        student_key=1, claim_id=1, entry_date="2024-09-01", stage='=HYPERLINK("x")', role="@lead"
    )
    resource = resource_of(DATASETS["program_roster"])()
    exported = resource.export(Engagement.objects.all()).dict[0]
    assert exported["stage"] == '\'=HYPERLINK("x")' and exported["role"] == "'@lead"
