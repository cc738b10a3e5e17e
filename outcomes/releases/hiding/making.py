"""The table that one condition of one year is protected by: what a reader has of it, and what ties it together."""

from collections import defaultdict

from ...disclosure.policy import policy
from ...disclosure.tables import Table
from .facts import OCCASIONS
from .relations import ALL, PARTNERSHIP, PROGRAM, members, pairs, sums

# A total of everybody so large that one student more or less tells of nobody: its differences from one release
# to the next are not protected (docs/decisions/0023).
LARGE = 1000


class Making:
    """The Table of one condition and year."""

    def __init__(self, solving, facts, table):
        self.solving, self.facts = solving, facts
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
        self._add_occasions(facts)
        pools = self._add_wholes_of_pools(facts)
        for whole, part in pairs([*facts, *others, *kept, *pools], solving.sites):
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

    def _add_occasions(self, facts):
        """Events less those who had one each are what some had beyond the first, and no fewer than those who had two."""
        solving = self.solving
        for fact in facts:
            once, again = (fact.with_who(who) for who in OCCASIONS.get(fact.who, (fact.who, fact.who)))
            if once == fact or once not in solving.values:
                continue
            if solving.is_known(once):
                self._known(once, *solving.told(once))
            else:
                self._add(once, solving.values[once], unprinted=True, telling=False)
            self._add_difference(fact, once)
            further = self.at[fact, "minus", once]
            if again not in solving.values:
                continue
            is_known, (number, range_) = solving.is_known(again), solving.told(again)
            self._add(
                again,
                number,
                hideable=False,
                unprinted=not is_known,
                telling=not is_known or bool(range_),
                range_=range_,
            )
            more = self._add(
                (fact, "beyond", again), self.numbers[further] - number, unprinted=True, telling=False
            )
            self.equations.append((further, (self.at[again], more)))

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
