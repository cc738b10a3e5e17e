"""The one table of a release: page, chart, CSV, workbook and JSON all print these rows, and only these."""

from dataclasses import dataclass
from decimal import Decimal

from ..measures.aggregates import AGGREGATES
from ..measures.definition import Definition
from .models import Population, ValueState

# Outside, a number hidden for its own sake and one hidden to protect another look the same.
OUTWARD = {
    ValueState.PUBLISHED: "published",
    ValueState.SUPPRESSED: "hidden",
    ValueState.PROTECTING: "hidden",
    ValueState.NOT_ENOUGH: "not_enough_data",
    ValueState.NOT_REPORTED: "not_reported",
}
SYMBOL = {"hidden": "*", "not_enough_data": "not enough data", "not_reported": "not reported"}


@dataclass(frozen=True)
class Row:
    """One number as it leaves: value, numerator and denominator in units people read, or None."""

    definition: Definition
    year: str
    population: str
    state: str
    value: Decimal | None
    numerator: Decimal | int | None
    denominator: Decimal | int | None
    schools_reported: int
    schools_expected: int

    @property
    def is_shown(self):
        return self.state == "published"

    @property
    def symbol(self):
        """What stands in the place of a number that is not shown."""
        return SYMBOL[self.state]

    def printed(self, number):
        """A number of this row as text for machines, or the symbol of its absence."""
        return str(number) if self.is_shown else self.symbol


def definitions_of(release):
    """[Definition] as pinned, in the order of the page."""
    return [Definition.from_dict(values) for values in release.definitions]


def rows(release, cells):
    """[Row] in the order of measures, years (oldest first) and populations. cells: any iterable."""
    by_key = {(cell.measure, cell.year, cell.population): cell for cell in cells}
    return [
        _row(definition, by_key[definition.key, year, population])
        for definition in definitions_of(release)
        for year in release.years
        for population in Population.values
        if (definition.key, year, population) in by_key
    ]


def _row(definition, cell):
    shown = cell.state == ValueState.PUBLISHED
    return Row(
        definition,
        cell.year,
        cell.population,
        OUTWARD[cell.state],
        Decimal(cell.value).quantize(Decimal(1).scaleb(-definition.decimals)) if shown else None,
        amount(definition.numerator, cell.numerator) if shown else None,
        amount(definition.denominator, cell.denominator) if shown else None,
        cell.schools_reported,
        cell.schools_expected,
    )


def amount(aggregate, stored):
    """The stored integer of an aggregate in the unit people read: days instead of hundredths."""
    scale = AGGREGATES[aggregate].scale
    if scale == 1:
        return stored
    exact = Decimal(stored) / scale
    return int(exact) if exact == exact.to_integral_value() else exact.normalize()
