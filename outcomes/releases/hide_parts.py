"""Cells of groups and places: hidden for their own sake, and the next smallest beside one that is hidden alone.

Groups of a dimension, and schools of a district or city, are nearly or exactly parts of a whole that is shown; one hidden
part could be had by subtraction, so a second one is hidden with it. What whole measures need is in `hide`.
"""

from collections import defaultdict

from ..disclosure.protect import Cell, is_primary, tells_of_few
from .models import Population, ValueState


def states_of_parts(tallies, own):
    """{CellKey: ValueState} of the tallies that are not of everybody at the level `own`."""
    parts = {key: one for key, one in tallies.items() if key.dimension or (key.level, key.place) != own}
    states = {key: one.state or _alone(one.counts) for key, one in parts.items()}
    for key, one in parts.items():
        whole = tallies.get(key._replace(population=Population.ALL))
        if key.population == Population.PARTICIPANTS and one.counts and whole and whole.counts:
            rest = _cell(key, whole.counts).minus(_cell(key, one.counts))
            if states[key] == ValueState.PUBLISHED and tells_of_few(rest):
                states[key] = ValueState.PROTECTING
    for together in _families(parts).values():
        hidden = [key for key in together if states[key] in (ValueState.SUPPRESSED, ValueState.PROTECTING)]
        shown = sorted(
            (key for key in together if states[key] == ValueState.PUBLISHED),
            key=lambda key: (parts[key].counts.students, key),
        )
        if len(hidden) == 1 and shown:
            states[shown[0]] = ValueState.PROTECTING
    return states


def _families(parts):
    """{what they are parts of: [keys]}"""
    families = defaultdict(list)
    for key in sorted(parts):
        families[key._replace(group="", place=key.place if key.dimension else "")].append(key)
    return families


def _alone(counts):
    hidden = any(is_primary(_cell("", one)) for one in (counts, counts.against) if one is not None)
    return ValueState.SUPPRESSED if hidden else ValueState.PUBLISHED


def _cell(key, counts):
    return Cell(key, counts.students, counts.involved, counts.others)
