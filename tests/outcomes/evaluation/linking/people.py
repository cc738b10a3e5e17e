"""Made-up children of a district, and a program's roster of some of them, written by hand and from memory.

Siblings share a family name, twins their birthday as well; many have two family names, of which a roster often
holds one; given names are shortened, letters slip, days and months change places, birth dates are missing. Some
of the roster are not in the district at all, and some of these have a brother or sister there.
"""

import random
from dataclasses import dataclass

from outcomes.evaluation.linking.names import person

STARTS = [
    "al",
    "an",
    "be",
    "ca",
    "da",
    "de",
    "el",
    "es",
    "fa",
    "fer",
    "ga",
    "gi",
    "ha",
    "he",
    "is",
    "jo",
    "ka",
    "la",
    "le",
    "lu",
    "ma",
    "mi",
    "na",
    "ni",
    "o",
    "pa",
    "ra",
    "ro",
    "sa",
    "so",
    "ta",
    "te",
    "va",
    "vi",
    "xi",
    "ya",
    "za",
]
MIDDLES = [
    "an",
    "ar",
    "el",
    "en",
    "er",
    "i",
    "in",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "mi",
    "na",
    "ne",
    "ni",
    "o",
    "ra",
    "ri",
    "ro",
    "sa",
    "se",
    "ta",
    "te",
    "to",
    "va",
    "vi",
]
ENDS = [
    "a",
    "ah",
    "an",
    "as",
    "e",
    "el",
    "en",
    "er",
    "ez",
    "i",
    "ia",
    "in",
    "is",
    "o",
    "on",
    "or",
    "os",
    "us",
    "y",
]


@dataclass
class Made:
    """district, roster: lists of Person; key of a roster's person: the district's key, or None for a stranger."""

    district: list
    roster: list
    kinds: dict


def made(seed, families=4000, share=0.2, strangers=0.1):
    """One district and one roster."""
    chance = random.Random(seed)
    surnames = _names(chance, 1500)
    givens = _names(chance, 500)
    weights = [1 / (place + 3) for place in range(len(surnames))]
    given_weights = [1 / (place + 8) for place in range(len(givens))]
    children, family_of = [], []
    for family in range(families):
        name = chance.choices(surnames, weights)[0]
        if chance.random() < 0.35:
            name += " " + chance.choices(surnames, weights)[0]
        size = chance.choices([1, 2, 3], [6, 3, 1])[0]
        birth = _birth(chance)
        for number in range(size):
            if number and chance.random() > 0.12:
                birth = _birth(chance)
            children.append((chance.choices(givens, given_weights)[0], name, birth))
            family_of.append(family)
    away = {place for place in range(len(children)) if chance.random() < strangers}
    district = [person(place, *child) for place, child in enumerate(children) if place not in away]
    served = [place for place in range(len(children)) if chance.random() < share]
    roster, kinds = [], {}
    for place in served:
        given, surname, birth = _as_written(chance, *children[place])
        known = None if place in away else place
        roster.append(person((place, known), given, surname, birth))
        kinds[place] = "double" if " " in children[place][1] else "single"
        if _has_sibling(family_of, place):
            kinds[place] = "sibling"
    return Made(district, roster, kinds)


def _has_sibling(family_of, place):
    return any(
        0 <= other < len(family_of) and other != place and family_of[other] == family_of[place]
        for other in range(place - 2, place + 3)
    )


def _names(chance, number):
    found = {}
    while len(found) < number:
        middle = "".join(chance.choice(MIDDLES) for _ in range(chance.choice([0, 1, 1, 2])))
        found[(chance.choice(STARTS) + middle + chance.choice(ENDS)).capitalize()] = None
    return list(found)


def _birth(chance):
    return f"{chance.randint(2010, 2016)}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"


def _as_written(chance, given, surname, birth):
    if " " in surname and chance.random() < 0.5:
        surname = chance.choice(surname.split(" "))
    elif " " in surname and chance.random() < 0.3:
        surname = surname.replace(" ", "-")
    if len(given) > 5 and chance.random() < 0.08:
        given = given[:4]
    if chance.random() < 0.10:
        given = _slip(chance, given)
    if chance.random() < 0.10:
        surname = _slip(chance, surname)
    if chance.random() < 0.02:
        given, surname = surname, given
    draw = chance.random()
    if draw < 0.02:
        birth = ""
    elif draw < 0.04:
        birth = birth[:4] + birth[6:] + birth[4:6]
    elif draw < 0.07:
        place = chance.randrange(2, 8)
        birth = birth[:place] + str(chance.randrange(10)) + birth[place + 1 :]
    return given, surname, birth


def _slip(chance, name):
    place = chance.randrange(len(name))
    kind = chance.randrange(4)
    if kind == 0:
        return name[:place] + chance.choice("abcdefghijklmnopqrstuvwxyz") + name[place + 1 :]
    if kind == 1:
        return name[:place] + name[place + 1 :]
    if kind == 2:
        return name[:place] + name[place] + name[place:]
    return name[:place] + name[place + 1 : place + 2] + name[place : place + 1] + name[place + 2 :]
