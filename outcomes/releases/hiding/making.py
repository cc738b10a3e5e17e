"""The table that one condition of one year is protected by: what a reader has of it, and what ties it together."""

from collections import defaultdict

from ...disclosure.policy import policy
from ...disclosure.tables import Table
from .facts import EITHER, OCCASIONS
from .relations import ALL, PARTNERSHIP, PROGRAM, members, pairs, sums

# A total of everybody so large that one student more or less tells of nobody: its differences from one release
# to the next are not protected (docs/decisions/0023).
LARGE = 1000


class Making:
    """The Table of one condition and year, with the conditions around and beside it as they were decided.

    reopened: whether of those, too, what the draft would show may be hidden.
    """

    def __init__(self, solving, facts, table, *, reopened=False):
        self.solving, self.who, self.reopened = solving, table[0], reopened
        self.keys, self.numbers, self.equations, self.arrays = [], [], [], defaultdict(list)
        self.at = {}
        self.hidden_before = solving.hidden_before(facts)
        for fact in facts:
            public = solving.values[fact] in solving.fixed.get(fact, ())
            hidden = fact in self.hidden_before or solving.is_hidden_with_its_students(fact)
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
            for fact, values in solving.fixed_of[table].items()
            if fact not in solving.values
        }
        for fact, value in sorted(others.items()):
            self._add(fact, value, hideable=False, telling=False)
        kept = {fact: one for fact, one in solving.kept_of[table].items() if fact not in self.at}
        for fact, one in sorted(kept.items()):
            self._add(fact, one.value, hideable=False, unprinted=one.range is None, range_=one.range)
        conditions = {table[0]: [*facts, *others, *kept]}
        conditions |= {who: self._add_decided((who, *table[1:])) for who in solving.decided_beside(table)}
        self._tie(conditions)
        self._add_earlier(facts)

    def _tie(self, conditions):
        """What a reader can add up and subtract. conditions: {condition: its facts}."""
        for some in conditions.values():
            self._add_sums(some)
        self._add_nested(conditions)
        self._add_occasions(conditions)
        self._add_either(conditions)
        for some in conditions.values():
            for whole, part in pairs([*some, *self._add_wholes_of_pools(some)], self.solving.sites):
                self._add_difference(whole, part)

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
        telling = telling and key not in self.solving.verdict.open
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

    def _is_open(self, *cells):
        """Whether a reader does not have all of some numbers."""
        told = self.arrays
        return any(
            told["hideable"][cell] or told["unprinted"][cell] or told["lower"][cell] < told["upper"][cell]
            for cell in cells
        )

    def _known(self, key, number, range_=None):
        """A number that the reader has, or of which the reader has a step; of no student by itself."""
        return self._add(key, number, hideable=False, telling=False, range_=range_)

    def _add_sums(self, facts):
        for whole, parts in sums(facts, self.solving.schools, self.solving.sites):
            parts = [self.at[part] for part in parts]
            if not self._is_open(self.at[whole], *parts):
                continue
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

    def _add_decided(self, table):
        """The counts of a condition that has been decided, as it was, with all that ties them; returns its facts. What is
        small among them is to stay unknown beside what is decided now.
        """
        facts = self.solving.facts_of(table)
        for fact, (number, range_) in sorted(facts.items()):
            own = self.reopened and fact in self.solving.values and fact not in self.solving.fixed
            self._add(
                fact,
                number,
                hideable=own,
                unprinted=range_ is None,
                telling=range_ != (number, number),
                weight=self.solving.weight(fact) if own else 0.0,
                range_=range_,
            )
        return facts

    def _add_nested(self, conditions):
        """Students of a wider condition who do not meet a narrower one. conditions: {condition: its facts}."""
        for narrow, facts in conditions.items():
            for wide in sorted(self.solving.within.get(narrow, set()) & conditions.keys()):
                for fact in facts:
                    if fact.with_who(wide) in self.at:
                        self._add_difference(fact.with_who(wide), fact)

    def _add_wholes_of_pools(self, facts):
        """Groups told together here may be told alone of all, of the partnership: a reader adds them up there."""
        found = []
        for fact in facts:
            wholes = [fact._replace(population=ALL)] if members(fact) else []
            if members(fact) and fact.level == PROGRAM:
                wholes.append(fact._replace(level=PARTNERSHIP, place=""))
            for whole in wholes:
                parts = [self.at[one] for one in members(whole) if one in self.at]
                if parts and whole not in self.at:
                    self._add(whole, sum(self.numbers[part] for part in parts), unprinted=True, telling=False)
                    self.equations.append((self.at[whole], parts))
                    found.append(whole)
        return found

    def _add_occasions(self, conditions):
        """Events less those who had one each are what some had beyond the first, and no fewer than those who had two: these
        are students, and protected; so many events are not.
        """
        for events, (once, again) in OCCASIONS.items():
            for fact in conditions.get(events, ()):
                if fact.with_who(once) not in self.at:
                    continue
                further = self._add_difference(fact, fact.with_who(once), telling=False)
                if further is not None and fact.with_who(again) in self.at:
                    self._add_rest(further, [self.at[fact.with_who(again)]], (fact, "beyond", again))

    def _add_either(self, conditions):
        """Those of either kind are no fewer than all of both, and there were no fewer events than that."""
        for who, kinds in EITHER.items():
            for fact in conditions.get(who, ()):
                parts = [self.at.get(fact.with_who(kind)) for kind in kinds]
                if None in parts or not self._is_open(self.at[fact], *parts):
                    continue
                either = self._add(
                    (fact, "either"), sum(self.numbers[part] for part in parts), unprinted=True, telling=False
                )
                self.equations.append((either, parts))
                self._add_rest(either, [self.at[fact]], (fact, "twice"))
                for events in (one for one, (once, _again) in OCCASIONS.items() if once == who):
                    if fact.with_who(events) in self.at:
                        self._add_rest(self.at[fact.with_who(events)], [either], (fact, "more", events))

    def _add_rest(self, whole, parts, key):
        """whole = parts + rest, the rest of no student by itself."""
        left = self.numbers[whole] - sum(self.numbers[part] for part in parts)
        if left >= 0:
            self.equations.append((whole, (*parts, self._add(key, left, unprinted=True, telling=False))))

    def _add_difference(self, whole, part, *, telling=True):
        """whole = part + rest, the rest a number of students that nobody prints; and so for those who do not count.
        Returns the place of the rest; None where there is none, or where everybody has both numbers.
        """
        a, b = self.at[whole], self.at[part]
        if self.numbers[a] < self.numbers[b] or (whole, "minus", part) in self.at or not self._is_open(a, b):
            return self.at.get((whole, "minus", part))
        number = self.numbers[a] - self.numbers[b]
        rest = self._add((whole, "minus", part), number, unprinted=True, telling=telling)
        self.equations.append((a, (b, rest)))
        for who in sorted(self.solving.within.get(part.who, ())) if part.who == self.who else ():
            left = [self.at.get((fact.with_who(who), "minus", fact)) for fact in (whole, part)]
            if whole.who == part.who and None not in left and self.numbers[left[0]] >= self.numbers[left[1]]:
                not_counted = self._add(
                    (whole, "minus", part, "not counted", who),
                    self.numbers[left[0]] - self.numbers[left[1]],
                    unprinted=True,
                )
                self.equations.append((left[0], (left[1], not_counted)))
        return rest

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
