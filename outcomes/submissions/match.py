"""Which place or program each row speaks of, among those that the organization may claim."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import get_close_matches

import numpy as np
from django.utils.translation import gettext as _

from outcomes.datasets.frame import combined
from partnership.actions.places import places_claimable_by
from partnership.models import Place
from partnership.models.place import PlaceKind

from .bulk import chunks
from .models import NamedPlace

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


def match_places(dataset, frame, organization):
    """Match the rows' places; what is unknown or not the organization's becomes an error."""
    if dataset.place == "levels":
        return _match_levels(frame, organization)
    return _match_schools(frame, organization)


# --- Schools, by code or name ----------------------------------------------------------------------


def _match_schools(frame, organization):
    schools = list(
        places_claimable_by(organization)
        .filter(kind=PlaceKind.SCHOOL)
        .select_related("parent", "merged_into")
        .prefetch_related("other_names")
        .distinct()
    )
    by_code, by_name = _directory(schools)
    pair = combined(frame["school_code"], frame["school_name"])
    first = _first_of_each(pair)
    codes, names = frame["school_code"].filled(""), frame["school_name"].filled("")
    position_of = {school.pk: position for position, school in enumerate(schools)}
    merged_into = {school.pk: school.merged_into_id for school in schools}
    found = np.full(len(first), UNKNOWN, np.int64)
    strangers = {AMBIGUOUS: set(), UNKNOWN: set()}
    for number, at in enumerate(first):
        candidates = _candidates(by_code, by_name, codes[at], names[at])
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


def _candidates(by_code, by_name, code, name):
    """Ids of the schools meant. A code of digits decides alone; a name stands for a school where there is none."""
    code = re.sub(r"\.0+$", "", code.lstrip("'"))
    if code.isdigit():
        return by_code.get(code.lstrip("0"), set())
    return by_name.get(plain_name(name or code), set())


def _report_unknown(frame, organization, unknown, codes, names, schools):
    """Schools of others are told apart from schools that nobody knows; for these there are suggestions."""
    others = set()
    for some in chunks({code for code in codes[unknown] if len(code) == FULL_CODE}):
        others.update(
            Place.objects.filter(kind=PlaceKind.SCHOOL, code__in=some).values_list("code", flat=True)
        )
    of_others = unknown & np.isin(codes.astype(str), list(others))
    frame.error(
        "not_your_place", of_others, "school_code", organization=organization.name, names=examples(others)
    )
    known = [school.name for school in schools]
    few = sorted(names)[:MOST_LOOKED_UP]
    near = {close for name in few for close in get_close_matches(name, known, n=1)}
    suggestions = " " + _("Perhaps: %(names)s.") % {"names": examples(near)} if near else ""
    frame.error(
        "unknown_school",
        unknown & ~of_others,
        "school_code",
        organization=organization.name,
        names=examples(names - others),
        suggestions=suggestions,
    )


def _directory(schools):
    """({code without leading zeros: school ids}, {plain name: school ids}); a school's own digits suffice."""
    by_code, by_name = defaultdict(set), defaultdict(set)
    for school in schools:
        for code in {school.code, school.code[2:], school.code[-7:]}:
            by_code[code.lstrip("0")].add(school.pk)
        for name in [school.name, *(other.name for other in school.other_names.all())]:
            by_name[plain_name(name)].add(school.pk)
    return by_code, by_name


def plain_name(name):
    """A school's name as it is compared: no case, no punctuation, usual abbreviations written out."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.lower()).split()
    words = [ABBREVIATIONS.get(word, word) for word in words]
    return " ".join(word for word in words if word != "school")


# --- Counties, districts and schools, by the codes of a state file -----------------------------------


def _match_levels(frame, organization):
    columns = [frame[name] for name in ("level", "county_code", "district_code", "school_code")]
    place = combined(*columns)
    first = _first_of_each(place)
    texts = [column.filled("") for column in columns]
    keys = [_place_key(*(text[at] for text in texts)) for at in first]
    blank = np.array([not code for _kind, code in keys], bool)[place] if keys else np.zeros(0, bool)
    frame.error("blank", blank, "school_code")
    names = _names_by_place(frame, place, keys)
    codes = {code[:digits] for _kind, code in keys for digits in (2, 7, 14)}
    known = {
        (known.kind, known.code): known
        for some in chunks(codes)
        for known in Place.objects.filter(code__in=some).prefetch_related("other_names")
    }
    used = np.zeros(len(keys), bool)
    used[np.unique(place[frame.going_in])] = True
    claimable = set(places_claimable_by(organization).values_list("pk", flat=True))
    named = _Namer(known, names, may_add=organization.is_source_for_many)
    places, position_of, found = [], {}, np.full(len(keys), -1, np.int64)
    strangers = {"unknown_school": set(), "not_your_place": set()}
    for number, key in enumerate(keys):
        if not used[number] or not key[1]:
            continue
        match = named.place(key)
        if match is None:
            strangers["unknown_school"].add(_label(key, names))
            found[number] = UNKNOWN
        elif isinstance(match, Place) and match.pk not in claimable:
            strangers["not_your_place"].add(match.name)
            found[number] = OF_OTHERS
        else:
            found[number] = position_of.setdefault(key, len(places))
            if found[number] == len(places):
                places.append(match)
    row = found[place] if len(place) else np.zeros(0, np.int64)
    detail = {"organization": organization.name}
    frame.error(
        "unknown_school",
        row == UNKNOWN,
        "school_code",
        names=examples(strangers["unknown_school"]),
        suggestions="",
        **detail,
    )
    frame.error(
        "not_your_place",
        row == OF_OTHERS,
        "school_code",
        names=examples(strangers["not_your_place"]),
        **detail,
    )
    _notice_names(frame, place, keys, names)
    if named.added:
        is_new = np.array([named.is_new(key) for key in keys], bool)[place]
        frame.notice("new_places", is_new & frame.going_in, "school_code", places=len(named.added))
    return Matched(places, np.maximum(row, -1), named.kept())


def _place_key(level, county, district, school):
    """(kind, code) of a row's place; the code is "" where the codes for its level are not there."""
    level = level or ("school" if school else "district" if district else "county")
    parts = {"school": (county, district, school), "district": (county, district), "county": (county,)}
    if level not in parts:
        return level, ""
    code = "".join(parts[level]) if all(parts[level]) else ""
    return level, code


