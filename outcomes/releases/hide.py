"""Which numbers of a release may be shown, seen together with what else is or will be released.

A program's numbers lie within the partnership's; subtracting one from the other must not tell of a few
students, whichever of the two is released first. So a program's release always yields to the partnership
as a whole, and to those of other programs at schools that contain its own or lie within them.
"""

from programs.models import Program

from ..disclosure.protect import PRIMARY, SECONDARY, SHOWN, Cell, protect
from .count import Level, tally
from .hide_parts import states_of_parts
from .keys import own_level
from .models import Population, Release, ReleaseCell, ReleaseState, ValueState

ALL, PARTICIPANTS = Population.ALL, Population.PARTICIPANTS
STATE_OF = {
    SHOWN: ValueState.PUBLISHED,
    PRIMARY: ValueState.SUPPRESSED,
    SECONDARY: ValueState.PROTECTING,
}
OWN, WHOLE = "own", "partnership"


def states(program, own, definitions, years):
    """{CellKey: ValueState} of a release's tallies; and what was looked at besides:
    {"levels": [names], "releases": [ids]}.
    """
    parts = states_of_parts(own, own_level(program))
    own = {key: one for key, one in own.items() if key not in parts}
    cells = _cells(OWN, own)
    within = _within((OWN, ALL), (OWN, PARTICIPANTS), own)
    beside = {"levels": [], "releases": []}
    if program is not None:
        around = tally(Level(None), definitions, years, wide=False)
        cells += _decided(_cells(WHOLE, around), _within((WHOLE, ALL), (WHOLE, PARTICIPANTS), around))
        for whole, part in [(ALL, ALL), (PARTICIPANTS, PARTICIPANTS), (ALL, PARTICIPANTS)]:
            within += _within((WHOLE, whole), (OWN, part), own)
        beside["levels"].append(WHOLE)
        for other, release in _nested_programs(program):
            theirs = tally(Level(other), definitions, years, populations=[ALL], wide=False)
            more, pairs = _against(other, release, theirs, own)
            cells += more
            within += pairs
            beside["levels"].append(other.slug)
            beside["releases"] += [str(release.pk)] if release else []
    known = {cell.key for cell in cells}
    verdicts = protect(cells, [pair for pair in within if known.issuperset(pair)])
    return {key: one.state or STATE_OF[verdicts[OWN, *key[:3]]] for key, one in own.items()} | parts, beside


def _cells(level, tallies):
    return [
        Cell((level, *key[:3]), one.counts.students, one.counts.involved, one.counts.others)
        for key, one in tallies.items()
        if one.counts
    ]


def _within(whole, part, tallies):
    """Pairs of keys, for each measure and year of the tallies. whole, part: (level, population)."""
    return [
        ((whole[0], measure, year, whole[1]), (part[0], measure, year, part[1]))
        for measure, year in dict.fromkeys((key.measure, key.year) for key in tallies)
    ]


def _decided(cells, within):
    """Cells of another level with the verdict they have on their own: they do not yield to a program."""
    known = {cell.key for cell in cells}
    verdicts = protect(cells, [pair for pair in within if known.issuperset(pair)])
    return [
        Cell(cell.key, cell.students, cell.involved, cell.others, decided=verdicts[cell.key])
        for cell in cells
    ]


def _nested_programs(program):
    """Other programs whose schools contain this one's, with None; and those whose schools lie within and
    have a release, with that release.
    """
    mine = set(Level(program).schools.values_list("pk", flat=True))
    for other in Program.objects.exclude(pk=program.pk).order_by("slug"):
        theirs = set(Level(other).schools.values_list("pk", flat=True))
        if mine < theirs:
            yield other, None
        elif theirs < mine:
            release = Release.objects.filter(program=other, state=ReleaseState.PUBLISHED).first()
            if release:
                yield other, release


def _against(other, release, theirs, own):
    level = other.slug
    cells = _cells(level, theirs)
    if release is None:
        return _decided(cells, []), _within((level, ALL), (OWN, ALL), own)
    shown = set(
        ReleaseCell.objects.filter(release=release, state=ValueState.PUBLISHED, population=ALL).values_list(
            "measure", "year"
        )
    )
    cells = [
        Cell(cell.key, cell.students, cell.involved, cell.others, decided=SHOWN)
        for cell in cells
        if cell.key[1:3] in shown
    ]
    return cells, _within((OWN, ALL), (level, ALL), own)
