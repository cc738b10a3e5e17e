"""Which county, district or school each row of a state file speaks of, by its codes; by name where it has none.

Codes are Californian digits (county 2, district 5, school 7), or a place's code in another state, which begins
with that state's letters ("CT-0640011") and so is never taken for one of California.
"""

from collections import defaultdict

import numpy as np

from outcomes.datasets.frame import combined
from partnership.actions.places import places_claimable_by
from partnership.models import Place

from .bulk import chunks
from .match import (
    AMBIGUOUS,
    OF_OTHERS,
    UNKNOWN,
    Matched,
    candidates_for,
    directory_of,
    examples,
    first_of_each,
    suggestions,
)
from .models import NamedPlace
from .targets import school_of

LEVELS = ("school", "district", "county")


def match_levels(frame, organization):
    """Matched; what is unknown or not the organization's becomes an error of its rows."""
    keys = _Keys(frame)
    frame.error("blank", keys.of_rows([not code and not name for (_k, code), name in keys]), "school_code")
    known = {
        (known.kind, known.code): known
        for some in chunks(keys.codes())
        for known in Place.objects.filter(code__in=some).prefetch_related("other_names")
    }
    used = np.zeros(len(keys.keys), bool)
    used[np.unique(keys.place[frame.going_in])] = True
    claimable = set(places_claimable_by(organization).values_list("pk", flat=True))
    by_name = _ByName(organization, frame.words)
    namer = _Namer(known, keys, may_add=organization.is_source_for_many)
    places, position_of, found = [], {}, np.full(len(keys.keys), -1, np.int64)
    strangers = {UNKNOWN: set(), OF_OTHERS: set(), AMBIGUOUS: set()}
    for number, (key, name) in enumerate(keys):
        if not used[number] or not (key[1] or name):
            continue
        match = namer.place(key) if key[1] else by_name.place(key[0], name, keys.partial[number])
        if match in (None, AMBIGUOUS):
            found[number] = UNKNOWN if match is None else AMBIGUOUS
            strangers[found[number]].add(keys.label(number))
        elif isinstance(match, Place) and match.pk not in claimable:
            strangers[OF_OTHERS].add(match.name)
            found[number] = OF_OTHERS
        else:
            identity = (match.kind, match.code)
            found[number] = position_of.setdefault(identity, len(places))
            if found[number] == len(places):
                places.append(match)
    row = found[keys.place] if len(keys.place) else np.zeros(0, np.int64)
    _report(frame, organization, row, strangers, by_name)
    _notice_names(frame, keys)
    if namer.added:
        is_new = keys.of_rows([key in namer.added for key, _name in keys])
        frame.notice("new_places", is_new & frame.going_in, "school_code", places=len(namer.added))
    return Matched(places, np.maximum(row, -1), namer.kept())


def _report(frame, organization, row, strangers, by_name):
    column = "school_code" if frame.has("school_code") else "school_name"
    names = {kind: examples(found) for kind, found in strangers.items()}
    own = organization.name
    near = suggestions(strangers[UNKNOWN], by_name.known())
    frame.error(
        "unknown_school", row == UNKNOWN, column, organization=own, names=names[UNKNOWN], suggestions=near
    )
    frame.error("not_your_place", row == OF_OTHERS, column, organization=own, names=names[OF_OTHERS])
    frame.error("ambiguous_school", row == AMBIGUOUS, column, names=names[AMBIGUOUS])


class _Keys:
    """The distinct places of a file. keys: [(kind, code)], the code "" where the row's codes do not make one;
    name_of: the name at that level; partial: what school code there is nevertheless; place: per row, which.
    """

    def __init__(self, frame):
        names = ["level", "county_code", "district_code", "school_code", "place_code", "parent_code"]
        titles = [frame[f"{level}_name"] for level in LEVELS]
        columns = [frame[name] for name in names]
        codes = combined(*columns)
        # Where codes tell the place, its names are not needed to tell places apart.
        texts = [column.filled("") for column in columns]
        first = first_of_each(codes)
        coded = [_place_key(*(text[at] for text in texts[:5])) for at in first]
        nameless = np.array([not code for _kind, code in coded], bool)[codes] if coded else codes > 0
        named = np.where(nameless, combined(*titles) + 1, 0) if nameless.any() else np.zeros(len(codes), int)
        self.place = combined(codes, named)
        first = first_of_each(self.place)
        self.keys = [coded[codes[at]] for at in first]
        self.partial = [texts[3][at] for at in first]
        self.parents = {
            key: ("district", texts[5][at]) for key, at in zip(self.keys, first, strict=True) if texts[5][at]
        }
        self.names = self._names(frame, titles)
        level_of = {level: title.filled("") for level, title in zip(LEVELS, titles, strict=True)}
        self.own_name = [
            level_of[key[0]][at] if key[0] in level_of else ""
            for key, at in zip(self.keys, first, strict=True)
        ]

    def __iter__(self):
        """((kind, code), name) of each place."""
        return zip(self.keys, self.own_name, strict=True)

    def of_rows(self, by_place):
        """A mask of rows from a list over places."""
        return np.array(by_place, bool)[self.place] if by_place else np.zeros(0, bool)

    def parent(self, key):
        """The key of the place above, or None."""
        if key in self.parents:
            return self.parents[key]
        kind, code = key
        if not code.isdigit():
            return None
        return {"school": ("district", code[:7]), "district": ("county", code[:2])}.get(kind)

    def codes(self):
        """Codes of the places and of those above them."""
        found = set()
        for key, _name in self:
            while key and key[1]:
                found.add(key[1])
                key = self.parent(key)
        return found

    def label(self, number):
        key = self.keys[number]
        return ", ".join(self.names.get(key, [])[:1]) or self.own_name[number] or key[1]

    def _names(self, frame, titles):
        """{(kind, code): names, the latest year's first}, of the rows' places and the places above them."""
        first = first_of_each(combined(self.place, *titles, frame["year"]))
        year = frame["year"].filled("")
        texts = [title.filled("") for title in titles]
        seen = defaultdict(dict)
        for at in sorted(first, key=lambda at: year[at], reverse=True):
            key = self.keys[self.place[at]]
            while key and key[1]:
                name = texts[LEVELS.index(key[0])][at] if key[0] in LEVELS else ""
                if name:
                    seen[key].setdefault(name)
                key = self.parent(key)
        return {key: list(names) for key, names in seen.items()}


