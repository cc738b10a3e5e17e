"""The state of every number of a draft."""

from dataclasses import dataclass, field

from ...disclosure.protect import Cell, is_primary
from ..count import Level, tally
from ..keys import own_level
from ..models import LevelKind, ValueState
from .facts import Fact, containers, values_of
from .public import Public, schools_by_code, sites_of_programs
from .public_tables import refuse_public_tables
from .solve import Solving


@dataclass
class Hiding:
    """states: {CellKey: ValueState}. primary: the facts and differences that must not be known. open: those of them
    that are known already through earlier releases. beside: what was looked at besides, for the pins.
    """

    states: dict
    primary: list = field(default_factory=list)
    open: list = field(default_factory=list)
    beside: dict = field(default_factory=dict)
    # Hides more of what stands beside some facts (Solving.hide_beside), and gives the states anew.
    hide_beside: object = None


def hide(level, tallies, definitions, years):
    """The Hiding of a draft. level: count.Level; tallies: {CellKey: Tally}; definitions: [Definition]."""
    refuse_public_tables(definitions)
    program = level.program
    by_key = {one.key: one for one in definitions}
    values, parts = values_of(by_key, tallies)
    public = Public(years)
    fixed = dict(public.shown)
    levels = _not_yet_released(program, definitions, years, values, fixed)
    solving = Solving(
        values,
        fixed,
        public.hidden,
        containers(by_key),
        tuple(map(str, own_level(program))),
        schools_by_code(),
        sites_of_programs(),
    )
    verdict = solving.run()

    def states():
        return {
            key: one.state or _state(one, parts[key], by_key[key.measure], verdict)
            for key, one in tallies.items()
        }

    def hide_beside(facts, most):
        solving.hide_beside(facts, most)
        return states()

    beside = {"levels": levels, "releases": sorted(str(release.pk) for release in public.releases)}
    return Hiding(states(), verdict.primary, verdict.open, beside, hide_beside)


def _state(one, parts, definition, verdict):
    if _tells_of_few(one.counts):
        return ValueState.SUPPRESSED
    facts = parts.all
    if getattr(definition, "ratio", ""):
        # Compared with everybody, or with everybody else: what that needs must be there too.
        facts = [*facts, *(fact._replace(dimension="", group="") for fact in facts)]
    return ValueState.PROTECTING if verdict.hidden.intersection(facts) else ValueState.PUBLISHED


def _tells_of_few(counts):
    against = getattr(counts, "against", None)
    return any(
        is_primary(Cell("", one.students, one.involved, one.others))
        for one in (counts, against)
        if one is not None
    )


def _not_yet_released(program, definitions, years, values, fixed):
    """Headlines that are not public yet but will be: a program's numbers yield to the partnership's, and to those
    of programs whose schools contain its own, whichever is released first. Adds them to `fixed`; returns their names.
    """
    if program is None:
        return []
    mine, looked_at = set(Level(program).schools.values_list("pk", flat=True)), []
    for other in [None, *type(program).objects.exclude(pk=program.pk).order_by("slug")]:
        if other is not None and not mine < set(Level(other).schools.values_list("pk", flat=True)):
            continue
        looked_at.append(other.slug if other else "partnership")
        around = tally(Level(other), definitions, years, wide=False)
        theirs, parts = values_of({one.key: one for one in definitions}, around)
        for key, some in parts.items():
            if not _tells_of_few(around[key].counts):
                for fact in some.all:
                    if fact not in values and fact.is_of_everybody and _is_whole(fact):
                        fixed.setdefault(fact, {theirs[fact]})
    return looked_at


def _is_whole(fact: Fact):
    return fact.level in (LevelKind.PARTNERSHIP, LevelKind.PROGRAM)
