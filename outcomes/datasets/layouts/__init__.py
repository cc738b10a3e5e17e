"""The exports of known systems, one file per family, and what becomes of them.

A file in this folder declares `LAYOUTS`, a tuple of `Layout`; being here is all it takes to be known. A
layout turns an export that a dataset's own columns do not describe into those columns:

    def reshape(rows):
        rows.set("cds_code", code_in(rows["filename"]))
        return rows

    LAYOUTS = (
        Layout(
            key="dataquest_copy",
            title=_("Copies of DataQuest reports"),
            dataset="school_totals",
            recognizes=("filename", "Ethnicity", "CumulativeEnrollment"),
            columns={"filename": "filename", "group_title": "Ethnicity", ...},
            reshape=reshape,
        ),
    )

Where several fit, the one that demands the most headers is taken. What it is asked for and may return is
told in `declaration` and `rows`.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from .declaration import DoesNotFit, Layout
from .rows import Rows

__all__ = ["LAYOUTS", "DoesNotFit", "Layout", "Rows", "fitting", "fitting_elsewhere"]


class _Registry(Mapping):
    """{key: Layout} of every file in this folder, by dataset and key; read on first use."""

    def __getitem__(self, key):
        return _declared()[key]

    def __iter__(self):
        return iter(_declared())

    def __len__(self):
        return len(_declared())


@cache
def _declared():
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    layouts = [layout for module in modules for layout in getattr(module, "LAYOUTS", ())]
    return {layout.key: layout for layout in sorted(layouts, key=lambda each: (each.dataset, each.key))}


LAYOUTS = _Registry()


def fitting(dataset, header, told=""):
    """The most demanding layout of a dataset (its key) that a header fits, or None.

    told: what stands around the table: title lines, the sheet's and the file's name.
    """
    return _best({dataset, ""}, header, told)


def fitting_elsewhere(header, told=""):
    """The most demanding layout of any dataset that a header fits, or None."""
    return _best({layout.dataset for layout in LAYOUTS.values()}, header, told)


def _best(datasets, header, told):
    fits = [layout for layout in LAYOUTS.values() if layout.dataset in datasets and layout.fits(header, told)]
    return max(fits, key=lambda layout: layout.demands, default=None)
