"""Every route of the site, as Django's resolver knows it, beside the table of table.py."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.urls import URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from .table import FILLERS, RIGHTS, ROUTES, WITHOUT_NAME

METHODS = {"": {"GET", "POST"}, "get": {"GET"}, "post": {"POST"}, "any": {"any"}}


@dataclass(frozen=True)
class Route:
    """`name` as in `reverse` (its pattern where it has none); `parts`: what the address names, "" for a part
    that has no name itself.
    """

    name: str
    parts: tuple

    def __str__(self):
        return self.name

    def address(self, things):
        """The address with its parts filled in from {part: value}."""
        things = FILLERS | things
        missing = set(self.parts) - things.keys()
        assert not missing, f"{self.name}: the scene does not say what {missing} is."
        if self.name in WITHOUT_NAME:
            return WITHOUT_NAME[self.name]
        if self.parts == ("",):
            return reverse(self.name, args=[things[""]])
        return reverse(self.name, kwargs={part: things[part] for part in self.parts})


@dataclass(frozen=True)
class Row:
    """A line of ROUTES."""

    pattern: str
    rights: str
    thing: str
    methods: frozenset


def routes_of_the_site(resolver=None, prefix="", spaces=(), parts=()):
    """Every Route, in the order in which Django tries them."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        named = (*parts, *_parts(entry.pattern))
        if isinstance(entry, URLResolver):
            inside = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from routes_of_the_site(entry, pattern, inside, named)
        else:
            yield Route(":".join((*spaces, entry.name)) if entry.name else pattern, named)


def _parts(pattern):
    if isinstance(pattern, RoutePattern):
        return tuple(pattern.converters)
    return tuple(pattern.regex.groupindex) or ("",) * min(pattern.regex.groups, 1)


def rights():
    """{class: {column: signs}}"""
    heading, *lines = _lines(RIGHTS)
    return {name: dict(zip(heading, signs, strict=True)) for name, *signs in lines}


def rows():
    """Every Row; the first that fits a route counts."""
    return [
        Row(pattern, rights, thing, frozenset(METHODS["".join(methods)]))
        for pattern, rights, thing, *methods in _lines(ROUTES)
    ]


def row_of(route, rows):
    return next((row for row in rows if fnmatchcase(route.name, row.pattern)), None)


def _lines(text):
    return [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
