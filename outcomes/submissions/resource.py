"""The front door of data (DESIGN rule 7): import-export's resource over columns instead of rows.

`import_data` checks every row of a ColumnarDataset at once and stages what may go in, set-based. It returns
import-export's `Result`: totals of new, changed, removed and unchanged rows, and one row result per reason
for errors, so that `has_errors()` speaks the truth. Staged rows are invisible; accepting them is an action.
"""

from functools import cache

from import_export.resources import ModelResource
from import_export.results import Error, RowResult

from outcomes.datasets.export import escape_formula

from .check import check
from .columnar import ColumnarDataset
from .compare import compare
from .recognize import recognize, refuse_gang_designation, refuse_what_does_not_fit
from .stage import clear, keep_problems, stage


class LeftOutOrWrong(ValueError):
    """Stands in import-export's results for all rows with one reason; says the sentence."""


class BulkResource(ModelResource):
    """Base of the resource of a dataset; `resource_of` makes them."""

    dataset = None

    def import_data_inner(
        self, dataset, dry_run, raise_errors, using_transactions, collect_failed_rows, *, submission, **kwargs
    ):
        """dataset: a ColumnarDataset, or a tablib.Dataset as import-export's own formats make it.

        submission: under whose claims the rows are staged. seen: told (step, done, total) as it goes.
        With dry_run, import-export's transaction around this call takes everything back.
        """
        seen = kwargs.get("seen", lambda step, done, total: None)
        data = dataset if isinstance(dataset, ColumnarDataset) else self._columns_of(dataset)
        seen("checking", 0, len(data))
        checked = check(
            self.dataset,
            data,
            organization=submission.organization,
            period=submission.period,
            program=submission.program,
            silent=set(submission.silent_schools.values_list("pk", flat=True)),
        )
        clear(self.dataset, submission)
        total = len(checked.rows)
        staged = stage(self.dataset, checked, submission, lambda rows: seen("staging", rows, total))
        seen("comparing", total, total)
        difference = compare(self.dataset, submission, staged.rows)
        keep_problems(self.dataset, checked.frame, submission)
        return self._result(data, checked.frame, difference, submission)

    def _columns_of(self, dataset):
        found = recognize(self.dataset, dataset.headers)
        refuse_gang_designation(self.dataset, dataset.headers)
        refuse_what_does_not_fit(self.dataset, found)
        return ColumnarDataset.of_tablib(dataset, found.positions)

    def _result(self, data, frame, difference, submission):
        result = self.get_result_class()()
        result.difference, result.frame = difference, frame
        result.total_rows = data.rows_read
        result.totals[RowResult.IMPORT_TYPE_NEW] = difference.new
        result.totals[RowResult.IMPORT_TYPE_UPDATE] = difference.changed
        result.totals[RowResult.IMPORT_TYPE_DELETE] = difference.removed
        result.totals[RowResult.IMPORT_TYPE_SKIP] = difference.unchanged
        result.totals[RowResult.IMPORT_TYPE_ERROR] = frame.count("error") + len(data.ragged)
        for problem in submission.problems.filter(severity="error"):
            number = problem.rows[0][0]
            row = RowResult()
            row.import_type = RowResult.IMPORT_TYPE_ERROR
            row.errors = [Error(LeftOutOrWrong(problem.message), number=number)]
            result.append_row_result(row)
            result.append_error_row(number, {}, row.errors)
        return result

    def export_field(self, field, instance, **kwargs):
        """As a spreadsheet may hold it: text that a program would run as a formula is made harmless."""
        return escape_formula(super().export_field(field, instance, **kwargs))


@cache
def resource_of(dataset):
    """The resource class of a dataset."""
    meta = type("Meta", (), {"model": dataset.fact, "use_transactions": False})
    return type(f"{dataset.fact.__name__}Resource", (BulkResource,), {"Meta": meta, "dataset": dataset})
