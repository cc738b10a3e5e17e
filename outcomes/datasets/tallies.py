"""What datasets of counts have in common: whose they are, of which group, and how each count becomes a fact.

A dataset that uses `counted` needs no table of its own: its facts are Tally rows.
"""

import numpy as np
import pandas as pd
from django.utils.translation import gettext_lazy as _

from . import groups
from .declaration import Column, Facts
from .facts import CellState
from .frame import BAD, BLANK, MISSING, VALUE, Coded, combined, firsts

STATES = {kind: CellState(word) for word, kind in MISSING.items() if word in CellState.values}
# The row of a bad cell is an error and stays out.
STATES |= {VALUE: CellState.REPORTED, BLANK: CellState.NOT_REPORTED, BAD: CellState.NOT_REPORTED}

AGENCY = Column(
    "agency",
    _("Organization"),
    aliases=(
        "Agency",
        "Organization",
        "Department",
        "Agency Name",
        "Law Enforcement Agency",
        "Agency ORI Name",
    ),
    help=_("Only in a file about several organizations; otherwise it is the one that hands the file in."),
)
CALENDAR_YEAR = Column(
    "year",
    _("Calendar year"),
    "year",
    aliases=("Year", "Calendar Year", "Reporting Year", "Report Year", "CY"),
    example="2024",
)
GROUP = (
    Column(
        "group_title",
        _("Group"),
        aliases=(
            "Group",
            "Race or Ethnicity",
            "Race Ethnicity",
            "Race",
            "Ethnicity",
            "Perceived Race or Ethnicity",
            "Gender",
            "Sex",
            "Age Group",
            "Age",
            "Demographic Group",
        ),
        example="All",
        help=_(
            "A race, a sex or an age; “All” for everybody. Without this column, every row is of everybody."
        ),
    ),
    Column("group_category", _("Kind of group"), aliases=("Group Category", "Category", "Group Type")),
)
RANKS = {
    **dict.fromkeys(("all", "total", "all staff", "everybody"), "all"),
    **dict.fromkeys(("officer", "officers", "deputy", "deputies", "line staff", "patrol"), "line"),
    **dict.fromkeys(("sergeant", "sergeants", "supervisors"), "supervisor"),
    **dict.fromkeys(("command staff", "executive", "management", "lieutenant and above"), "command"),
    **dict.fromkeys(("professional staff", "non sworn", "non-sworn", "unsworn", "not sworn"), "civilian"),
    **dict.fromkeys(("teachers",), "teacher"),
    **dict.fromkeys(("volunteers",), "volunteer"),
}
RANK = Column(
    "rank",
    _("Rank group"),
    "label",
    width=24,
    aliases=("Rank", "Rank Group", "Position", "Employee Type", "Sworn Status", "Role"),
    example="sworn",
    help=_("all, sworn, civilian, line, supervisor, command, or a word of your own; blank: all."),
)


def count(name, title, *aliases, required=False, example=""):
    """A column of whole numbers."""
    return Column(name, title, "count", required=required, aliases=aliases, example=example)


def name_groups(frame):
    """Give each row its group; a file without groups is of everybody, a group that nobody knows is an error."""
    title, category = frame["group_title"], frame["group_category"]
    if not frame.has("group_title"):
        frame.columns["group"] = Coded.same("all", len(frame))
        return
    pair = combined(title, category)
    first = firsts(pair)
    titles, categories = title.filled("")[first], category.filled("")[first]
    keys = [groups.recognize("", *texts, None) for texts in zip(titles, categories, strict=True)]
    frame.columns["group"] = found = Coded(keys or ["all"], pair.astype(np.int32))
    frame.error(
        "not_understood",
        found.taken([key is None for key in found.values], bool),
        "group_title",
        expected="group",
    )


def name_ranks(frame):
    """The rank group of each row in our words; an unknown one keeps its own, a blank one is of everybody."""
    rank = frame["rank"]
    ours = [RANKS.get(value.lower(), value.lower()) if value else "all" for value in rank.values]
    frame.columns["rank"] = rank.renamed(ours)


def part_of(part, whole):
    """A rule: of two counts of a row, one is a part of the other."""

    def check(frame):
        larger = frame[part].given & frame[whole].given & (frame[part].numbers() > frame[whole].numbers())
        title = frame.headers.get(whole) or frame.titles[whole]
        frame.error("part_over_whole", larger, part, whole=title)

    return check


def groups_add_up(*elements, within):
    """A rule: where a file holds everybody and every race (or sex), those add up to everybody.

    within: columns that tell apart what is added.
    """

    def check(frame):
        keys = frame["group"].texts()
        family = np.array([groups.GROUPS[key].family if key else "" for key in keys], dtype=object)
        family[family == groups.RACE_NOT_REPORTED] = groups.RACE
        scope = combined(*(frame[name] for name in within))
        for element in elements:
            column = frame[element]
            # One row that is wrong leaves the sum of its groups unknown.
            given = column.given & frame.going_in
            table = pd.DataFrame(
                {"scope": scope, "family": family, "count": column.numbers(), "given": given}
            )[~frame.left_out]
            sums = table.groupby(["scope", "family"], sort=False).agg(
                count=("count", "sum"), given=("given", "all")
            )
            sums = sums[sums["given"]]["count"].unstack("family")
            for parts in (groups.RACE, groups.SEX):
                if {groups.TOTAL, parts} <= set(sums.columns):
                    both = sums[[groups.TOTAL, parts]].dropna()
                    wrong = both.index[both[groups.TOTAL] != both[parts]]
                    frame.warn("groups_disagree", np.isin(scope, wrong) & (family == groups.TOTAL), element)

    return check


def counted(frame, elements, *, item=None, group=True):
    """Facts of Tally: one per row and element that the file has, in the family of its group.

    item: array of the rows' items, or None. group: whether the rows are of groups (`name_groups`).
    """
    rows = np.flatnonzero(frame.going_in)
    keys = frame["group"].texts()[rows].tolist() if group else ["all"] * len(rows)
    families = [groups.GROUPS[key].family for key in keys] if group else None
    items = item[rows].tolist() if item is not None else [""] * len(rows)
    elements = [name for name in elements if frame.has(name)]
    values = {"item": items * len(elements), "group": keys * len(elements)}
    values["element"] = [name for name in elements for _row in rows]
    values["count"] = [count for name in elements for count in frame[name].filled(None)[rows].tolist()]
    values["state"] = [
        state
        for name in elements
        for state in frame[name].taken([str(STATES[kind]) for kind in frame[name].kinds])[rows].tolist()
    ]
    return Facts(
        rows=np.tile(rows, len(elements)), values=values, families=families and families * len(elements)
    )
