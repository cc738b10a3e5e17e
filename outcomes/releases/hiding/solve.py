"""One kind of count after the other through the suppressor, the wider before the narrower.

Each is protected together with all that has been decided of the kinds around and beside it, shown, stepped or hidden as
they are by then; what was small among those stays protected too. Hiding more never opens anything.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from ...disclosure.suppress import suppress
from ...measures.dimensions import DIMENSIONS
from .beside import Kept
from .facts import BOUND_TOGETHER, OCCASIONS
from .making import Making
from .relations import ALL, CITY, DISTRICT, SCHOOL

# Corrections smaller than this are the same cut of the same students: what was hidden in it stays hidden.
SAME_CUT = 10
GAP, ROUNDS = 0.1, 4
PLACES = (DISTRICT, CITY, SCHOOL)


@dataclass
class Verdict:
    """hidden: facts not to be known. primary: facts and differences that are small, each with its key. open: those of
    them that are known already through what is public, and cannot be protected any more.
    """

    hidden: set = field(default_factory=set)
    primary: set = field(default_factory=set)
    open: set = field(default_factory=set)


class Solving:
    """values: {Fact: students} of the draft. ranges: {Fact: (lowest, highest)} of those that a step would stand for. around:
    Beside. public: Public, what earlier releases showed, stepped and hid. within: facts.containers. own: (level, place)
    of the draft as a whole. apart: facts.told_apart.
    """

    def __init__(self, values, ranges, around, public, within, own, schools, sites, apart=None):
        self.values, self.ranges, self.within = values, ranges, within
        self.fixed, self.kept, self.public = around.fixed, around.kept, public
        self.own, self.schools, self.sites = own, schools, sites
        self.named = {name: who for names in (apart or {}).values() for who, name in names.items()}
        self.verdict = Verdict()
        self.kept_of, self.fixed_of = _by_table(self.kept), _by_table(self.fixed)
        self.tables, self.decided = defaultdict(list), []
        for fact in sorted(values):
            self.tables[fact.table].append(fact)

    def run(self):
        for table in sorted(self.tables, key=lambda table: (self._rank(table[0]), table)):
            self._solve(self.tables[table], table)
            self.decided.append(table)
        self._hide_alike()
        return self.verdict

    def _hide_alike(self):
        """Two measures that count other people elsewhere and the same here: both numbers are hidden, or none."""
        for fact in (one for one in self.values if one.who in self.named):
            one = fact.with_who(self.named[fact.who])
            if self.values.get(one) == self.values[fact] and not self.verdict.hidden.isdisjoint((one, fact)):
                self.verdict.hidden |= {one, fact}

    def _rank(self, who, seen=()):
        wider = [one for one in self._around(who) if one not in seen]
        return 1 + max((self._rank(one, (*seen, who)) for one in wider), default=-1)

    def _solve(self, facts, table_key):
        made = Making(self, facts, table_key)
        self.verdict.hidden |= made.hidden_before
        if not made.has_primary():
            return
        table = made.table()
        hidden, lost = _protected(table)
        if lost:
            # What was decided of other conditions leaves too little room: let more of it be hidden as well.
            table = Making(self, facts, table_key, reopened=True).table()
            hidden, lost = _protected(table)
        self.verdict.open |= lost
        self.verdict.hidden |= _keys(table, hidden) & self.values.keys()
        self.verdict.primary |= _keys(table, table.primary())

    def hide_beside(self, facts, most):
        """Hide, beside each of some facts that the joint audit found narrowed, so many more of the smallest of their kind:
        groups of the same dimension, places of any kind; and what bounds their number otherwise (BOUND_TOGETHER). The
        auditor ties together what the suppressor did not; hiding more never opens anything.
        """
        related = {
            one
            for fact in facts
            for conditions in BOUND_TOGETHER
            if fact.who in conditions
            for one in map(fact.with_who, conditions)
            if one in self.values and not self._is_headline(one)
        }
        self.verdict.hidden |= related
        for fact in sorted({*facts, *related}):
            if self.is_stepped(fact):
                self.verdict.hidden.add(fact)
            kinds = PLACES if fact.level in PLACES and fact.is_of_everybody else (fact.level,)
            for kind in kinds:
                beside = [
                    one
                    for one in self.values
                    if one.table == fact.table
                    and (one.population, one.level, one.dimension) == (fact.population, kind, fact.dimension)
                    and one not in self.verdict.hidden
                    and not self._is_headline(one)
                ]
                beside.sort(key=lambda one: (self.values[one], one))
                self.verdict.hidden.update(beside[:most])
                if most >= len(self.values):  # nothing of the kind is left: their total, as the last resort
                    total = fact._replace(dimension="", group="")
                    self.verdict.hidden.update({total} & set(self.values))
        self._hide_alike()

    def decided_beside(self, table):
        """Conditions decided already that lie around a table's, or beside it within a wider one."""
        who, *rest = table
        around = self._around(who)
        decided = {one for one, *others in self.decided if others == rest}
        return sorted(other for other in decided if other in around or self._around(other) & around)

    def _around(self, who):
        return {*self.within.get(who, ()), *OCCASIONS.get(who, ())}

    def facts_of(self, table):
        """{Fact: Kept} of a condition that has been decided: of the draft, of what stands beside it."""
        found = dict(self.kept_of[table])
        for fact, values in self.fixed_of[table].items():
            found[fact] = Kept(min(values), (min(values),) * 2)
        for fact in self.tables.get(table, ()):
            if fact not in self.kept:
                found[fact] = Kept(self.values[fact], self._told(fact))
        return found

    def _told(self, fact):
        """What the reader has of a fact of the draft, (lowest, highest); None of a hidden one."""
        if fact in self.verdict.hidden:
            return None
        return self.ranges.get(fact, (self.values[fact],) * 2)

    def is_hidden_with_its_students(self, fact):
        """Whether a number of events is hidden because of those who had one each."""
        return fact.who in OCCASIONS and fact.with_who(OCCASIONS[fact.who][0]) in self.verdict.hidden

    def is_stepped(self, fact):
        """Whether a step stands for it."""
        return fact in self.ranges and fact not in self.verdict.hidden

    def hidden_before(self, facts):
        """Those that an earlier release hid, or of which it showed another step, unless this draft is about clearly
        other students.
        """
        own = {(fact.population, fact.table): fact for fact in facts if self._is_headline(fact)}
        found, public = set(), self.public
        for fact in facts:
            if fact in public.hidden or public.stepped.get(fact, set()) - {self.ranges.get(fact)}:
                whole = own.get((fact.population, fact.table))
                earlier = self.fixed.get(whole, ()) if whole else ()
                if all(abs(self.values[whole] - value) <= SAME_CUT for value in earlier):
                    found.add(fact)
        return found

    def _is_headline(self, fact):
        return fact.is_of_everybody and (fact.level, fact.place) == self.own

    def weight(self, fact):
        """What a reader loses with it: more for large and for wide ones, least for those of whom nothing was told."""
        weight = 1 + 0.25 * np.floor(np.log10(max(self.values[fact], 1)))
        if self._is_headline(fact):
            return weight + (1000 if fact.population == ALL else 300)
        if fact.dimension and fact.group == DIMENSIONS[fact.dimension].unknown:
            return weight / 2
        if fact.is_of_everybody and fact.level != SCHOOL:
            return weight + 2
        return weight - 0.25 * (fact.population != ALL)


def _by_table(facts):
    """{table of facts: {Fact: what is known of it}}"""
    found = defaultdict(dict)
    for fact, known in facts.items():
        found[fact.table][fact] = known
    return found


def _protected(table):
    """(bool array of the cells to hide, keys that cannot be protected) of a Table."""
    lost = set()
    left = suppress(table, table.primary() & _touched(table), gap=GAP, rounds=ROUNDS, lost=lost)
    return left.hidden | (table.primary() & table.hideable & (table.lower == table.upper)), lost


def _keys(table, cells):
    return {table.keys[cell] for cell in np.flatnonzero(cells)}


def _touched(table):
    """Which cells (bool array) hang together with anything that may be hidden; the rest is decided already."""
    found = np.zeros(len(table), dtype=bool)
    for cells in table.components():
        found[cells] |= table.hideable[cells].any()
    return found
