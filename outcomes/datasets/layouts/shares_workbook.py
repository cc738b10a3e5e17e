"""An analyst's workbook: one sheet per school year, a row per school with its total and the share of each group.

Schools stand by name only, and a share is turned back into a count only where a single whole number gives it.
(A total below the list without a label is left out by the guarded reader.)
"""

import re

import numpy as np
from django.utils.translation import gettext_lazy as _

from .. import groups
from ..frame import Coded, number_in_sheet
from .declaration import Layout

NAME = ("Name", "School", "School Name", "Site", "Site Name")
TOTAL = ("Total", "Total Enrollment", "Enrollment", "Total Students", "Students", "Total Enrolled")
BLACK = ("African American", "Black or African American", "Black", "African American %", "% African American")
LATINO = ("Hispanic or Latino", "Hispanic", "Latino", "Hispanic/Latino", "Latinx", "Latino %", "% Latino")
_TOTALS = re.compile(
    r"(grand |overall |sub|district |all |school )*(totals?|averages?|mean|median|sum|schools)\W*", re.I
)
# A float with more digits than this was computed, not rounded by hand.
MOST_DIGITS = 9


def group_of(header):
    """The key of the race that a header names, or None."""
    key = groups.recognize("", header, "race", None)
    return key if key and groups.GROUPS[key].family in (groups.RACE, groups.RACE_NOT_REPORTED) else None


def number(text):
    """A number as a spreadsheet or a person writes it; None for anything else."""
    text = text.strip()
    try:
        value = float(text.removesuffix("%").replace(",", "").strip())
    except ValueError:
        return None
    return value / 100 if text.endswith("%") else value


def digits_of(text):
    """Decimals of the fraction that a text shows; "0.802" and "80.2%" show three."""
    shown = text.strip().removesuffix("%").strip().partition(".")[2]
    return len(shown) + (2 if text.strip().endswith("%") else 0)


def count_of(total, share, digits):
    """The only whole number of `total` that a fraction of so many decimals can stand for; None if it is not one."""
    if total <= 0:
        return 0 if total == 0 and share == 0 else None
    within = 0.5 * 10.0**-digits if digits <= MOST_DIGITS else 1e-7
    first = np.ceil((share - within) * total - 1e-6)
    last = np.floor((share + within) * total + 1e-6)
    return int(first) if first == last and 0 <= first <= total else None


def reshape(rows):
    rows.leave_out("labeled_total", rows.mask("name", lambda text: _TOTALS.fullmatch(text.strip())), "name")
    rows.error("blank", rows.mask("name", lambda text: not text.strip()), "name")
    scale, digits = _scale_and_digits(rows)
    rows.set("scale", scale)
    rows.set("digits", digits)
    rows.set("share:all", rows["total"])
    long = rows.melt("share", "key", "share")
    counts = long.mapped(_count, "key", "total", "share", "scale", "digits")
    derived = long.mask("scale", lambda text: text != "count") & long.mask("key", lambda key: key != "all")
    not_clear = counts.taken([text == "NM" for text in counts.values], bool)
    long.notice("count_of_share", derived & ~not_clear, "share")
    long.warn("share_not_clear", derived & not_clear, "share")
    long.set("census_enrollment", counts, rows.headers["total"])
    long.set("school_name", long["name"], rows.headers["name"])
    long.set("level", "school")
    long.set("group_code", long.mapped(lambda key: groups.GROUPS[key].cde, "key"))
    return long


def _scale_and_digits(rows):
    """Coded, alike within a sheet: whether cells are a "fraction", a "percent" or a "count", and how many
    decimals their fractions show.
    """
    sheet, _row = number_in_sheet(rows.numbers)
    shares = rows.wide("share")
    cells = [
        column.taken(
            [number(text) if number(text) is not None else np.nan for text in column.values], np.float64
        )
        for column in shares.values()
    ]
    added = np.nansum(cells, axis=0)
    scales, digits = np.zeros(len(rows), np.int32), np.zeros(len(rows), np.int32)
    names = ("fraction", "percent", "count")
    for one in np.unique(sheet):
        at = (sheet == one) & ~rows.out
        middle = float(np.median(added[at])) if at.any() else 1.0
        scale = 0 if middle < 1.5 else 1 if 90 < middle < 110 else 2
        scales[at] = scale
        shown = [digits_of(text) for column in shares.values() for text in _texts_at(column, at)]
        digits[at] = max(shown, default=0) + (2 if scale == 1 else 0)
    return Coded(list(names), scales), Coded([str(n) for n in range(digits.max(initial=0) + 1)], digits)


def _texts_at(column, at):
    return [column.values[code] for code in np.unique(column.codes[at])]


def _count(key, total, share, scale, digits):
    """The count as text; a cell that is no number stays as it is."""
    if key == "all" or scale == "count" or number(share) is None or number(total) is None:
        return share
    fraction = number(share) / (100 if scale == "percent" else 1)
    count = count_of(number(total), fraction, int(digits))
    return "NM" if count is None else str(count)


LAYOUTS = (
    Layout(
        key="school_shares_workbook",
        title=_("Workbook of schools with the share of each race, a sheet per year"),
        dataset="school_totals",
        recognizes=(NAME, TOTAL, BLACK, LATINO, ("White", "White %", "% White")),
        absent=("Reporting Category", "County Code", "District Code"),
        columns={"name": NAME, "total": TOTAL, "year": ("School Year", "Academic Year", "Year")},
        wide={"share": group_of},
        reshape=reshape,
        notices=("census_day",),
        about=_(
            "A workbook kept by hand: school names, total enrollment and shares by race. The school year is the "
            "sheet's name; the schools must be known by name."
        ),
    ),
)
