"""Which organization each row is about, in a file of numbers that are of no place and no program.

Most organizations hand in numbers of their own. A county or state office, and the partnership itself, may hand in
those of several; the rows then name them.
"""

from difflib import get_close_matches

import numpy as np
from django.utils.translation import gettext as _

from partnership.models import Organization
from partnership.models.organization import Kind

from .match import MOST_LOOKED_UP, OF_OTHERS, UNKNOWN, Matched, examples

# What files write instead, and what they leave away.
WRITTEN_OUT = {
    "pd": "police department",
    "dept": "department",
    "so": "sheriff department",
    "da": "district attorney",
}
LEFT_AWAY = {"the", "of", "city", "office", "s"}


def match_agencies(frame, organization):
    """Matched organizations of the rows; unknown ones, and those of others, are errors."""
    if not frame.has("agency"):
        return Matched([organization], np.zeros(len(frame), np.int64))
    column = frame["agency"]
    known = _known()
    may_claim_all = speaks_for_many(organization)
    agencies, position_of = [organization], {organization.pk: 0}
    found = np.full(len(column.values), UNKNOWN, np.int64)
    names = {UNKNOWN: set(), OF_OTHERS: set()}
    for number, name in enumerate(column.values):
        match = known.get(plain(name or "")) if name else None
        if name is None and not may_claim_all:
            found[number] = 0
        elif match and (may_claim_all or match.pk == organization.pk):
            found[number] = position_of.setdefault(match.pk, len(agencies))
            if found[number] == len(agencies):
                agencies.append(match)
        elif name is not None:
            found[number] = OF_OTHERS if match else UNKNOWN
            names[found[number]].add(name)
    rows = found[column.codes] if len(frame) else np.zeros(0, np.int64)
    blank = ~column.given if may_claim_all else np.zeros(len(frame), bool)
    frame.error("blank", blank, "agency")
    frame.error(
        "not_your_organization",
        rows == OF_OTHERS,
        "agency",
        organization=organization.name,
        names=examples(names[OF_OTHERS]),
    )
    frame.error(
        "unknown_organization",
        (rows == UNKNOWN) & ~blank,
        "agency",
        names=examples(names[UNKNOWN]),
        suggestions=_suggestions(names[UNKNOWN], known),
    )
    return Matched(agencies, np.maximum(rows, -1))


def speaks_for_many(organization):
    """Whether its files may hold numbers of other organizations."""
    return organization.is_source_for_many or organization.kind == Kind.PARTNERSHIP


def plain(name):
    """An organization's name as it is compared: no case, no punctuation, usual abbreviations written out."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.lower()).split()
    words = " ".join(WRITTEN_OUT.get(word, word) for word in words).split()
    return " ".join(word for word in words if word not in LEFT_AWAY)


def _known():
    """{plain name or short name: Organization}; of two with one plain name neither is meant."""
    known, twice = {}, set()
    for organization in Organization.objects.all():
        for text in {plain(organization.name), plain(organization.slug)}:
            twice |= {text} if text in known else set()
            known[text] = organization
    return {text: organization for text, organization in known.items() if text not in twice}


def _suggestions(names, known):
    few = sorted(names)[:MOST_LOOKED_UP]
    near = {known[close].name for name in few for close in get_close_matches(plain(name), list(known), n=1)}
    return " " + _("Perhaps: %(names)s.") % {"names": examples(near)} if near else ""
