"""Which numbers of a release may be shown, seen together with what else is or will be released."""

from .hiding.states import hide


def states(program, own, definitions, years):
    """{CellKey: ValueState} of a release's tallies; and what was looked at besides: {"levels", "releases"}."""
    found = hide(program, own, definitions, years)
    return found.states, found.beside
