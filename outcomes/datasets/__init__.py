"""The kinds of spreadsheet that the platform understands, one file each.

A dataset's file declares it as `DATASET`; being in this folder is all it takes to be known.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules


class _Registry(Mapping):
    """{key: Dataset} of every file in this folder, in their declared order; read on first use, because
    declarations name models.
    """

    def __getitem__(self, key):
        return _declared()[key]

    def __iter__(self):
        return iter(_declared())

    def __len__(self):
        return len(_declared())


@cache
def _declared():
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    datasets = [module.DATASET for module in modules if hasattr(module, "DATASET")]
    return {dataset.key: dataset for dataset in sorted(datasets, key=lambda dataset: dataset.order)}


DATASETS = _Registry()


def catalog():
    """[(key, title, student_level, kinds of organization)] of every dataset that agreements are about."""
    return [
        (dataset.key, dataset.title, dataset.is_student_level, dataset.kinds)
        for dataset in DATASETS.values()
        if dataset.needs_agreement
    ]


def elements():
    """{key: [(column, title, whether an agreement may withhold it)]} of every dataset. Without what tells the
    student, the place and the period, no row could be understood.
    """
    return {
        dataset.key: [
            (column.name, column.title, dataset.is_student_level and not _is_needed(dataset, column))
            for column in dataset.columns
        ]
        for dataset in DATASETS.values()
    }


def _is_needed(dataset, column):
    stand_ins = {name for other in dataset.columns for name in other.unless}
    tells_who_and_where = {"school_code", "school_name", "issuer", dataset.period_column} | stand_ins
    return column.required or column.name in tells_who_and_where
