"""One kind of count after the other through the suppressor, the wider before the narrower.

What is decided of the wider ones (students enrolled) is then known, and the reader of the narrower ones (students
suspended) is taken to know even those that are hidden; so each table is protected by itself, and stays protected
whatever is hidden besides. Hiding more never opens anything.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from ...disclosure.suppress import CannotProtect, suppress
from ...measures.dimensions import DIMENSIONS
from .facts import BOUND_TOGETHER, OCCASIONS
from .making import Making
from .relations import ALL, CITY, DISTRICT, SCHOOL

# Corrections smaller than this are the same cut of the same students: what was hidden in it stays hidden.
SAME_CUT = 10
GAP, ROUNDS = 0.1, 4
PLACES = (DISTRICT, CITY, SCHOOL)
TRIES = 8


@dataclass
class Verdict:
    """hidden: facts not to be known. primary: facts and differences that are small, each with its key. open: those of
    them that are known already through what is public, and cannot be protected any more.
    """

    hidden: set = field(default_factory=set)
    primary: list = field(default_factory=list)
    open: list = field(default_factory=list)


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

    def run(self):
        tables = defaultdict(list)
        for fact in sorted(self.values):
            tables[fact.table].append(fact)
        for table in sorted(tables, key=lambda table: (self._rank(table[0]), table)):
            self._solve(tables[table], table)
        self._hide_alike()
        return self.verdict

    def _hide_alike(self):
        """Two measures that count other people elsewhere and the same here: both numbers are hidden, or none."""
        for fact in (one for one in self.values if one.who in self.named):
            one = fact.with_who(self.named[fact.who])
            if self.values.get(one) == self.values[fact] and not self.verdict.hidden.isdisjoint((one, fact)):
                self.verdict.hidden |= {one, fact}

    def _rank(self, who, seen=()):
        wider = [one for one in (*self.within.get(who, ()), *OCCASIONS.get(who, ())) if one not in seen]
        return 1 + max((self._rank(one, (*seen, who)) for one in wider), default=-1)

    def _solve(self, facts, table):
        made = Making(self, facts, table)
        self.verdict.hidden |= made.hidden_before
        if not made.has_primary():
            return
        table, left = made.table(), None
        primary = table.primary()
        for _try in range(TRIES):
            try:
                left = suppress(table, primary, gap=GAP, rounds=ROUNDS)
                break
            except CannotProtect as refusal:
                lost = [table.position[key] for key in refusal.keys]
                self.verdict.open += refusal.keys
                primary = primary.copy()
                primary[lost] = False
        hidden = left.hidden if left is not None else table.hideable
        hidden = hidden | (table.primary() & table.hideable & (table.lower == table.upper))
        known = set(facts)
        self.verdict.hidden |= {table.keys[cell] for cell in np.flatnonzero(hidden)} & known
        self.verdict.primary += [table.keys[cell] for cell in np.flatnonzero(table.primary())]

    def hide_beside(self, facts, most):
        """Hide, beside each of some facts that the joint audit found narrowed, so many more of the smallest of their kind:
        groups of the same dimension, places of any kind; and what bounds
        their number otherwise (BOUND_TOGETHER). The tables were protected one condition at a time, and
        the conditions together can tell more; hiding more never opens anything.
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

    def is_known(self, fact):
        """Whether the reader knows a fact, or has a step of it, once the draft is out."""
        if fact in self.kept:
            return self.kept[fact].range is not None
        return fact in self.fixed or (fact in self.values and fact not in self.verdict.hidden)

    def told(self, fact):
        """(number, range that a step leaves open or None) of a fact that the reader knows."""
        if fact in self.kept:
            return self.kept[fact]
        if fact in self.values:
            return self.values[fact], self.ranges.get(fact) if self.is_stepped(fact) else None
        return min(self.fixed[fact]), None

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
