"""Which rows and cells of a file its problems are about."""

from dataclasses import dataclass

import numpy as np

from outcomes.datasets import DATASETS

from ..models import Severity
from ..presenter import problem_sentence

# Which rows are handed back: those with errors, those with any problem, all.
ERRORS, PROBLEMS, WHOLE = "errors", "problems", "whole"
SHOWN = (Severity.ERROR, Severity.LEFT_OUT, Severity.WARNING)
# A problem with the school is shown where the file names the school.
STANDS_FOR = {"school_code": ("cds_code", "school_name")}


@dataclass
class Mark:
    """One problem: its sentence, the header of its column ("" where it is about whole rows), its rows."""

    severity: str
    sentence: str
    header: str
    sheet: str
    starts: np.ndarray
    ends: np.ndarray

    def holds(self, numbers):
        """Mask of the row numbers (int array) that the problem is about."""
        at = np.searchsorted(self.starts, numbers, "right") - 1
        return (at >= 0) & (numbers <= self.ends[at])


def marks_of(submission, which):
    """The Marks of a submission that go with the rows chosen, errors first."""
    wanted = (Severity.ERROR,) if which == ERRORS else SHOWN
    dataset, columns = DATASETS[submission.dataset], submission.recognized.get("columns", {})
    found = [problem for problem in submission.problems.all() if problem.severity in wanted and problem.rows]
    found.sort(key=lambda problem: wanted.index(problem.severity))
    return [_mark(problem, dataset, columns) for problem in found]


def count_rows(submission):
    """{which: number of rows} that a workbook would hold; rows with several problems count once."""
    errors, others = [], []
    for severity, rows, sheet in _runs(submission):
        (errors if severity == Severity.ERROR else others).extend((sheet, *run) for run in rows)
    return {ERRORS: _union(errors), PROBLEMS: _union(errors + others), WHOLE: submission.rows}


def sheet_of(problem):
    """The sheet that a problem's rows are in, where several sheets of a file were read."""
    return getattr(problem, "sheet", "")


def _runs(submission):
    for problem in submission.problems.filter(severity__in=SHOWN):
        yield problem.severity, problem.rows, sheet_of(problem)


def _union(runs):
    """How many numbers lie in runs [(sheet, first, last)] that may overlap."""
    total, sheet, until = 0, None, -1
    for of, first, last in sorted(runs):
        if of != sheet:
            sheet, until = of, -1
        total += max(0, last - max(first, until + 1) + 1)
        until = max(until, last)
    return total


def _mark(problem, dataset, columns):
    names = (problem.column, *STANDS_FOR.get(problem.column, ()))
    header = next((columns[name] for name in names if name in columns), problem.detail.get("column", ""))
    runs = np.array(problem.rows, np.int64).reshape(-1, 2)
    return Mark(
        problem.severity,
        problem_sentence(problem, dataset),
        header,
        sheet_of(problem),
        runs[:, 0],
        runs[:, 1],
    )
