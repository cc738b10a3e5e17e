"""Which sheets of a workbook are read: the one asked for, one per school year, or the only one that is a
table.
"""

from .layout import layout_of, sample_of
from .periods import year_of_sheet
from .remarks import Refusal
from .sheet import Sheet
from .survey import survey

#: Refusals that concern a sheet and not the workbook: another sheet may still be read.
_ABOUT_ONE_SHEET = (
    "empty",
    "not_a_table",
    "no_header",
    "no_such_row",
    "duplicate_header",
    "too_many_columns",
    "too_many_rows",
    "formula_without_value",
)
TABLE, EMPTY, NOT_A_TABLE, UNUSABLE = "table", "empty", "not_a_table", "unusable"


class Candidate:
    """A sheet, its first rows, and what it reads as: a table, nothing, text, or a table that would be
    refused.
    """

    def __init__(self, workbook, sheet_part, header_row=None):
        self.source = Sheet(workbook, sheet_part, survey(workbook.archive, sheet_part.part))
        self.name, self.hidden = sheet_part.name, sheet_part.hidden
        self.year = year_of_sheet(self.name)
        self.layout = self.refusal = None
        try:
            self.layout = layout_of(self.source, sample_of(self.source), workbook.limits, header_row)
        except Refusal as refusal:
            if refusal.code not in _ABOUT_ONE_SHEET:
                raise
            self.refusal = refusal

    @property
    def reads_as(self):
        if self.refusal is None:
            return TABLE
        return {"empty": EMPTY, "not_a_table": NOT_A_TABLE}.get(self.refusal.code, UNUSABLE)

    def facts(self):
        """What a person choosing a sheet needs to know."""
        columns = len(self.layout.columns) if self.layout else 0
        return [self.name, self.source.survey.rows, columns, self.hidden, self.reads_as]

    def checked(self):
        """This candidate, ready to be read. Raises the Refusal it would meet."""
        found = self.source.survey
        if found.unvalued_count:
            raise Refusal(
                "formula_without_value", cells=found.unvalued, count=found.unvalued_count, sheet=self.name
            )
        if self.refusal is not None:
            raise Refusal(self.refusal.code, **{**self.refusal.details, "sheet": self.name})
        return self


def choose(candidates, wanted, remarks):
    """The candidates to read, in order. Raises Refusal, with the sheets, when the choice is the person's."""
    names = [candidate.name for candidate in candidates]
    if wanted is not None:
        return [_named(candidates, wanted, names).checked()]
    visible = [candidate for candidate in candidates if not candidate.hidden]
    hidden = [candidate.name for candidate in candidates if candidate.hidden]
    if hidden:
        remarks.say("hidden_sheets", sheets=hidden, count=len(hidden))
    usable = [candidate for candidate in visible if candidate.reads_as in (TABLE, UNUSABLE)]
    yearly = [candidate for candidate in usable if candidate.year]
    if len(yearly) > 1:
        left = [candidate.name for candidate in usable if candidate not in yearly]
        remarks.say("sheet_per_year", sheets=[candidate.name for candidate in yearly], count=len(yearly))
        if left:
            remarks.say("sheets_left_out", sheets=left, count=len(left))
        return [candidate.checked() for candidate in yearly]
    if len(usable) > 1:
        raise Refusal("choose_sheet", sheets=[candidate.name for candidate in usable], count=len(usable))
    if usable:
        return [usable[0].checked()]
    if hidden and any(candidate.reads_as == TABLE for candidate in candidates):
        raise Refusal("only_hidden_sheets", sheets=hidden, count=len(hidden))
    if visible and all(candidate.reads_as == EMPTY for candidate in visible):
        raise Refusal("empty")
    raise Refusal("no_table_in_workbook", sheets=names, count=len(names))


def _named(candidates, wanted, names):
    for same in (str, lambda name: name.strip().casefold()):
        for candidate in candidates:
            if same(candidate.name) == same(wanted):
                return candidate
    raise Refusal("no_such_sheet", wanted=wanted, sheets=names, count=len(names))
