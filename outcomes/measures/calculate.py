"""Measures of a population, calculated in the database; what comes back is one small row."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .aggregates import AGGREGATES, PER_STUDENT
from .models import StudentYear


@dataclass(frozen=True)
class Counts:
    """A measure of one population and year, before disclosure control: it never leaves the building.

    numerator, denominator: in the aggregates' own integers (days in hundredths).
    students: those in the denominator; involved: those behind the numerator; others: those behind what
    the numerator leaves of it. The last three are what must not be small.
    """

    numerator: int
    denominator: int
    students: int
    involved: int
    others: int


def measure(definitions, *, schools, year, students=None):
    """{key: Counts} of measures that need the same datasets.

    schools: ids of the schools that reported what the measures need. students: queryset of student keys
    that the population is limited to (participants); None: all students of the schools.
    """
    rows = StudentYear.objects.filter(year=year, school_id__in=list(schools))
    if students is not None:
        rows = rows.filter(student_key__in=students)
    names = {name for one in definitions for name in _aggregates_of(one)}
    wanted = {f"sum_{name}": AGGREGATES[name].expression for name in names}
    wanted |= {f"of_{name}": AGGREGATES[name].behind for name in names}
    found = rows.order_by().values("student_key").annotate(**PER_STUDENT).aggregate(**wanted)
    return {one.key: _counts(one, found) for one in definitions}


def value(definition, numerator, denominator):
    """The number as printed, rounded half up from exact integers; None without a denominator."""
    if not denominator:
        return None
    scale = Decimal(AGGREGATES[definition.numerator].scale) / AGGREGATES[definition.denominator].scale
    exact = Decimal(numerator * definition.per) / (Decimal(denominator) * scale)
    return exact.quantize(Decimal(1).scaleb(-definition.decimals), rounding=ROUND_HALF_UP)


def _aggregates_of(definition):
    named = (definition.numerator, definition.denominator, definition.complement)
    return [name for name in named if name]


def _counts(definition, found):
    students = found[f"of_{definition.denominator}"]
    involved = found[f"of_{definition.numerator}"]
    others = found[f"of_{definition.complement}"] if definition.complement else students - involved
    return Counts(
        found[f"sum_{definition.numerator}"],
        found[f"sum_{definition.denominator}"],
        students,
        involved,
        others,
    )
