"""What is in effect for a scope, as the rows of a sheet: the reverse of a dataset's facts."""

from collections import defaultdict
from decimal import Decimal

from outcomes.datasets import groups
from outcomes.datasets.declaration import MONTH
from outcomes.datasets.facts import HUNDREDTHS, CellState
from outcomes.submissions.models import Claim

from .columns import months_of

NUMERIC = ("number", "decimal")
# How a sheet writes what is no number; the reader understands each.
WORDS = {
    CellState.SUPPRESSED: "*",
    CellState.NOT_APPLICABLE: "N/A",
    CellState.NOT_REPORTED: "",
    CellState.NOT_MEASURABLE: "NM",
}


def rows_in_effect(dataset, cells, scope):
    """[{column: text}] of what counts now. scope: {"place" | "program" | "agency": object} and "period".

    Of counts (SchoolTotal, Tally); a dataset with a table of another form begins with a blank sheet.
    """
    names = {field.name for field in dataset.fact._meta.concrete_fields}
    if not {"group", "element", "count", "state"} <= names:
        return []
    claims = list(_claims(dataset, scope))
    period_of = {claim.pk: claim.period for claim in claims}
    facts = dataset.fact.objects.filter(claim_id__in=list(period_of)).order_by("pk")
    columns = _Columns(dataset, cells)
    rows = defaultdict(dict)
    for fact in facts:
        row = rows[columns.key(fact, period_of[fact.claim_id])]
        if fact.element in columns.numbers:
            row[fact.element] = _number(fact, in_hundredths=columns.numbers[fact.element])
    return [columns.texts(key) | rows[key] for key in sorted(rows, key=_order)]


def _claims(dataset, scope):
    of = {name: scope[name] for name in ("place", "program", "agency") if scope.get(name)}
    found = Claim.objects.filter(in_effect=True, dataset=dataset.key, **of)
    period = scope.get("period", "")
    if period and dataset.period == MONTH:
        return found.filter(period__in=months_of(period))
    return found.filter(period=period) if period else found


class _Columns:
    """Which column of the sheet holds what tells rows apart: the period, the group, and the item of a Tally."""

    def __init__(self, dataset, cells):
        self.numbers = {cell.name: cell.kind == "decimal" for cell in cells if cell.kind in NUMERIC}
        self.period = dataset.period_column if dataset.period == MONTH else ""
        others = [cell for cell in cells if cell.kind not in NUMERIC and cell.name != self.period]
        self.group = next((cell for cell in others if cell.name == "group_title"), None)
        others = [cell for cell in others if cell is not self.group]
        self.item = others[0] if others else None
        if self.group is None and len(others) > 1:
            # Ranks take the place of groups in a file that has none.
            self.group = others[1]

    def key(self, fact, period):
        return period if self.period else "", getattr(fact, "item", ""), fact.group

    def texts(self, key):
        period, item, group = key
        found = {self.period: period} if self.period else {}
        if self.group:
            found[self.group.name] = self.group.texts.get(group, group)
        if self.item:
            found[self.item.name] = self.item.texts.get(item, item)
        return found


def _order(key):
    period, item, group = key
    known = list(groups.GROUPS)
    return period, item, known.index(group) if group in known else 0, group


def _number(fact, *, in_hundredths):
    if fact.state != CellState.REPORTED:
        return WORDS[fact.state]
    if fact.count is None:
        return ""
    return f"{Decimal(fact.count) / HUNDREDTHS:f}" if in_hundredths else str(fact.count)
