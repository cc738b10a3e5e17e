"""What a reader of some releases knows: numbers shown, and the equations that their names imply.

Two releases tell of the same cut of the students as long as no number that both show differs; a number hidden in
one is then the other's. Where one differs, they are two cuts, each with equations of its own.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from ...disclosure.published import Published
from ...measures.aggregates import AGGREGATES
from ...measures.dimensions import DIMENSIONS
from ..evaluations.counts import within as containing
from ..hiding.facts import EITHER, OCCASIONS, containers, parts_of
from ..hiding.public import range_of_step, tells_students
from ..hiding.relations import lies_within_wider, members
from ..keys import key_of
from ..models import STEPS, ReleaseKind, ValueState
from ..tables import definitions_of
from .page import UNKNOWN, Page, key_in

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
    if parts.occasions:
        exact = (int(cell.numerator),) * 2 if cell.state not in STEPS else range_of_step(cell)
        _know(numbers, parts.occasions, exact)
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
                for one in _beside_pool(fact):
                    cut.setdefault(one, UNKNOWN)
                keys[fact] = key_in(fact, number_of_cut)
        for fact, number in events.items():
            self.most[keys[fact]] = min(number, self.most.get(keys[fact], number))
        return keys

    def published(self):
        """The Published of all cuts."""
        page = Page(self.most)
        for _table, cuts in sorted(self.cuts.items()):
            for number, facts in enumerate(cuts):
                page.write(facts, number)
        for table, cuts in sorted(self.cuts.items()):
            for number, facts in enumerate(cuts):
                self._equations(page, table, facts, number)
        for table, cuts in sorted(self.cuts.items()):
            for number, facts in enumerate(cuts):
                self._occasions(page, table, facts, number)
                self._either(page, table, facts, number)
        return page.published()

    def _equations(self, page, table, facts, cut):
        for who in sorted(self.within.get(table[0], ())):
            wide = self._same_cut((who, *table[1:]), table, cut)
            for fact in sorted(facts) if wide is not None else ():
                page.difference(fact.with_who(who), fact, cut, wide)
        for events in [events for events, (once, _again) in OCCASIONS.items() if once == table[0]]:
            of_events = self._same_cut((events, *table[1:]), table, cut)
            for fact in sorted(facts) if of_events is not None else ():
                page.difference(fact.with_who(events), fact, cut, of_events)
        for whole, parts in self._groups(facts):
            page.sum(whole, parts, cut)
        for fact in sorted(facts):
            if fact.population == "participants":
                page.difference(fact._replace(population="all"), fact, cut)
            if fact.level == "program" and lies_within_wider(fact):
                page.difference(fact._replace(level="partnership", place=""), fact, cut)
        for whole, parts in self._places(facts):
            if self._nobody_moved(table, whole, parts):
                page.sum(whole, parts, cut)

    def _occasions(self, page, table, facts, cut):
        """Of what some had beyond the first, those who had two are a part."""
        for events, (once, again) in OCCASIONS.items():
            of_once = self._same_cut((once, *table[1:]), table, cut) if again == table[0] else None
            for fact in sorted(facts) if of_once is not None else ():
                further = page.at.get(key_in((fact.with_who(events), "minus", fact.with_who(once)), of_once))
                page.holds(further, [page.at[key_in(fact, cut)]], ("beyond", fact, cut))

    def _either(self, page, table, facts, cut):
        """Those of either kind are no fewer than all of both, and there were no fewer events than that."""
        cuts = {who: self._same_cut((who, *table[1:]), table, cut) for who in EITHER.get(table[0], ())}
        if None in cuts.values() or not cuts:
            return
        for fact in sorted(facts):
            kinds = [page.at.get(key_in(fact.with_who(who), number)) for who, number in cuts.items()]
            if None in kinds:
                continue
            both = page.together(kinds, ("either", fact, cut))
            page.holds(both, [page.at[key_in(fact, cut)]], ("twice", fact, cut))
            for events in [events for events, (once, _again) in OCCASIONS.items() if once == table[0]]:
                of_events = self._same_cut((events, *table[1:]), table, cut)
                page.holds(page.at.get(key_in(fact.with_who(events), of_events)), [both], ("more", fact, cut))

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
        students = OCCASIONS.get(table[0], (table[0],))[0]
        for who in [table[0], students, *sorted(self.within.get(students, ()))]:
            for cut in self.cuts.get((who, *table[1:]), ()):
                told = [cut.get(fact.with_who(who), UNKNOWN) for fact in (whole, *parts)]
                if all(map(_is_exact, told)):
                    return told[0][0] == sum(one for one, _same in told[1:])
        return False


def _beside_pool(fact):
    """Of groups told together: those alone, and the same of all, of the partnership, where they may be told alone."""
    if not members(fact):
        return
    wholes = [fact, fact._replace(population="all")]
    wholes += [one._replace(level="partnership", place="") for one in wholes if one.level == "program"]
    for whole in wholes:
        yield whole
        yield from members(whole)


def _agree(cut, facts):
    for fact, told in facts.items():
        lowest, highest = _both(cut.get(fact, UNKNOWN), told)
        if lowest > highest:
            return False
    return True