def _parent(key):
    kind, code = key
    return {"school": ("district", code[:7]), "district": ("county", code[:2])}.get(kind)


def _names_by_place(frame, place, keys):
    """{(kind, code): names, the latest year's first}, of the rows' places and the places above them."""
    titles = [frame[name] for name in ("school_name", "district_name", "county_name")]
    first = _first_of_each(combined(place, *titles, frame["year"]))
    year = frame["year"].filled("")
    texts = [title.filled("") for title in titles]
    seen = defaultdict(dict)
    for at in sorted(first, key=lambda at: year[at], reverse=True):
        key = keys[place[at]]
        levels = ["school", "district", "county"]
        while key and key[1]:
            name = texts[levels.index(key[0])][at] if key[0] in levels else ""
            if name:
                seen[key].setdefault(name)
            key = _parent(key)
    return {key: list(names) for key, names in seen.items()}


def _label(key, names):
    return ", ".join(names.get(key, [])[:1]) or key[1]


def _notice_names(frame, place, keys, names):
    """Places that bear several names, and school codes that appear in several districts."""
    for kind in ("district", "school"):
        several = {key: known for key, known in names.items() if key[0] == kind and len(known) > 1}
        if not several:
            continue
        at_kind = np.array([key in several or _parent(key) in several for key in keys], bool)[place]
        texts = [f"{code}: {' / '.join(known)}" for (_kind, code), known in several.items()]
        frame.notice("two_names", at_kind, f"{kind}_name", places=len(several), names=examples(texts, "; "))
    districts = defaultdict(set)
    for kind, code in keys:
        if kind == "school" and code and int(code[7:]) > 1:
            districts[code[7:]].add(code[:7])
    moved = {school for school, among in districts.items() if len(among) > 1}
    if moved:
        mask = np.array([key[1][7:] in moved for key in keys], bool)[place]
        frame.notice("moved_school", mask, "school_code", places=len(moved), names=examples(moved))


class _Namer:
    """Finds registered places, and for a source of many names those which the registry lacks."""

    def __init__(self, known, names, may_add):
        self.known, self.names, self.may_add = known, names, may_add
        self.added, self.renamed = {}, {}

    def place(self, key):
        """Place, unsaved NamedPlace, or None where the place is unknown and may not be added."""
        if key in self.known:
            self._keep_new_names(key)
            return self.known[key]
        if not self.may_add:
            return None
        if key not in self.added:
            above = _parent(key)
            if above:
                self.known.get(above) or self.place(above)
            first, *others = self.names.get(key) or [key[1]]
            self.added[key] = NamedPlace(
                kind=key[0],
                code=key[1],
                name=first,
                other_names=others,
                parent_code=above[1] if above else "",
            )
        return self.added[key]

    def is_new(self, key):
        return key in self.added

    def _keep_new_names(self, key):
        place = self.known[key]
        known = {place.name, *(other.name for other in place.other_names.all())}
        new = [name for name in self.names.get(key, []) if name not in known]
        if new and self.may_add:
            self.renamed[key] = NamedPlace(
                kind=key[0], code=key[1], name=place.name, other_names=new, place=place
            )

    def kept(self):
        """Parents before their parts."""
        return [*sorted(self.added.values(), key=lambda named: len(named.code)), *self.renamed.values()]


def _first_of_each(codes):
    """For each code 0, 1, 2 ... the position of its first row."""
    return np.unique(codes, return_index=True)[1]


def examples(names, between=", "):
    """The first few of a set of names, for a sentence."""
    names = sorted(str(name)[:60] for name in names)
    more = len(names) - MOST_EXAMPLES
    return between.join(names[:MOST_EXAMPLES]) + (
        _(" and %(number)s more") % {"number": more} if more > 0 else ""
    )
