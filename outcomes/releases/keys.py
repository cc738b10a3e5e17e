"""What tells the cells of a release apart."""

from typing import NamedTuple

from .models import LevelKind


class CellKey(NamedTuple):
    """A measure of some students in a year. level, place: whose; dimension, group: which of them, "" for all.

    place: the code of a district, city or school, the short name of a program or organization; "" for the
    partnership. year: a school year, or the calendar year of a measure that agencies report by it.
    """

    measure: str
    year: str
    population: str
    level: str = LevelKind.PARTNERSHIP
    place: str = ""
    dimension: str = ""
    group: str = ""

    @property
    def is_of_everybody(self):
        return not self.dimension


def key_of(cell):
    """The CellKey of a ReleaseCell."""
    return CellKey(*(str(getattr(cell, name)) for name in CellKey._fields))


def own_level(program):
    """(level, place) of what a release is about as a whole. program: None for the partnership."""
    return (LevelKind.PROGRAM, program.slug) if program else (LevelKind.PARTNERSHIP, "")
