"""Participant codes: ids that an organization gives to participants of whom it has no school id, like `KF4-92X`.

Five characters by lot and a check character, all of an alphabet without letters that a hand makes alike. The
code numbers its characters with prime modulus and a weight of its own for each place, so that any one wrong
character and any two exchanged ones are found: a wrong code is an error, never another child.
"""

import re
import secrets

ALPHABET = "23456789CDFHJKMNPRTVWXY"
# A prime: every difference of characters and of weights has an inverse.
MODULUS = len(ALPHABET)
WEIGHTS = (1, 2, 3, 4, 5)
LENGTH = len(WEIGHTS) + 1
CODE = "code"


def canonical_code(text):
    """A code as it is kept and hashed, from what somebody wrote: no dash, no blank, upper case.

    Raises ValueError for what cannot be a code of ours.
    """
    text = re.sub(r"[\s\-–—_.]+", "", text).upper()
    if len(text) != LENGTH or set(text) - set(ALPHABET) or check_character(text[:-1]) != text[-1]:
        raise ValueError
    return text


def check_character(body):
    """The last character of a code that begins so."""
    total = sum(weight * ALPHABET.index(letter) for weight, letter in zip(WEIGHTS, body, strict=True))
    # With weight -1 for the check character itself, which none of the others has.
    return ALPHABET[total % MODULUS]


def new_code():
    """A code by lot, in its kept form."""
    body = "".join(secrets.choice(ALPHABET) for _each in WEIGHTS)
    return body + check_character(body)


def printed(code):
    """A kept code as people read it: `KF4-92X`."""
    return f"{code[:3]}-{code[3:]}"
