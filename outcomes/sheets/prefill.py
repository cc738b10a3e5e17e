"""What is in effect for a scope, as the rows of a sheet: the reverse of a dataset's facts."""

from collections import defaultdict
from decimal import Decimal

from outcomes.datasets import groups
from outcomes.datasets.declaration import MONTH
from outcomes.datasets.facts import HUNDREDTHS, CellState
from outcomes.submissions.models import Claim

from .columns import DECIMALS, months_of

# How a sheet writes what is no number; the reader understands each.
WORDS = {
    CellState.SUPPRESSED: "*",
    CellState.NOT_APPLICABLE: "N/A",
    CellState.NOT_REPORTED: "",
    CellState.NOT_MEASURABLE: "NM",
}


def rows_in_effect(dataset, cells, scope):
    """[{column: text}] of what counts now. scope: {"place" | "program" | "agency": object} and "period"."""
    claims = list(_claims(dataset, scope))
    period_of = {claim.pk: claim.period for claim in claims}
    facts = dataset.fact.objects.filter(claim_id__in=list(period_of)).order_by("pk")
    names = {field.name for field in dataset.fact._meta.concrete_fields}
    if {"element", "count", "state"} <= names:
        return _counted(dataset, cells, facts, period_of)
    return [_plain(dataset, cells, fact, period_of) for fact in facts]


def _claims(dataset, scope):
    of = {name: scope[name] for name in ("place", "program", "agency") if scope.get(name)}
    found = Claim.objects.filter(in_effect=True, dataset=dataset.key, **of)
    period = scope.get("period", "")
    if period and dataset.period == MONTH:
        return found.filter(period__in=months_of(period))
    return found.filter(period=period) if period else found


def _counted(dataset, cells, facts, period_of):
    """Rows of counts: facts of the same group (and whatever else tells rows apart) share one."""
    item_of = _item_column(dataset, cells)
    numbers = {cell.name: cell.kind == "decimal" for cell in cells if cell.kind in ("number", "decimal")}
    rows = defaultdict(dict)
    for fact in facts:
        item = getattr(fact, "item", "")
        row = rows[period_of[fact.claim_id] if dataset.period == MONTH else "", item, fact.group]
        if fact.element in numbers:
            row[fact.element] = _number(fact, in_hundredths=numbers[fact.element])
    if any(item for _period, item, _group in rows) and item_of is None:
        # Nobody could tell which column it was.
        return []
    return [
        {
            name: text
            for name, text in {
                dataset.period_column: period,
                item_of: item,
                "group_title": groups.GROUPS[group].words[0],
            }.items()
            if name and any(cell.name == name for cell in cells)
        }
        | row
        for (period, item, group), row in sorted(rows.items(), key=_order)
    ]


def _order(entry):
    (period, item, group), _row = entry
    return period, item, list(groups.GROUPS).index(group)


def _item_column(dataset, cells):
    """The one column that tells rows apart besides group and period; None where there are several."""
    others = [
        cell.name
        for cell in cells
        if cell.kind in ("select", "text") and cell.name not in ("group_title", dataset.period_column)
    ]
    return others[0] if len(others) == 1 else None


def _number(fact, *, in_hundredths):
    if fact.state != CellState.REPORTED:
        return WORDS[fact.state]
    if fact.count is None:
        return ""
    return f"{Decimal(fact.count) / HUNDREDTHS:f}" if in_hundredths else str(fact.count)


def _plain(dataset, cells, fact, period_of):
    """A row of a fact whose fields have the names of the columns."""
    row = {}
    for cell in cells:
        value = getattr(fact, cell.name, None)
        if cell.name == dataset.period_column:
            value = period_of[fact.claim_id]
        if value is None:
            continue
        if isinstance(value, bool):
            value = "yes" if value else "no"
        elif isinstance(value, int) and _is_in_hundredths(dataset, cell.name):
            value = f"{Decimal(value) / HUNDREDTHS:f}"
        row[cell.name] = str(value)
    return row


def _is_in_hundredths(dataset, name):
    return any(column.name == name and column.type in DECIMALS for column in dataset.columns)
