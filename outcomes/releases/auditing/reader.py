"""What a reader of some releases knows: numbers shown, and the equations that their names imply.

Two releases tell of the same cut of the students as long as no number that both show differs; a number hidden in
one is then the other's. Where one differs, they are two cuts, each with equations of its own.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from ...disclosure.published import INFINITE, Published
from ...measures.aggregates import AGGREGATES
from ...measures.dimensions import DIMENSIONS
from ..evaluations.counts import within as containing
from ..hiding.facts import containers, parts_of
from ..hiding.public import range_of_step, tells_students
from ..hiding.relations import members
from ..keys import key_of
from ..models import STEPS, ReleaseKind, ValueState
from ..tables import definitions_of

UNKNOWN = (0, INFINITE)
HIDDEN = (ValueState.SUPPRESSED, ValueState.PROTECTING)


@dataclass
class Reader:
    """published: all of it. position of a fact in a release: (release, fact) -> key of published. cells, hidden: counted."""

    published: Published
    key_of: dict
    changed: list = field(default_factory=list)
    cells: int = 0
    hidden: int = 0


def read(releases):
    """The Reader of releases: [(release, [ReleaseCell])]; of an evaluation, what `counts.told_by` says."""
    told, cells, hidden, within = [], 0, 0, defaultdict(set)
    places, sites = {}, defaultdict(set)
    for release, some in releases:
        definitions = {one.key: one for one in definitions_of(release)}
        apart = release.pins.get("apart", {})
        for who, wider in containers(definitions, apart).items():
            within[who] |= wider
        numbers, events = {}, {}
        if release.kind == ReleaseKind.EVALUATION:
            numbers = {fact: UNKNOWN if told is None else (told, told) for fact, told in some.items()}
            for who, wider in containing(some).items():
                within[who] |= wider
            cells, hidden = cells + len(some), hidden + sum(told is None for told in some.values())
            some = ()
        for cell in some:
            cells += 1
            hidden += cell.state in HIDDEN
            _take(definitions[cell.measure], cell, apart, numbers, events)
        told.append((release, numbers, events))
        schools = release.places.get("school", {})
        places |= schools
        if release.program_id:
            sites[release.program.slug] |= set(schools)
    book = _Book(within, places, sites)
    keys, changed = {}, []
    for release, numbers, events in told:
        found = book.take(release.pk, numbers, events, changed)
        keys.update({(release.pk, fact): key for fact, key in found.items()})
    return Reader(book.published(), keys, changed, cells, hidden)


def _take(definition, cell, apart, numbers, events):
    """Note what a cell tells: {Fact: (lowest, highest)}, {Fact of the students: events that they had, at most}."""
    parts = parts_of(definition, key_of(cell), cell.kind, apart)
    if cell.state == ValueState.NOT_ENOUGH and AGGREGATES[definition.numerator].apart:
        # Nobody to divide them by; how many there are, the other groups may tell.
        numbers.setdefault(parts.numerator, UNKNOWN)
    if cell.state not in (ValueState.PUBLISHED, *STEPS, *HIDDEN):
        return
    for fact in parts.all:
        numbers.setdefault(fact, UNKNOWN)
    if cell.state in HIDDEN:
        return
    if parts.denominator and tells_students(definition.denominator):
        _know(numbers, parts.denominator, (int(cell.denominator),) * 2)
    if cell.state in STEPS:
        if tells_students(definition.numerator):
            _know(numbers, parts.numerator, range_of_step(cell))
        elif cell.state == ValueState.AT_MOST:
            events[parts.numerator] = range_of_step(cell)[1]
    elif tells_students(definition.numerator):
        _know(numbers, parts.numerator, (int(cell.numerator),) * 2)
    elif definition.unit.startswith("per_"):
        events[parts.numerator] = int(cell.numerator)


def _know(numbers, fact, told):
    """Two cells of one release that tell of a fact tell more than either."""
    numbers[fact] = _both(numbers.get(fact, UNKNOWN), told)


def _both(one, other):
    return max(one[0], other[0]), min(one[1], other[1])


def _is_exact(told):
    return told[0] == told[1]


class _Book:
    """Facts by cut, and the equations between those of one cut."""

    def __init__(self, within, places, sites):
        self.within, self.places, self.sites = within, places, sites
        # {table of facts: [{fact: (lowest, highest)}]}, the cuts of it.
        self.cuts = defaultdict(list)
        # {(table, number of a cut): ids of the releases that tell of it}
        self.releases = defaultdict(set)
        self.most = {}

    def take(self, release, numbers, events, changed):
        by_table, keys = defaultdict(dict), {}
        for fact, number in numbers.items():
            by_table[fact.table][fact] = number
        for table, facts in sorted(by_table.items()):
            cuts = self.cuts[table]
            for cut in cuts:
                changed += [
                    (fact, cut[fact][0], told[0])
                    for fact, told in facts.items()
                    if fact in cut and cut[fact] != told and _is_exact(told) and _is_exact(cut[fact])
                ]
            number_of_cut = next((n for n, cut in enumerate(cuts) if _agree(cut, facts)), len(cuts))
            if number_of_cut == len(cuts):
                cuts.append({})
            cut = cuts[number_of_cut]
            self.releases[table, number_of_cut].add(release)
            for fact, told in facts.items():
                cut[fact] = _both(cut.get(fact, UNKNOWN), told)
                for member in members(fact):
                    cut.setdefault(member, UNKNOWN)
                keys[fact] = _key(fact, number_of_cut)
        for fact, number in events.items():
            self.most[keys[fact]] = min(number, self.most.get(keys[fact], number))
        return keys

    def published(self):
        """The Published of all cuts."""
        page = _Page(self.most)
        for _table, cuts in sorted(self.cuts.items()):
            for number, facts in enumerate(cuts):
                page.write(facts, number)
        for table, cuts in sorted(self.cuts.items()):
            for number, facts in enumerate(cuts):
                self._equations(page, table, facts, number)
        return page.published()

    def _equations(self, page, table, facts, cut):
        for who in sorted(self.within.get(table[0], ())):
            wide = self._same_cut((who, *table[1:]), table, cut)
            for fact in sorted(facts) if wide is not None else ():
                page.difference(fact.with_who(who), fact, cut, wide)
        for whole, parts in self._groups(facts):
            page.sum(whole, parts, cut)
        for fact in sorted(facts):
            if fact.population == "participants":
                page.difference(fact._replace(population="all"), fact, cut)
            if fact.level == "program":
                page.difference(fact._replace(level="partnership", place=""), fact, cut)
        for whole, parts in self._places(facts):
            if self._nobody_moved(table, whole, parts):
                page.sum(whole, parts, cut)

    def _same_cut(self, other, table, cut):
        """The cut of another table of which the same release tells, or None."""
        for number in range(len(self.cuts.get(other, ()))):
            if self.releases[other, number] & self.releases[table, cut]:
                return number
        return None

    def _groups(self, facts):
        groups = defaultdict(list)
        for fact in sorted(facts):
            if fact.dimension and DIMENSIONS[fact.dimension].adds_up and not members(fact):
                groups[fact._replace(dimension="", group="")] += [(fact.dimension, fact)]
        for pool in [fact for fact in sorted(facts) if members(fact)]:
            yield pool, members(pool)
        for whole, parts in groups.items():
            if whole in facts:
                for dimension in sorted({dimension for dimension, _fact in parts}):
                    yield whole, [fact for name, fact in parts if name == dimension]

    def _places(self, facts):
        schools = [fact for fact in sorted(facts) if fact.level == "school" and not fact.dimension]
        for level in ("partnership", "program", "district", "city"):
            for whole in sorted(fact for fact in facts if fact.level == level and not fact.dimension):
                mine = [
                    one
                    for one in schools
                    if one.population == whole.population and self._is_in(one.place, whole)
                ]
                if mine:
                    yield whole, mine
        for level in ("district", "city", "organization"):
            for whole in sorted(fact for fact in facts if fact.level == "partnership" and not fact.dimension):
                parts = [
                    fact
                    for fact in sorted(facts)
                    if (fact.level, fact.population, fact.dimension) == (level, whole.population, "")
                ]
                if parts:
                    yield whole, parts

    def _is_in(self, school, whole):
        if whole.level == "partnership":
            return True
        if whole.level == "program":
            return school in self.sites.get(whole.place, ())
        return self.places.get(school, {}).get(whole.level) == whole.place

    def _nobody_moved(self, table, whole, parts):
        """Whether the widest count of these students that is shown everywhere adds up: then every narrower one does."""
        for who in [table[0], *sorted(self.within.get(table[0], ()))]:
            for cut in self.cuts.get((who, *table[1:]), ()):
                told = [cut.get(fact.with_who(who), UNKNOWN) for fact in (whole, *parts)]
                if all(map(_is_exact, told)):
                    return told[0][0] == sum(one for one, _same in told[1:])
        return False


def _agree(cut, facts):
    for fact, told in facts.items():
        lowest, highest = _both(cut.get(fact, UNKNOWN), told)
        if lowest > highest:
            return False
    return True


def _key(fact, cut):
    return (fact, cut) if cut else fact


class _Page:
    """Cells and equations on their way into a Published."""

    def __init__(self, most):
        self.most, self.at = most, {}
        self.lower, self.upper, self.shown, self.equations = [], [], [], []

    def write(self, facts, cut):
        for fact, told in sorted(facts.items(), key=lambda item: item[0]):
            self._add(_key(fact, cut), told)

    def _add(self, key, told=UNKNOWN):
        self.at[key] = len(self.lower)
        self.lower.append(told[0])
        self.upper.append(max(told[0], min(told[1], self.most.get(key, INFINITE))))
        self.shown.append(told != UNKNOWN)
        return self.at[key]

    def sum(self, whole, parts, cut):
        self.equations.append((self.at[_key(whole, cut)], tuple(self.at[_key(part, cut)] for part in parts)))

    def difference(self, whole, part, cut, cut_of_whole=None):
        """whole = part + rest, where the reader has both."""
        a = self.at.get(_key(whole, cut if cut_of_whole is None else cut_of_whole))
        b = self.at.get(_key(part, cut))
        key = _key((whole, "minus", part), cut)
        if a is None or b is None or key in self.at:
            return
        if self.upper[a] < self.lower[b]:
            return
        self.equations.append((a, (b, self._add(key))))

    def published(self):
        return Published(
            tuple(self.at),
            np.array(self.lower, dtype=float),
            np.array(self.upper, dtype=float),
            tuple(self.equations),
            np.array(self.shown, dtype=bool),
        )