def _place_key(level, county, district, school, place):
    """(kind, code) of a row's place; the code is "" where the codes for its level are not there."""
    if place:
        return level or "district", place
    level = level or (
        "school" if school or not (district or county) else "district" if district else "county"
    )
    parts = {"school": (county, district, school), "district": (county, district), "county": (county,)}
    if level not in parts:
        return level, ""
    return level, "".join(parts[level]) if all(parts[level]) else ""


class _ByName:
    """Finds registered places without their whole code; the directory is made only if a file needs it."""

    def __init__(self, organization, words):
        self.organization, self.words, self.directories = organization, words, {}

    def place(self, kind, name, code):
        """Place, None where none is known, or AMBIGUOUS."""
        if kind not in self.directories:
            known = places_claimable_by(self.organization).filter(kind=kind).prefetch_related("other_names")
            known = list(known.distinct())
            self.directories[kind] = {place.pk: place for place in known}, *directory_of(known)
        places, by_code, by_name = self.directories[kind]
        # What people said that a name stands for comes first.
        said = next(
            (place for place in places.values() if str(place.pk) == school_of(name, self.words)), None
        )
        if said:
            return said
        candidates = candidates_for(by_code, by_name, code, name)
        if len(candidates) > 1:
            return AMBIGUOUS
        return places[next(iter(candidates))] if candidates else None

    def known(self):
        """Names of the places looked through."""
        return [place.name for places, *_rest in self.directories.values() for place in places.values()]


def _notice_names(frame, keys):
    """Places that bear several names, and school codes that appear in several districts."""
    for kind in ("district", "school"):
        several = {key: known for key, known in keys.names.items() if key[0] == kind and len(known) > 1}
        if not several:
            continue
        at_kind = keys.of_rows([key in several or keys.parent(key) in several for key in keys.keys])
        texts = [f"{code}: {' / '.join(known)}" for (_kind, code), known in several.items()]
        frame.notice("two_names", at_kind, f"{kind}_name", places=len(several), names=examples(texts, "; "))
    districts = defaultdict(set)
    for kind, code in keys.keys:
        if kind == "school" and code.isdigit() and int(code[7:]) > 1:
            districts[code[7:]].add(code[:7])
    moved = {school for school, among in districts.items() if len(among) > 1}
    if moved:
        mask = keys.of_rows([code[7:] in moved and code.isdigit() for _kind, code in keys.keys])
        frame.notice("moved_school", mask, "school_code", places=len(moved), names=examples(moved))


class _Namer:
    """Finds registered places, and for a source of many names those which the registry lacks."""

    def __init__(self, known, keys, may_add):
        self.known, self.keys, self.may_add = known, keys, may_add
        self.added, self.renamed = {}, {}

    def place(self, key):
        """Place, unsaved NamedPlace, or None where the place is unknown and may not be added."""
        if key in self.known:
            self._keep_new_names(key)
            return self.known[key]
        if not self.may_add:
            return None
        if key not in self.added:
            above = self.keys.parent(key)
            if above:
                self.known.get(above) or self.place(above)
            first, *others = self.keys.names.get(key) or [key[1]]
            self.added[key] = NamedPlace(
                kind=key[0],
                code=key[1],
                name=first,
                other_names=others,
                parent_code=above[1] if above else "",
            )
        return self.added[key]

    def _keep_new_names(self, key):
        place = self.known[key]
        known = {place.name, *(other.name for other in place.other_names.all())}
        new = [name for name in self.keys.names.get(key, []) if name not in known]
        if new and self.may_add:
            self.renamed[key] = NamedPlace(
                kind=key[0], code=key[1], name=place.name, other_names=new, place=place
            )

    def kept(self):
        """Parents before their parts."""
        return [*sorted(self.added.values(), key=lambda named: len(named.code)), *self.renamed.values()]
