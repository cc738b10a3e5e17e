"""The state of every number of a draft."""

from dataclasses import dataclass, field, replace

from ...disclosure.policy import policy
from ...measures.aggregates import AGGREGATES
from ..keys import own_level
from ..models import ValueState
from .beside import Kept, beside
from .facts import containers, is_share, parts_of, ranges_of, step_of, told_apart, values_of
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
    # {CellKey: disclosure.ladder.Step} of the numbers near 0 and 100 %.
    steps: dict = field(default_factory=dict)
    # Measures that count other people under one condition (facts.told_apart).
    apart: dict = field(default_factory=dict)
    # Hides more of what stands beside some facts (Solving.hide_beside), and gives the states anew.
    hide_beside: object = None


def hide(level, tallies, definitions, years, aside=(), counted=None):
    """The Hiding of a draft. level: count.Level; tallies: {CellKey: Tally}; definitions: [Definition]; aside: {CellKey:
    Tally} of groups that are told together only. counted: kept between several tries of one draft (beside.beside).
    """
    refuse_public_tables(definitions)
    program = level.program
    by_key = {one.key: one for one in definitions}
    apart = told_apart(by_key, tallies)
    values, parts = values_of(by_key, tallies, apart)
    public = Public(years)
    around = beside(
        program, definitions, years, values, public, tells_of_few, {} if counted is None else counted
    )
    unprinted = {**dict(aside), **_without_a_rate(tallies)}
    for fact, number in values_of(by_key, unprinted, apart)[0].items():
        if fact not in values and fact not in public.shown:
            around.kept[fact] = Kept(number, None)
    steps = {key: step for key in parts if (step := step_of(by_key[key.measure], tallies[key].counts))}
    ranges = ranges_of(steps, parts, tallies)
    solving = Solving(
        values,
        ranges,
        around,
        public,
        containers(by_key, apart),
        tuple(map(str, own_level(program))),
        schools_by_code(),
        sites_of_programs(),
        apart,
    )
    verdict = solving.run()

    def states():
        return {
            key: _state_without_counts(one, parts_of(by_key[key.measure], key, one.kind, apart), solving)
            if one.state
            else _state(one.counts, parts[key], by_key[key.measure], solving, steps.get(key))
            for key, one in tallies.items()
        }

    def hide_beside(facts, most):
        solving.hide_beside(facts, most)
        return states()

    pins = {"levels": around.levels, "releases": sorted(str(release.pk) for release in public.releases)}
    primary, open_ = (sorted(keys, key=str) for keys in (verdict.primary, verdict.open))
    return Hiding(states(), primary, open_, pins, steps, apart, hide_beside)


def _without_a_rate(tallies):
    """{CellKey: Tally} of people who were counted, though there is nobody to divide them by: no number says how many, and
    what a total leaves beside the other groups does.
    """
    return {key: replace(one, state="") for key, one in tallies.items() if one.state and one.counts}


def _state(counts, parts, definition, solving, step):
    facts = parts.all
    if definition.ratio:
        # Compared with everybody, or with everybody else: what that needs must be there too.
        facts = [*facts, *(fact._replace(dimension="", group="") for fact in facts)]
    is_hidden = bool(solving.verdict.hidden.intersection(facts))
    stepped = set(filter(solving.is_stepped, facts))
    if step and not is_hidden and stepped == {parts.numerator, parts.occasions} - {None}:
        return ValueState.AT_MOST if step.at_most else ValueState.AT_LEAST
    if tells_of_few(counts):
        return ValueState.SUPPRESSED
    if is_hidden or stepped or _tells_of_all(definition, counts):
        return ValueState.PROTECTING
    return ValueState.PUBLISHED


def _state_without_counts(one, parts, solving):
    """ "Not enough data" says that nobody is in the denominator: not where that is hidden or stands in a step."""
    whole = parts.denominator or parts.numerator
    if one.state == ValueState.NOT_ENOUGH and (whole in solving.verdict.hidden or solving.is_stepped(whole)):
        return ValueState.PROTECTING
    return one.state


def tells_of_few(counts):
    """Whether a number is hidden for its own sake: few students are counted, left out, or there to be counted."""
    return any(
        policy().is_small_population(one.students)
        or any(map(policy().is_small, (one.students, one.involved, one.others)))
        for one in (counts, counts.against)
        if one is not None
    )


def _tells_of_all(definition, counts):
    """Whether a share says of each of some students that they are, or are not, what it counts; where the ladder has no
    step for so few, or none for days.
    """
    is_apart = AGGREGATES[definition.numerator].apart
    return is_share(definition) and (not counts.involved or not (counts.others or is_apart))
