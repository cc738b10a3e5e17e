"""Candidates by keyed hashes alone: two people are looked at together when they share a token.

A token is a keyed hash of some letters of the name and some digits of the birth date. The key is made for one run
and thrown away, so that a token tells nothing to whoever finds it, and the same token means nothing tomorrow.
"""

import hmac
import secrets
from collections import defaultdict

from .names import sound

# A token that so many people share tells them apart no more.
MOST_ALIKE = 60


def candidates(ours, theirs, key=None):
    """{(place in ours, place in theirs)} of people who share a token. ours, theirs: lists of Person."""
    key = key or secrets.token_bytes(32)
    places = defaultdict(list)
    for place, person in enumerate(theirs):
        for token in tokens(person, key):
            places[token].append(place)
    found = set()
    for place, person in enumerate(ours):
        for token in tokens(person, key):
            alike = places.get(token, ())
            if len(alike) <= MOST_ALIKE:
                found.update((place, other) for other in alike)
    return found


def tokens(person, key):
    """The keyed hashes of a person, a dozen or more."""
    return {hmac.digest(key, "|".join(parts).encode(), "sha256")[:12] for parts in _parts(person)}


def _parts(person):
    given, surname, birth = person.given, person.surname, person.birth
    sounds = sorted((sound(given), sound(surname)))
    if birth:
        year, rest = birth[:4], birth[4:]
        yield "day", birth
        for name, which in ((given, "g"), (surname, "s")):
            if name:
                # Which of the two names it is is left out: they are often swapped.
                yield "sound year", sound(name), year
                yield "sound day", sound(name), "".join(sorted(rest))
                yield "start decade", name[:3], birth[:3], which
                yield "end year", name[-3:], year
        for part in person.surnames:
            yield "part year", sound(part), year
            yield "part day", sound(part), rest
    if given and surname:
        yield "sounds", *sounds
        yield "starts", *sorted((given[:4], surname[:4]))
        yield "mixed", given[:1], surname
        yield "mixed", surname[:1], given
        yield "ends", *sorted((given[-4:], surname[-4:]))
