"""The true counts, counted anew without any hiding: they judge what the attacker computes, and tell the attacker nothing."""

from outcomes.measures.definition import registry
from outcomes.releases.count import tally
from outcomes.releases.level import Level

from .attack import Number, block_of, whose
from .knowledge import EVENTS, SHARES, Key


def counts_of(release):
    """{Number: how many} at the moment."""
    found = {}
    tallies = tally(Level(release.program), list(registry().values()), release.years)
    program = release.program.slug if release.program else ""
    for key, one in tallies.items():
        key = whose(Key(*map(str, key)), program)
        what, behind, among = EVENTS.get(key.measure, (None, *SHARES.get(key.measure, (None, None))))
        counts = one.counts
        numbers = counts and {what: counts.numerator, behind: counts.involved, among: counts.students}
        for who, number in (numbers or {}).items():
            if who:
                found.setdefault(Number(who, *key[1:], 0), number)
    return found


class Truth:
    """The true counts behind an attack's numbers; some: counts_of each of its releases, when it was published."""

    def __init__(self, attack, some):
        self.attack, self.some = attack, some

    def __getitem__(self, number):
        first = self.attack.told_first.get((block_of(number), number.cut), 0)
        plain = number._replace(cut=0)
        for counts in (self.some[first], *self.some):
            if plain in counts:
                return counts[plain]
        if "+" in number.group:
            return sum(self[number._replace(group=one)] for one in number.group.split("+"))
        return 0
