"""How strongly a pair speaks for being one person, in bits: the sum over names and birth date of

    log2(how often a true pair looks like this / how often two strangers do)

(Fellegi and Sunter 1969). A rare name says more than a common one: strangers share a name as often as the two
lists hold it. Swapped given and family names, double family names of which one list has a part, and dates with
one wrong digit or day and month swapped are weighed as what they are.
"""

from collections import Counter
from math import log2

from .names import edits, likeness

# How often true pairs look like this; what is left over is a name that is another one altogether.
SAME, NEAR, CLOSE, PART, OTHER = 0.70, 0.15, 0.08, 0.04, 0.05
# Likeness from which two names are near, and close.
NEAR_FROM, CLOSE_FROM = 0.90, 0.80
# How often two strangers' names are near or close without being the same.
STRANGERS_NEAR, STRANGERS_CLOSE = 0.004, 0.012
SWAPPED = 0.05
# A family shares its name and twins their birthday: the same family name beside another given name speaks for a
# sibling more often than for one person under two names.
SIBLING = 10.0
# The same of birth dates; strangers share one day in the span of birth dates that the lists hold.
DAY_SAME, DAY_SLIP, DAY_PARTS, DAY_OTHER = 0.92, 0.04, 0.02, 0.02
STRANGERS_PARTS = 0.02


class Scores:
    """Weights of pairs of two lists of Person."""

    def __init__(self, ours, theirs):
        everybody = [*ours, *theirs]
        self.given = _shares(person.given for person in everybody)
        self.surname = _shares(person.surname for person in everybody)
        births = [person.birth for person in everybody if person.birth]
        self.days = max(len(set(births)), 365)

    def weight(self, one, other):
        """Bits that speak for one and other being the same person."""
        straight = self._name(one.given, other.given, self.given) + self._surname(one, other)
        swapped = (
            self._name(one.given, other.surname, self.surname)
            + self._name(one.surname, other.given, self.given)
            + log2(SWAPPED)
        )
        weight = max(straight, swapped) + self._birth(one.birth, other.birth)
        return weight - SIBLING if self.may_be_siblings(one, other) else weight

    @staticmethod
    def differs(one, other):
        """Whether a name is missing on a side, or another one altogether on both."""
        names = [(one.given, other.given), (one.surname, other.surname)]
        if not all(a and b for a, b in names):
            return True
        if set(one.surnames) & set(other.surnames):
            names = names[:1]
        crossed = _alike(one.given, other.surname) and _alike(one.surname, other.given)
        return not crossed and not all(_alike(a, b) for a, b in names)

    @staticmethod
    def other_day(one, other):
        """Whether both birth dates are known and differ by more than a wrong digit, or a swap of day and month."""
        return (
            bool(one.birth and other.birth)
            and one.birth != other.birth
            and not _slipped(one.birth, other.birth)
        )

    @staticmethod
    def may_be_siblings(one, other):
        """Whether the pair shares (a part of) its family name and has quite another given name."""
        if not one.given or not other.given or {one.given, one.surname} == {other.given, other.surname}:
            return False
        family = bool(set(one.surnames) & set(other.surnames)) or _alike(one.surname, other.surname)
        crossed = _alike(one.given, other.surname) and _alike(one.surname, other.given)
        return family and not crossed and not _alike(one.given, other.given)

    def _surname(self, one, other):
        whole = self._name(one.surname, other.surname, self.surname)
        if len(one.surnames) == len(other.surnames) == 1:
            return whole
        shared = set(one.surnames) & set(other.surnames)
        if not shared:
            return whole
        rarest = min(self.surname.get(part, 1e-4) for part in shared)
        return max(whole, log2(PART / max(rarest, 1e-4)))

    def _name(self, one, other, shares):
        if not one or not other:
            return 0.0
        if one == other:
            return log2(SAME / shares.get(one, 1e-4))
        alike = likeness(one, other)
        if alike >= NEAR_FROM or edits(one, other) <= 1:
            return log2(NEAR / STRANGERS_NEAR)
        if alike >= CLOSE_FROM:
            return log2(CLOSE / STRANGERS_CLOSE)
        return log2(OTHER)

    def _birth(self, one, other):
        if not one or not other:
            return 0.0
        if one == other:
            return log2(DAY_SAME * self.days)
        if _slipped(one, other):
            # Some fifty days are one digit, or a swap, away from a day.
            return log2(DAY_SLIP * self.days / 50)
        parts = (one[:4] == other[:4]) + (one[4:6] == other[4:6]) + (one[6:] == other[6:])
        if parts == 2 or edits(one, other) <= 2:
            return log2(DAY_PARTS / STRANGERS_PARTS)
        return log2(DAY_OTHER)


def _slipped(one, other):
    """Whether two dates are one wrong digit, or day and month, apart."""
    return edits(one, other) <= 1 or (
        one[:4] == other[:4] and one[4:6] == other[6:] and one[6:] == other[4:6]
    )


def _alike(one, other):
    return likeness(one, other) >= CLOSE_FROM or edits(one, other) <= 1


def _shares(names):
    counts = Counter(name for name in names if name)
    total = sum(counts.values()) or 1
    return {name: max(count / total, 1e-4) for name, count in counts.items()}
