"""What stands beside a draft: numbers of other levels, released already or to be released.

Of what is released, a reader knows also what its hidden numbers add up to. So they are counted again, and the suppressor
sees them as what they are: there, but not printed. Where what was shown then is not what is counted now, data has
changed since, and what was hidden in that table cannot be told any more; the joint audit looks at it all the same.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from programs.models import Program

from ..count import tally
from ..keys import own_level
from ..level import Level
from ..models import LevelKind
from .facts import told_apart, values_of
from .relations import members


class Kept(NamedTuple):
    """A number that earlier releases do not print: its true value, and the range that they leave open, if any."""

    value: int
    range: tuple | None


@dataclass
class Beside:
    """fixed: {Fact: {values}} known whatever the draft shows. kept: {Fact: Kept}. levels: names, for the pins."""

    fixed: dict
    kept: dict = field(default_factory=dict)
    levels: list = field(default_factory=list)


def beside(program, definitions, years, values, public, tells_of_few, counted):
    """The Beside of a draft. program: None for the partnership's; values: {Fact: students} of the draft itself.

    counted: what was counted of other levels while this draft was made; added to.
    """

    def count(other, years, wide):
        key = other and other.pk, tuple(years), wide
        if key not in counted:
            counted[key] = _counted(other, definitions, years, wide)
        return counted[key]

    found = Beside(dict(public.shown))
    released = {(one.program_id, year) for one in public.releases for year in one.years}
    mine = set(Level(program).schools.values_list("pk", flat=True))
    for other in [None, *Program.objects.order_by("slug")]:
        if other == program:
            continue
        theirs = set(Level(other).schools.values_list("pk", flat=True))
        told = [year for year in years if (other and other.pk, year) in released]
        # Two programs tell of each other where the schools of one lie within the other's.
        if None not in (program, other) and not (mine < theirs or theirs < mine):
            told = []
        counts = count(other, told, wide=True) if told else None
        if told:
            _keep(found, dict(counts[0]), values, public)
        # A program's numbers yield to the partnership's, and to those of programs whose schools contain its own,
        # whichever is released first.
        is_wider = program is not None and (other is None or mine < theirs)
        if is_wider:
            if told != list(years):
                counts = count(other, years, wide=False)
            _expect(found, own_level(other), *counts, values, tells_of_few)
        if told or is_wider:
            found.levels.append(other.slug if other else "partnership")
    return found


def _counted(program, definitions, years, wide):
    tallies = tally(Level(program), definitions, years, wide=wide)
    by_key = {one.key: one for one in definitions}
    return *values_of(by_key, tallies, told_apart(by_key, tallies)), tallies


def _keep(found, theirs, values, public):
    for pool in {*public.stepped, *public.hidden}:
        if told := [theirs[one] for one in members(pool) if one in theirs]:
            theirs[pool] = sum(told)
    moved = {fact.table for fact, value in theirs.items() if value not in public.shown.get(fact, {value})}
    for fact in theirs:
        # What they said then is of other students than this draft counts: no sum has both.
        if fact.table in moved and fact not in values:
            found.fixed.pop(fact, None)
    for fact, value in theirs.items():
        if fact in values or fact in public.shown or fact.table in moved:
            continue
        if ranges := public.stepped.get(fact):
            low, high = max(low for low, _high in ranges), min(high for _low, high in ranges)
            if low <= value <= high:
                found.kept[fact] = Kept(value, (low, high))
        elif fact in public.hidden:
            found.kept[fact] = Kept(value, None)


def _expect(found, own, theirs, parts, tallies, values, tells_of_few):
    for key, some in parts.items():
        if (key.level, key.place) == own and not tells_of_few(tallies[key].counts):
            for fact in some.all:
                if fact not in values and fact.is_of_everybody and _is_whole(fact):
                    found.fixed.setdefault(fact, {theirs[fact]})


def _is_whole(fact):
    return fact.level in (LevelKind.PARTNERSHIP, LevelKind.PROGRAM)
