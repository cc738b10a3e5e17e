"""What a page quotes of a release, as a text that says the same for ever, because a release never changes.

    <release>/<measure>/<year>/<population>                                       a number of the whole
    <release>/<measure>/<year>/<population>/<level>/<place>/<dimension>/<group>   any other number
    <release>/<measure>                                                           a chart over the years, of the whole
    <release>/<measure>/trend/<level>/<place>/<dimension>/<group>                 the same of anybody else
    <release>/<measure>/bars/<key of a breakdown>/<year>                          a chart by school, by group ...

The release is its short name. A group may bear any name, so it comes last.
"""

from dataclasses import dataclass

from .keys import own_level

TREND, BARS = "trend", "bars"


@dataclass(frozen=True)
class Reference:
    """whose: (level, place, dimension, group), None for the whole; key: of a breakdown, for bars."""

    release: str
    measure: str
    year: str = ""
    population: str = ""
    whose: tuple | None = None
    key: str = ""

    @property
    def is_number(self):
        return bool(self.population)

    def whom(self, release):
        """(level, place, dimension, group) of the students that it is about, of a Release."""
        return self.whose or (*own_level(release.program), "", "")

    def __str__(self):
        start = f"{self.release}/{self.measure}"
        if self.key:
            return f"{start}/{BARS}/{self.key}/{self.year}"
        middle = f"/{self.year}/{self.population}" if self.is_number else f"/{TREND}" if self.whose else ""
        return start + middle + "".join(f"/{part}" for part in self.whose or ())


def parse(text):
    """The Reference of a text, or None where it is none."""
    parts = (text or "").split("/", 7)
    start, rest = parts[:2], parts[2:]
    if len(parts) < 2 or not all(start):
        return None
    if not rest:
        return Reference(*start)
    if rest[0] == BARS:
        return Reference(*start, key=rest[1], year=rest[2]) if len(rest) == 3 else None
    if rest[0] == TREND:
        # One part less before the group than a number has.
        whose = tuple(text.split("/", 6)[3:])
        return Reference(*start, whose=whose) if len(whose) == 4 else None
    if len(rest) not in (2, 6):
        return None
    return Reference(*start, year=rest[0], population=rest[1], whose=tuple(rest[2:]) or None)
