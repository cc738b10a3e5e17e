"""The one table of a release: page, chart, CSV, workbook and JSON all print these rows, and only these."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import get_language

from ..measures.aggregates import AGGREGATES
from ..measures.definition import Definition
from ..measures.dimensions import dimension_title, group_title, place_of
from .keys import own_level
from .models import STEPS, LevelKind, Population, ValueState

# Outside, a number hidden for its own sake and one hidden to protect another look the same.
OUTWARD = {
    ValueState.PUBLISHED: "published",
    ValueState.AT_MOST: "at_most",
    ValueState.AT_LEAST: "at_least",
    ValueState.SUPPRESSED: "hidden",
    ValueState.PROTECTING: "hidden",
    ValueState.NOT_ENOUGH: "not_enough_data",
    ValueState.NOT_REPORTED: "not_reported",
    ValueState.NOT_ADDING_UP: "does_not_add_up",
}
SYMBOL = {
    "hidden": "*",
    "at_most": "at most",
    "at_least": "at least",
    "not_enough_data": "not enough data",
    "not_reported": "not reported",
    "does_not_add_up": "does not add up",
}


@dataclass(frozen=True)
class Row:
    """One number as it leaves: value, numerator and denominator in units people read, or None. A count has
    no denominator; a step has its bound as value, and no numerator.
    """

    definition: Definition
    year: str
    population: str
    state: str
    value: Decimal | None
    numerator: Decimal | int | None
    denominator: Decimal | int | None
    reported: int
    expected: int
    late: int = 0
    level: str = LevelKind.PARTNERSHIP
    place: str = ""
    place_name: str = ""
    dimension: str = ""
    group: str = ""
    kind: str = "district_record"
    # Why no change since the year before is shown, "" where it may be (trend.REASONS).
    trend: str = ""

    @property
    def whose(self):
        """(level, place, dimension, group): what tells whom it is about."""
        return self.level, self.place, self.dimension, self.group

    @property
    def title(self):
        """What the measure is called, in the language of the moment."""
        return self.definition.in_language(get_language())["title"]

    @property
    def part_title(self):
        """What the numerator counts: people stopped."""
        return AGGREGATES[self.definition.numerator].title

    @property
    def whole_title(self):
        """What the denominator counts: people living there; "" where there is none."""
        return AGGREGATES[self.definition.denominator].title if self.definition.denominator else ""

    @property
    def dimension_title(self):
        return dimension_title(self.dimension)

    @property
    def group_title(self):
        """What the group is called; "" for everybody."""
        return group_title(self.dimension, self.group)

    @property
    def is_shown(self):
        return self.state == "published"

    @property
    def is_step(self):
        """Whether a bound stands in the place of the number: at most, at least."""
        return self.state in STEPS

    @property
    def symbol(self):
        """What stands in the place of a number that is not shown."""
        return SYMBOL[self.state]

    def printed(self, name):
        """Value, numerator or denominator as text for machines, or the symbol of its absence."""
        number = getattr(self, name)
        if self.is_step:
            if name == "value":
                return f"{self.symbol} {number}"
            return str(number or "") if name == "denominator" else SYMBOL["hidden"]
        if not self.is_shown:
            return self.symbol
        return "" if number is None else str(number)


def definitions_of(release):
    """[Definition] as pinned, in the order of the page; read once for each Release object."""
    if "_definitions" not in release.__dict__:
        release._definitions = [Definition.from_dict(values) for values in release.definitions]
    return release._definitions


def rows(release, cells):
    """[Row] of any cells, in the order of measures, levels, places, groups, years (oldest first) and populations.

    cells: a queryset of them, or ReleaseCells that are not saved yet.
    """
    if isinstance(cells, QuerySet):
        cells = cells.told()
    definitions = {one.key: one for one in definitions_of(release)}
    order = {key: number for number, key in enumerate(definitions)}
    levels, populations = LevelKind.values, Population.values

    def place(cell):
        return (
            order[cell.measure],
            levels.index(cell.level),
            _name(release, cell),
            cell.place,
            place_of(cell.dimension, cell.group),
            cell.year,
            populations.index(cell.population),
        )

    return [_row(release, definitions[cell.measure], cell) for cell in sorted(cells, key=place)]


def headlines(release, cells):
    """[Row] of everybody at the level that the release is about as a whole."""
    own = own_level(release.program)
    if isinstance(cells, QuerySet):
        cells = cells.told()
    return rows(release, [one for one in cells if not one.dimension and (one.level, one.place) == own])


def _name(release, cell):
    """The name of a cell's place as it was when the release was built."""
    return release.places.get(cell.level, {}).get(cell.place, {}).get("name", "")


def _row(release, definition, cell):
    shown, told = cell.state == ValueState.PUBLISHED, cell.state in STEPS
    value = Decimal(cell.value).quantize(Decimal(1).scaleb(-definition.decimals)) if shown else None
    return Row(
        definition,
        cell.year,
        cell.population,
        OUTWARD[cell.state],
        Decimal(int(cell.value)) if told else value,
        amount(definition.numerator, cell.numerator) if shown else None,
        amount(definition.denominator, cell.denominator)
        if (shown or told) and definition.denominator
        else None,
        cell.reported,
        cell.expected,
        cell.late,
        cell.level,
        cell.place,
        _name(release, cell),
        cell.dimension,
        cell.group,
        cell.kind,
        cell.trend,
    )


def amount(aggregate, stored):
    """The stored integer of an aggregate in the unit people read: days instead of hundredths."""
    scale = AGGREGATES[aggregate].scale
    if scale == 1:
        return stored
    exact = Decimal(stored) / scale
    return int(exact) if exact == exact.to_integral_value() else exact.normalize()
