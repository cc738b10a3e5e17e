"""From aggregates to the counts and the printed value of a measure. Pure: no query."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .aggregates import AGGREGATES

NOTHING = (0, 0)


@dataclass(frozen=True)
class Counts:
    """A measure of one population and year, before disclosure control: it never leaves the building.

    numerator, denominator: in the aggregates' own integers (days in hundredths); a count has the same twice.
    students: those in the denominator; involved: those behind the numerator; others: those behind what
    the numerator leaves of it, 0 where it is of other people. The last three are what must not be small.
    against: of a ratio, the counts of those whom the group is compared with; a ratio is hidden when any
    of these, too, must be.
    """

    numerator: int
    denominator: int
    students: int
    involved: int
    others: int
    against: "Counts | None" = None

    def plus(self, other, *, compared_with_the_rest=False):
        """The counts of two groups that have nobody in common; of a ratio, against those who are in neither."""
        against = self.against
        if against is not None and compared_with_the_rest:
            against = against.minus(other)
        return Counts(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.students + other.students,
            self.involved + other.involved,
            self.others + other.others,
            against,
        )

    def minus(self, part):
        """The counts of those who are not in a part."""
        return Counts(
            self.numerator - part.numerator,
            self.denominator - part.denominator,
            self.students - part.students,
            self.involved - part.involved,
            self.others - part.others,
        )


def counts_of(definition, found, everybody=None):
    """The Counts of a measure. found: {aggregate: (number, students behind it)} of a population; everybody: the
    same of all its groups together, for a ratio.
    """
    numerator, involved = found.get(definition.numerator, NOTHING)
    if not definition.denominator:
        return Counts(numerator, numerator, involved, involved, 0)
    denominator, students = found.get(definition.denominator, NOTHING)
    others = found.get(definition.complement, NOTHING)[1] if definition.complement else students - involved
    if AGGREGATES[definition.numerator].apart:
        others = 0
    counts = Counts(numerator, denominator, students, involved, others)
    if not definition.ratio:
        return counts
    whole = _plain(definition, everybody or {})
    against = whole if definition.ratio == "all" else whole.minus(counts)
    return Counts(numerator, denominator, students, involved, others, against)


def together(*found):
    """{aggregate: (number, behind)} of populations that have nobody in common."""
    names = {name for one in found for name in one}
    return {
        name: tuple(map(sum, zip(*(one.get(name, NOTHING) for one in found), strict=True))) for name in names
    }


def value_of(definition, counts):
    """The number as printed, of Counts; None where nothing can be computed."""
    if not definition.ratio:
        return value(definition, counts.numerator, counts.denominator)
    against = counts.against
    if not (counts.denominator and against.denominator and against.numerator):
        return None
    exact = Fraction(counts.numerator, counts.denominator) / Fraction(against.numerator, against.denominator)
    return _printed(definition, exact)


def value(definition, numerator, denominator):
    """The number as printed, rounded half up from exact integers; None without a denominator."""
    scale = Fraction(AGGREGATES[definition.numerator].scale)
    if not definition.denominator:
        return _printed(definition, numerator / scale)
    if not denominator:
        return None
    scale /= AGGREGATES[definition.denominator].scale
    return _printed(definition, numerator * definition.per / (denominator * scale))


def _plain(definition, found):
    numerator, involved = found.get(definition.numerator, NOTHING)
    denominator, students = found.get(definition.denominator, NOTHING)
    others = 0 if AGGREGATES[definition.numerator].apart else students - involved
    return Counts(numerator, denominator, students, involved, others)


def _printed(definition, exact):
    """A Fraction, not negative, rounded half up to the decimals of the measure."""
    unit = 10**definition.decimals
    last = (2 * exact.numerator * unit + exact.denominator) // (2 * exact.denominator)
    return Decimal(last).scaleb(-definition.decimals)
