"""The names of a release's places as they are when it is built, and which school lies where."""

from partnership.models import Organization, Place
from programs.models import Program

from .models import LevelKind


def names_of(level, tallies):
    """{level: {code: {"name": ...}}} of every place of the tallies; of a school also "district" and "city", and
    the schools of the whole that have no cells of their own are there as well, so that the reader knows who reported.
    """
    codes = {}
    for key in tallies:
        if key.place:
            codes.setdefault(str(key.level), set()).add(key.place)
    found = {str(kind): {} for kind in LevelKind if kind != LevelKind.PARTNERSHIP}
    for kind in (LevelKind.DISTRICT, LevelKind.CITY):
        places = Place.objects.filter(kind=kind, code__in=codes.get(str(kind), ()))
        found[str(kind)] = {place.code: {"name": place.name} for place in places}
    for school in level.schools.select_related("parent", "city").order_by("code"):
        parent, city = school.parent, school.city
        found["school"][school.code] = {
            "name": school.name,
            "district": parent.code if parent and parent.kind == "district" else "",
            "city": city.code if city else "",
        }
    for model, kind in ((Program, LevelKind.PROGRAM), (Organization, LevelKind.ORGANIZATION)):
        named = model.objects.filter(slug__in=codes.get(str(kind), ()))
        found[str(kind)] = {slug: {"name": name} for slug, name in named.values_list("slug", "name")}
    return {kind: names for kind, names in found.items() if names}
