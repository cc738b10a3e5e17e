"""From what some form of publication prints to the equations that it implies. Nothing of the house's own is used here."""

from collections import defaultdict
from typing import NamedTuple

from .knowledge import AT_LEAST, COUNTED, COVERED, FEW, NOT_PROTECTED, PER, RESTS, WITHIN, whom
from .system import System

WHOLES = ("partnership", "program", "district", "city")


class Number(NamedTuple):
    """How many students meet a condition; cut: of the releases, which tells of the same students."""

    who: str
    year: str
    population: str
    level: str
    place: str
    dimension: str
    group: str
    cut: int

    def of(self, who):
        return self._replace(who=who)


class Release(NamedTuple):
    """One release as its reader has it. program: whose, "" for the partnership's; said: {Key: Said}; districts, cities:
    {school: code}, as the release's own pages name them.
    """

    program: str
    said: dict
    districts: dict
    cities: dict


class Attack:
    """What all releases tell together. judged: [({Number: factor}, words)], the counts that may be few students."""

    def __init__(self, releases):
        self.system, self.judged, self.pools = System(), {}, set()
        self.cuts, self.told = defaultdict(list), []
        # {(block, cut): number of the release that told of it first}
        self.told_first = {}
        self.sites = {release.program: set(release.districts) for release in releases}
        self.districts = {k: v for release in releases for k, v in release.districts.items()}
        self.cities = {k: v for release in releases for k, v in release.cities.items()}
        for number, release in enumerate(releases):
            self._take(number, release)
        self._tie()

    # What is printed

    def _take(self, at, release):
        """Every number printed, under the cut of the release that it belongs to."""
        known, keys = defaultdict(dict), []
        for key, said in release.said.items():
            if whom(key.measure) is None or said.state == "not_reported":
                continue
            key = whose(key, release.program)
            keys.append((key, said))
            for number, told in _printed(key, said):
                known[block_of(number)][number] = told
        cut_of = {block: self._cut(block, numbers) for block, numbers in known.items()}
        for block, cut in cut_of.items():
            self.told_first.setdefault((block, cut), at)
        found = {}
        for key, said in keys:
            what, among = whom(key.measure)
            numbers = [Number(who, *key[1:], 0) for who in (what, among) if who]
            numbers = [one._replace(cut=cut_of.get(block_of(one), 0)) for one in numbers]
            for number in numbers:
                found[number] = None
                self.number(number)
            for number, told in _printed(key, said):
                self.system.know(number._replace(cut=cut_of[block_of(number)]), *told)
            if among:
                self._rate(key.measure, said, *numbers)
        self.told.append(list(found))

    def _cut(self, block, numbers):
        """Of which telling of a place's students a release speaks: of one where no number that both print differs."""
        for cut, earlier in enumerate(self.cuts[block]):
            if all(
                earlier.get(number, told) == told for number, told in numbers.items() if told[0] == told[1]
            ):
                earlier.update({n: t for n, t in numbers.items() if t[0] == t[1]})
                return cut
        self.cuts[block].append({n: t for n, t in numbers.items() if t[0] == t[1]})
        return len(self.cuts[block]) - 1

    def _rate(self, measure, said, counted, among):
        """counted * per / among, rounded half up, is the value printed; or no more, no less than a step's."""
        if said.value is None or measure not in PER:
            return
        per, value = PER[measure], said.value
        if said.state == "published":
            scale = 10 ** (1 - value.as_tuple().exponent)
            printed = int(value * scale)
            self.system.add({counted: per * scale, among: 5 - printed})
            self.system.add({counted: -per * scale, among: printed + 5}, 1)
        elif said.state == "at_most":
            self.system.add({counted: -per, among: int(value)})
        elif said.state == "at_least":
            self.system.add({counted: per, among: -int(value)})

    def number(self, number):
        """A number that occurs; of groups told together, with what they are made of."""
        self.system.know(number)
        if "+" in number.group and number not in self.pools:
            self.pools.add(number)
            members = [number._replace(group=one) for one in number.group.split("+")]
            self._sum(number, members)

    # What it implies

    def _tie(self):
        for numbers in self.told:
            for number in numbers:
                self._conditions(number)
                self._populations(number)
            for whole, parts in self._wholes(numbers):
                self._sum(whole, parts)
        for number in list(self.system.numbers):
            if number.who in COUNTED:
                self.judge({number: 1}, ("count", number))
            if number.cut:
                for cut in range(number.cut):
                    earlier = number._replace(cut=cut)
                    if earlier in self.system.numbers and number.who in COUNTED:
                        self.judge({number: 1, earlier: -1}, ("moved", number, earlier))

    def _conditions(self, number):
        for narrow, wide in WITHIN:
            if number.who == narrow and number.of(wide) in self.system.numbers:
                self.within(number.of(wide), number, (narrow, wide) not in NOT_PROTECTED)
        for whole, parts in COVERED:
            self._at_least(number, whole, parts, -1, 1)
        for whole, parts in AT_LEAST:
            self._at_least(number, whole, parts, 1, -1)

    def _at_least(self, number, whole, parts, of_whole, of_parts):
        names = [number.of(one) for one in parts]
        if number.who == whole and all(one in self.system.numbers for one in names):
            self.system.add({number: of_whole} | dict.fromkeys(names, of_parts))

    def _populations(self, number):
        """Participants are among all; those of a program among all participants; a program's schools in the partnership."""
        wider = []
        if number.population == "participants":
            wider.append(number._replace(population="all"))
        elif number.population != "all":
            wider.append(number._replace(population="all"))
            wider.append(number._replace(population="participants"))
            if number.level == "program":
                wider.append(number._replace(population="participants", level="partnership", place=""))
        if number.level == "program" and number.population == "all":
            wider.append(number._replace(level="partnership", place=""))
            for other, sites in self.sites.items():
                if other and self.sites[number.place] < sites:
                    wider.append(number._replace(place=other))
        for whole in wider:
            for cut in range(max(len(self.cuts[block_of(whole)]), 1)):
                self._part(whole._replace(cut=cut), number)

    def _part(self, whole, part):
        if whole not in self.system.numbers and not ("+" in whole.group and self._has_members(whole)):
            return
        self.number(whole)
        self.within(whole, part, True)
        for narrow, wide in WITHIN:
            pair = [whole.of(wide), part.of(wide)]
            if part.who == narrow and all(one in self.system.numbers for one in pair):
                left = {pair[0]: 1, whole: -1, pair[1]: -1, part: 1}
                self.system.add(left)
                # Of those outside, who is not counted; not what two nested counts of them leave.
                if (narrow, wide) in RESTS:
                    self.judge(left, ("left", narrow, wide, whole, part))

    def _has_members(self, pool):
        return all(pool._replace(group=one) in self.system.numbers for one in pool.group.split("+"))

    def within(self, whole, part, is_protected):
        self.system.add({whole: 1, part: -1})
        if is_protected and part.who in COUNTED:
            self.judge({whole: 1, part: -1}, ("rest", whole, part))

    def judge(self, expression, words):
        self.judged.setdefault(frozenset(expression.items()), (expression, words))

    def _wholes(self, numbers):
        """(whole, parts) among the numbers of one release."""
        groups, schools, wider = defaultdict(list), defaultdict(list), defaultdict(list)
        for number in numbers:
            same = (number.who, number.year, number.population)
            if number.dimension:
                groups[number._replace(dimension="", group="", cut=0), number.dimension].append(number)
            elif number.level == "school":
                schools[same].append(number)
            elif number.level in ("district", "city"):
                wider[(*same, number.level)].append(number)
        at = {number._replace(cut=0): number for number in numbers}
        for (whole, _dimension), parts in groups.items():
            if whole in at:
                yield at[whole], parts
        for whole in [number for number in numbers if number.level in WHOLES and not number.dimension]:
            same = (whole.who, whole.year, whole.population)
            mine = [one for one in schools[same] if self._is_in(one.place, whole)]
            if mine:
                yield whole, mine
            if whole.level == "partnership":
                for level in ("district", "city"):
                    if wider[(*same, level)]:
                        yield whole, wider[(*same, level)]

    def _is_in(self, school, whole):
        if whole.level == "partnership":
            return True
        if whole.level == "program":
            return school in self.sites.get(whole.place, ())
        return {"district": self.districts, "city": self.cities}[whole.level].get(school) == whole.place

    def _sum(self, whole, parts):
        self.system.add({whole: -1} | dict.fromkeys(parts, 1), 0, 0)

    # What comes of it

    def narrowed(self, truth):
        """[(words, true number, lowest, highest)] of the true counts of 1 to 10 that the attacker narrows.

        truth: {Number: how many}.
        """
        found, solved = [], self.system.solved()
        for expression, words in self.judged.values():
            true = sum(factor * truth[number] for number, factor in expression.items())
            if true < 0:
                expression, true = {number: -factor for number, factor in expression.items()}, -true
            if 1 <= true <= FEW:
                lowest, highest = solved.range(expression, 1, FEW)
                if lowest > 1 or highest < FEW:
                    found.append((words, true, lowest, highest))
        return found


def whose(key, program):
    """Participants of a program's release, and of a program's own line, are those of that program."""
    program = program or (key.place if key.level == "program" else "")
    return (
        key._replace(population=f"participants of {program}")
        if program and key.population == "participants"
        else key
    )


def block_of(number):
    """What a reader takes to have changed as one: the numbers of a place and year."""
    return number.year, number.level, number.place, number.population


def _printed(key, said):
    """[(Number, (lowest, highest))] that a printed number tells by itself."""
    what, among = whom(key.measure)
    counted = Number(what, *key[1:], 0)
    if said.state == "not_enough_data":
        # Nobody is in the denominator, so nobody is counted of them.
        return [(counted.of(who), (0, 0)) for who in (what, among) if who]
    found = []
    if said.numerator is not None:
        found.append((counted, (said.numerator,) * 2))
    elif said.state == "at_most":
        found.append((counted, (0, FEW)))
    elif not among and said.state == "published":
        found.append((counted, (said.value,) * 2))
    if said.denominator is not None:
        found.append((counted.of(among), (said.denominator,) * 2))
        if said.state == "at_least":
            found.append((counted, (said.denominator - FEW, said.denominator)))
    return [(number, tuple(map(float, told))) for number, told in found]
