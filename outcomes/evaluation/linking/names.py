"""Names as they are compared: without accents, case, blanks and marks; and how they sound."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

_CODES = {
    letter: digit
    for digit, letters in {"1": "bfpv", "2": "cgjkqsxz", "3": "dt", "4": "l", "5": "mn", "6": "r"}.items()
    for letter in letters
}


@dataclass(frozen=True)
class Person:
    """key: what tells the row apart, whatever it is. birth: "YYYYMMDD" or "". surnames: the parts of a double one."""

    key: object
    given: str
    surname: str
    birth: str
    surnames: tuple = ()


def person(key, given, surname, birth):
    """A Person of texts as a file has them; birth: digits of the date, or "" where it is not known."""
    parts = tuple(part for part in map(folded, re.split(r"[\s-]+", surname)) if len(part) > 1)
    digits = re.sub(r"\D", "", birth)
    return Person(key, folded(given), folded(surname), digits if len(digits) == 8 else "", parts)


def folded(text):
    """ "O’Connor-Núñez" as "oconnornunez"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z]", "", plain)


@cache
def sound(name):
    """Letters by how they sound (Soundex, with as many places as the name gives up to four)."""
    if not name:
        return ""
    code, last = name[0], _CODES.get(name[0], "")
    for letter in name[1:]:
        digit = _CODES.get(letter, "")
        if digit and digit != last:
            code += digit
        if letter not in "hw":
            last = digit
    return (code + "000")[:4]


@cache
def likeness(one, other):
    """Jaro-Winkler similarity, 0 to 1."""
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    reach = max(len(one), len(other)) // 2 - 1
    taken, shared = [False] * len(other), []
    for place, letter in enumerate(one):
        for at in range(max(0, place - reach), min(len(other), place + reach + 1)):
            if not taken[at] and other[at] == letter:
                taken[at] = True
                shared.append(letter)
                break
    if not shared:
        return 0.0
    theirs = [letter for letter, was_taken in zip(other, taken, strict=True) if was_taken]
    moved = sum(a != b for a, b in zip(shared, theirs, strict=True)) / 2
    n = len(shared)
    jaro = (n / len(one) + n / len(other) + (n - moved) / n) / 3
    prefix = 0
    for a, b in zip(one[:4], other[:4], strict=False):
        if a != b:
            break
        prefix += 1
    return jaro + prefix * 0.1 * (1 - jaro)


def edits(one, other):
    """Letters to change, add, drop or swap with a neighbor to get from one text to the other (at most 3 are told)."""
    if abs(len(one) - len(other)) > 2:
        return 3
    before, last = None, list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (a != b))
            if before and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return min(last[-1], 3)
