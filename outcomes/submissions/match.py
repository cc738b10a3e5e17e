"""Which place or program each row speaks of, among those that the organization may claim."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import get_close_matches

import numpy as np
from django.utils.translation import gettext as _

from outcomes.datasets.frame import combined, firsts
from partnership.actions.places import places_claimable_by
from partnership.models import Place
from partnership.models.place import PlaceKind

from .bulk import chunks
from .targets import code_before_name, school_of

MOST_EXAMPLES = 5
# Looking for a near name is slow; a file of thousands of unknown names has another problem.
MOST_LOOKED_UP = 20
# In place of a position: no place of the organization, one of somebody else, one of several.
UNKNOWN, OF_OTHERS, AMBIGUOUS = -2, -3, -4
FULL_CODE = 14
ABBREVIATIONS = {
    "es": "elementary",
    "elem": "elementary",
    "ms": "middle",
    "hs": "high",
    "jr": "junior",
    "sr": "senior",
    "int": "intermediate",
}


@dataclass
class Matched:
    """places: Place or NamedPlace objects, each once. codes: for each row its position in `places`, or -1.
    named: NamedPlaces to keep: new places, their parents, and new names of known places.
    """

    places: list
    codes: np.ndarray
    named: list = field(default_factory=list)


def match_schools(frame, organization):
    """Match the rows' schools by code or name; what is unknown or not the organization's becomes an error."""
    schools = schools_of(organization)
    by_code, by_name = directory_of(schools)
    pair = combined(frame["school_code"], frame["school_name"])
    first = firsts(pair)
    codes, names = frame["school_code"].filled(""), frame["school_name"].filled("")
    position_of = {school.pk: position for position, school in enumerate(schools)}
    said_schools = {str(school.pk): school.pk for school in schools} if frame.words else {}
    merged_into = {school.pk: school.merged_into_id for school in schools}
    found = np.full(len(first), UNKNOWN, np.int64)
    strangers = {AMBIGUOUS: set(), UNKNOWN: set()}
    for number, at in enumerate(first):
        said = said_schools.get(school_of(names[at], frame.words) or school_of(codes[at], frame.words))
        candidates = {said} if said else candidates_for(by_code, by_name, codes[at], names[at])
        # A school and what it was merged into may share a name: the older one leads to the other in its time.
        candidates = candidates - {merged_into[candidate] for candidate in candidates}
        if len(candidates) == 1:
            found[number] = position_of[next(iter(candidates))]
        else:
            found[number] = AMBIGUOUS if candidates else UNKNOWN
            strangers[found[number]].add(names[at] or codes[at])
    blank = ~(frame["school_code"].given | frame["school_name"].given)
    row = found[pair] if len(pair) else np.zeros(0, np.int64)
    frame.error("blank", blank, "school_code")
    frame.error("ambiguous_school", row == AMBIGUOUS, "school_code", names=examples(strangers[AMBIGUOUS]))
    _report_unknown(frame, organization, (row == UNKNOWN) & ~blank, codes, strangers[UNKNOWN], schools)
    return Matched(schools, np.maximum(row, -1))


def schools_of(organization):
    """Schools whose numbers the organization may hand in, with their districts and other names."""
    return list(
        places_claimable_by(organization)
        .filter(kind=PlaceKind.SCHOOL)
        .select_related("parent", "merged_into")
        .prefetch_related("other_names")
        .distinct()
    )


def candidates_for(by_code, by_name, code, name):
    """Ids of the schools meant. A code of digits decides alone; a name stands for a school where there is none."""
    code = re.sub(r"\.0+$", "", code.lstrip("'"))
    # As templates offer them: "99100010100001 Lincoln Elementary".
    code = code_before_name(code)
    if code.isdigit():
        return by_code.get(code.lstrip("0"), set())
    return by_name.get(plain_name(name or code), set())


def named_school(by_code, by_name, text):
    """Ids of the schools that a single text may mean, by code or by name."""
    return candidates_for(by_code, by_name, text, "")


def _report_unknown(frame, organization, unknown, codes, names, schools):
    """Schools of others are told apart from schools that nobody knows; for these there are suggestions."""
    if not unknown.any():
        return
    others = set()
    for some in chunks({code for code in codes[unknown] if len(code) == FULL_CODE}):
        others.update(
            Place.objects.filter(kind=PlaceKind.SCHOOL, code__in=some).values_list("code", flat=True)
        )
    of_others = unknown & np.isin(codes.astype(str), list(others))
    frame.error(
        "not_your_place", of_others, "school_code", organization=organization.name, names=examples(others)
    )
    frame.error(
        "unknown_school",
        unknown & ~of_others,
        "school_code",
        organization=organization.name,
        names=examples(names - others),
        suggestions=suggestions(names, [school.name for school in schools]),
    )


def directory_of(schools):
    """({code without leading zeros: school ids}, {plain name: school ids}); a school's own digits suffice."""
    by_code, by_name = defaultdict(set), defaultdict(set)
    for school in schools:
        # Only a Californian code has parts that are codes.
        parts = {school.code, school.code[2:], school.code[-7:]} if school.code.isdigit() else {school.code}
        for code in parts:
            by_code[code.lstrip("0")].add(school.pk)
        for name in [school.name, *(other.name for other in school.other_names.all())]:
            by_name[plain_name(name)].add(school.pk)
    return by_code, by_name


def plain_name(name):
    """A school's name as it is compared: no case, no punctuation, usual abbreviations written out."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.lower()).split()
    words = [ABBREVIATIONS.get(word, word) for word in words]
    return " ".join(word for word in words if word != "school")


def suggestions(names, known):
    """A sentence with known names that are near to unknown ones, "" where none is."""
    few = sorted(names)[:MOST_LOOKED_UP]
    near = {close for name in few for close in get_close_matches(name, known, n=1)}
    return " " + _("Perhaps: %(names)s.") % {"names": examples(near)} if near else ""


def first_of_each(codes):
    """For each code 0, 1, 2 ... the position of its first row."""
    return np.unique(codes, return_index=True)[1]


def examples(names, between=", "):
    """The first few of a set of names, for a sentence."""
    names = sorted(str(name)[:60] for name in names)
    more = len(names) - MOST_EXAMPLES
    return between.join(names[:MOST_EXAMPLES]) + (
        _(" and %(number)s more") % {"number": more} if more > 0 else ""
    )
