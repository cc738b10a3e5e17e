"""The counts of students behind the numbers of a release: what must not be known when it is small.

A measure is made of such counts: those in its denominator, those behind its numerator, those whom the numerator
leaves. Two measures of the same students share them ("several measures over the same students"), and what an
event measure counts (suspensions) is protected by the students behind it.
"""

from collections import defaultdict
from typing import NamedTuple

from ...disclosure.ladder import SMALLEST, step, step_of_count
from ...measures.aggregates import AGGREGATES
from ...measures.totals import KIND as OF_TOTALS
from ...measures.totals import TOTALS


class Fact(NamedTuple):
    """How many students meet a condition. who: the condition; needs: the datasets that must have been reported."""

    who: str
    needs: str
    year: str
    population: str
    level: str
    place: str
    dimension: str
    group: str

    @property
    def table(self):
        """What is protected together: one condition in one year."""
        return (self.who, self.needs, self.year)

    @property
    def is_of_everybody(self):
        return not self.dimension

    def with_who(self, who):
        return self._replace(who=who)


def step_of(definition, counts):
    """The Step that stands for a number, None where there is none. Of a share or a rate of students, or a plain count of
    youth; not of days, averages and disparities.
    """
    if definition.ratio or definition.complement or AGGREGATES[definition.numerator].scale != 1:
        return None
    if definition.denominator and counts.students < SMALLEST:
        return None
    if not definition.denominator:
        return step_of_count(counts.numerator) if counts.numerator == counts.students else None
    if not is_share(definition) or AGGREGATES[definition.denominator].scale != 1:
        return None
    return step(counts.numerator, counts.denominator, near_all=definition.unit == "percent")


def ranges_of(steps, parts, tallies):
    """{Fact: (lowest, highest)} that steps leave open, of the facts of which all their steps say the same.

    steps: {CellKey: Step}; parts: {CellKey: Parts}.
    """
    found = defaultdict(set)
    for key, one in steps.items():
        for fact in filter(None, (parts[key].numerator, parts[key].occasions)):
            found[fact].add(one.range(tallies[key].counts.students))
    return {fact: next(iter(ranges)) for fact, ranges in found.items() if len(ranges) == 1}


def is_share(definition):
    """Whether a number says how many in a hundred, a thousand."""
    return bool(definition.denominator) and definition.per >= 100 and not definition.ratio


class Parts(NamedTuple):
    """The facts of one number. denominator: None of a plain count; complement: only where the numerator does not leave
    the rest of the denominator (days attended and days absent), else the others follow by subtraction; occasions: of a
    number of events by which its students can be told (OCCASIONS), else None.
    """

    numerator: Fact
    denominator: Fact | None
    complement: Fact | None
    occasions: Fact | None = None

    @property
    def all(self):
        return [fact for fact in self if fact is not None]


def who_of(aggregate):
    """The condition that an aggregate's students meet; events and days of the same students share it."""
    return getattr(AGGREGATES[aggregate], "who", "") or aggregate


def parts_of(definition, key, kind, apart):
    """The Parts of a cell. kind: of the cell; totals count other students than rows of students do, and add up to
    nothing that is made of these. apart: of `told_apart`.
    """
    needs = TOTALS if kind == OF_TOTALS else "+".join(sorted(definition.needs))
    names = apart.get(definition.key, {})

    def fact(aggregate):
        where = (key.year, key.population, key.level, key.place, key.dimension, key.group)
        who = who_of(aggregate)
        return Fact(names.get(who, who), needs, *map(str, where))

    numerator = fact(definition.numerator)
    denominator = fact(definition.denominator) if definition.denominator else None
    if denominator == numerator:
        denominator = None
    complement = fact(definition.complement) if definition.complement else None
    is_told = definition.numerator in OCCASIONS
    return Parts(
        numerator, denominator, complement, numerator.with_who(definition.numerator) if is_told else None
    )


def values_of(definitions, tallies, apart):
    """{Fact: students} and {CellKey: Parts} of the tallies that have a number.

    definitions: {key: Definition}; apart: of `told_apart`.
    """
    values, parts = {}, {}
    for key, found, numbers in _numbers(definitions, tallies, apart):
        parts[key] = found
        values |= {fact: number for fact, number in zip(found, numbers, strict=True) if fact is not None}
    return values, parts


def told_apart(definitions, tallies):
    """{measure: {condition: name}} of the measures that do not count the same people under a condition as another does.

    An agency may know arrests in one of its programs and violations in the other: then the youth of the two shares are
    not one number told twice. A release pins it, for whoever reads its numbers.
    """
    of_measures = defaultdict(lambda: defaultdict(dict))
    for key, found, numbers in _numbers(definitions, tallies, {}):
        for fact, number in zip(found, numbers, strict=True):
            if fact is not None:
                of_measures[fact.who, fact.needs][key.measure][fact] = number
    apart = defaultdict(dict)
    for (who, _needs), measures in of_measures.items():
        cuts = {}
        for measure, mine in sorted(measures.items()):
            name = next((name for name, cut in cuts.items() if _agree(cut, mine)), f"{who} ({measure})")
            name = name if cuts else who
            cuts.setdefault(name, {}).update(mine)
            if name != who:
                apart[measure][who] = name
    return dict(apart)


def _agree(one, other):
    return all(one.get(fact, number) == number for fact, number in other.items())


def _numbers(definitions, tallies, apart):
    for key in sorted(key for key, one in tallies.items() if one.counts is not None and not one.state):
        counts = tallies[key].counts
        yield (
            key,
            parts_of(definitions[key.measure], key, tallies[key].kind, apart),
            (counts.involved, counts.students, counts.others, counts.numerator),
        )


def containers(definitions, apart):
    """{condition: conditions whose students contain those of it}: denominators, and the wider of nested conditions.
    definitions: {key: Definition}; apart: of `told_apart`.

    A condition lies within another when it says the same and more (suspended twice: suspended at least once).
    """
    found = defaultdict(set)
    for one in definitions.values():
        if one.denominator and not one.complement and not AGGREGATES[one.numerator].apart:
            names = apart.get(one.key, {})
            narrow, wide = (who_of(name) for name in (one.numerator, one.denominator))
            found[names.get(narrow, narrow)].add(names.get(wide, wide))
    for narrow, wide in NESTED:
        found[narrow].add(wide)
    return {who: within - {who} for who, within in found.items()}


# Measures of the same students, one stricter than the other by definition: their difference is a number of students as
# well. Not chronic truancy within truancy: two unexcused days are a tenth of twenty, and no three.
_NESTED = [
    ("youth_new", "youth_served"),
    ("youth_carried_over", "youth_served"),
    ("students_severely_absent", "students_chronically_absent"),
    ("students_suspended_a_day", "students_suspended"),
    ("students_suspended_again", "students_suspended"),
    ("students_suspended_in", "students_suspended"),
    ("students_suspended_out", "students_suspended"),
]
NESTED = [(who_of(a), who_of(b)) for a, b in _NESTED if a in AGGREGATES and b in AGGREGATES]
# Events: those who had one at least, and those who had two. So many events more than students, so many had two at most.
OCCASIONS = {"suspensions": (who_of("students_suspended"), who_of("students_suspended_again"))}
# A condition, and those of which everybody who meets it meets one at least: suspended in school, or out of it.
EITHER = {who_of("students_suspended"): [who_of("students_suspended_in"), who_of("students_suspended_out")]}
# Conditions that bound one another through these.
BOUND_TOGETHER = [{who, *kinds, "suspensions", *OCCASIONS["suspensions"]} for who, kinds in EITHER.items()]
