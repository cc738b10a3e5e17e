"""One kind of count after the other through the suppressor, the wider before the narrower.

What is decided of the wider ones (students enrolled) is then known, and the reader of the narrower ones (students
suspended) is taken to know even those that are hidden; so each table is protected by itself, and stays protected
whatever is hidden besides. Hiding more never opens anything.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from ...disclosure.policy import policy
from ...disclosure.suppress import CannotProtect, suppress
from ...disclosure.tables import Table
from ...measures.dimensions import DIMENSIONS
from .relations import ALL, CITY, DISTRICT, PARTNERSHIP, PROGRAM, SCHOOL, pairs, sums

# A total of everybody so large that one student more or less tells of nobody: its differences from one release
# to the next are not protected (docs/decisions/0023).
LARGE = 1000
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

    def __init__(self, values, ranges, around, public, within, own, schools, sites, apart):
        self.values, self.ranges, self.within = values, ranges, within
        self.fixed, self.kept, self.public = around.fixed, around.kept, public
        self.own, self.schools, self.sites = own, schools, sites
        self.named = {name: who for names in apart.values() for who, name in names.items()}
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
        wider = [one for one in self.within.get(who, ()) if one not in seen]
        return 1 + max((self._rank(one, (*seen, who)) for one in wider), default=-1)

    def _solve(self, facts, table):
        made = _Making(self, facts, table)
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
        groups of the same dimension, places of any kind. The tables were protected one condition at a time, and
        the conditions together can tell more; hiding more never opens anything.
        """
        for fact in sorted(set(facts)):
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


class _Making:
    """The Table of one condition and year."""

    def __init__(self, solving, facts, table):
        self.solving, self.facts = solving, facts
        self.keys, self.numbers, self.equations, self.arrays = [], [], [], defaultdict(list)
        self.at = {}
        self.hidden_before = solving.hidden_before(facts)
        for fact in facts:
            public = solving.values[fact] in solving.fixed.get(fact, ())
            hidden = fact in self.hidden_before
            self._add(
                fact,
                solving.values[fact],
                hideable=not public,
                unprinted=hidden and not public,
                weight=solving.weight(fact),
                range_=None if hidden or public else solving.ranges.get(fact),
            )
        others = {
            fact: min(values)
            for fact, values in solving.fixed.items()
            if fact.table == table and fact not in solving.values
        }
        for fact, value in sorted(others.items()):
            self._add(fact, value, hideable=False, telling=False)
        kept = {
            fact: one for fact, one in solving.kept.items() if fact.table == table and fact not in self.at
        }
        for fact, one in sorted(kept.items()):
            self._add(fact, one.value, hideable=False, unprinted=one.range is None, range_=one.range)
        self._add_sums([*facts, *others, *kept])
        self._add_wider([*facts, *kept])
        for whole, part in pairs([*facts, *others, *kept], solving.sites):
            self._add_difference(whole, part)
        self._add_earlier(facts)

    def has_primary(self):
        small = policy().largest_count_hidden
        return any(
            1 <= number <= small and telling
            for number, telling in zip(self.numbers, self.arrays["telling"], strict=True)
        )

    def table(self):
        arrays = {name: self.arrays[name] for name in ("hideable", "unprinted", "telling", "lower", "upper")}
        return Table(self.keys, self.numbers, self.equations, weights=self.arrays["weight"], **arrays)

    def _add(self, key, number, *, hideable=True, unprinted=False, telling=True, weight=0.0, range_=None):
        lower, upper = range_ or (number, number)
        self.at[key] = len(self.keys)
        self.keys.append(key)
        self.numbers.append(int(number))
        for name, value in (
            ("hideable", hideable),
            ("unprinted", unprinted),
            ("telling", telling),
            ("weight", weight),
            ("lower", lower),
            ("upper", upper),
        ):
            self.arrays[name].append(value)
        return self.at[key]

    def _known(self, key, number, range_=None):
        """A number that the reader has, or of which the reader has a step; of no student by itself."""
        return self._add(key, number, hideable=False, telling=False, range_=range_)

    def _add_sums(self, facts):
        for whole, parts in sums(facts, self.solving.schools, self.solving.sites):
            parts = [self.at[part] for part in parts]
            left = sum(self.numbers[part] for part in parts) - self.numbers[self.at[whole]]
            key = (whole, self.keys[parts[0]].level, self.keys[parts[0]].dimension)
            if left > 0:
                together = self._add(
                    (*key, "together"),
                    sum(self.numbers[part] for part in parts),
                    unprinted=True,
                    telling=False,
                )
                self.equations.append((together, parts))
                self.equations.append((together, (self.at[whole], self._known((*key, "repeats"), left))))
            else:
                rest = [self._rest(whole, (*key, "in none"), -left)] if left else []
                self.equations.append((self.at[whole], (*parts, *rest)))

    def _rest(self, whole, key, number):
        """Those of a whole who are in none of its parts. Beside a program's draft they are the students of other
        schools: nobody prints how many, and the whole less the parts tells it.
        """
        if self.solving.own[0] == PROGRAM and (whole.level, whole.place) != self.solving.own:
            return self._add(key, number, unprinted=True)
        return self._known(key, number)

    def _add_wider(self, facts):
        """Of the students of a wider condition that is known, those who do not meet this one."""
        for fact in facts:
            for who in sorted(self.solving.within.get(fact.who, ())):
                wider = fact.with_who(who)
                if self.solving.is_known(wider) and wider not in self.at:
                    number, range_ = self.solving.told(wider)
                    if number >= self.numbers[self.at[fact]]:
                        self._known(wider, number, range_)
                        self._add_difference(wider, fact)

    def _add_difference(self, whole, part):
        """whole = part + rest, the rest a number of students that nobody prints; and so for those who do not count."""
        a, b = self.at[whole], self.at[part]
        if self.numbers[a] < self.numbers[b] or (whole, "minus", part) in self.at:
            return
        rest = self._add((whole, "minus", part), self.numbers[a] - self.numbers[b], unprinted=True)
        self.equations.append((a, (b, rest)))
        for who in sorted(self.solving.within.get(part.who, ())):
            left = [self.at.get((fact.with_who(who), "minus", fact)) for fact in (whole, part)]
            if whole.who == part.who and None not in left and self.numbers[left[0]] >= self.numbers[left[1]]:
                rest = self._add(
                    (whole, "minus", part, "not counted", who),
                    self.numbers[left[0]] - self.numbers[left[1]],
                    unprinted=True,
                )
                self.equations.append((left[0], (left[1], rest)))

    def _add_earlier(self, facts):
        """What an earlier release said of the same students, and the difference to now."""
        for fact in facts:
            for value in sorted(self.solving.fixed.get(fact, ())):
                now = self.solving.values[fact]
                is_large = fact.is_of_everybody and fact.level in (PARTNERSHIP, PROGRAM) and now >= LARGE
                if value == now or is_large:
                    continue
                earlier, gap = (fact, "earlier", value), abs(now - value)
                then = self._known(earlier, value)
                rest = self._add((fact, "changed from", value), gap, unprinted=True)
                whole, part = (self.at[fact], then) if now > value else (then, self.at[fact])
                self.equations.append((whole, (part, rest)))
