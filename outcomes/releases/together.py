"""Groups too small to be told alone are told together, in all measures and years of a release alike.

The code of such a cell's group names its members: "race_native+race_pacific". Each student is in one group of a
dimension, so what is counted of the members adds up.
"""

from collections import defaultdict
from dataclasses import replace

from ..disclosure.ladder import SMALLEST
from ..disclosure.pooling import MOST_HIDDEN, small_groups
from ..measures.aggregates import AGGREGATES, STUDENTS
from ..measures.calculate import value_of
from ..measures.dimensions import DIMENSIONS, GRADE_SPAN, JOINED, RACE
from .hiding.states import tells_of_few
from .models import STEPS, ValueState

# Dimensions whose groups may stand together; of the others each has two, or is a person's own word.
POOLED = (RACE, GRADE_SPAN)
# A detail is given up only where clearly less is hidden without it.
CLEARLY_LESS = 0.8
# What is hidden besides follows what is small by itself, which is counted at once: not worth trying above this.
PROMISING = 0.9
HIDDEN = (ValueState.SUPPRESSED, ValueState.PROTECTING)
WITH_NUMBER = (ValueState.PUBLISHED, *STEPS, *HIDDEN)


def readable(tallies, definitions, hide):
    """(Hiding, {CellKey: Tally}) of a draft: with small groups told together where too much of them is hidden alone,
    and where it is clearly less that way.

    tallies: {CellKey: Tally}; definitions: {key: Definition}; hide: the Hiding of tallies and of those left aside.
    """
    hiding = hide(tallies, {})
    crowded = {
        where
        for where in {(key.population, key.dimension) for key in tallies if key.dimension in POOLED}
        if _hidden_share(hiding, lambda key, where=where: (key.population, key.dimension) == where)
        > MOST_HIDDEN
    }
    told, aside = small_together(tallies, definitions, crowded)
    if aside and _small_share(told) < PROMISING * _small_share(tallies):
        other = hide(told, aside)
        if _hidden_share(other) < CLEARLY_LESS * _hidden_share(hiding):
            return other, told
    return hiding, tallies


def _hidden_share(hiding, which=lambda key: True):
    """Of the cells that have a number, the share that is hidden."""
    states = [state for key, state in hiding.states.items() if which(key) and state in WITH_NUMBER]
    return sum(state in HIDDEN for state in states) / len(states) if states else 0


def _small_share(tallies):
    """Of the numbers, the share that must be hidden for their own sake."""
    numbers = [one.counts for one in tallies.values() if one.counts is not None]
    return sum(map(tells_of_few, numbers)) / len(numbers)


def small_together(tallies, definitions, crowded):
    """({CellKey: Tally} of a release, {CellKey: Tally} of the groups that are not told alone).

    crowded: {(population, dimension)} in which small groups are told together.
    """
    pools = _pools(tallies, definitions, crowded)
    told, aside, members = {}, {}, defaultdict(list)
    for key, one in tallies.items():
        if key.group in pools.get((key.population, key.dimension), ()):
            aside[key] = one
            members[key._replace(group=JOINED.join(pools[key.population, key.dimension]))].append(one)
        else:
            told[key] = one
    for key, some in members.items():
        told[key] = _pooled(definitions[key.measure], some)
    return told, aside


def _pools(tallies, definitions, crowded):
    """{(population, dimension): groups}. How large a group is: the most students of it in any number."""
    sizes = defaultdict(lambda: defaultdict(int))
    for key, one in tallies.items():
        of_students = AGGREGATES[definitions[key.measure].numerator].family == STUDENTS
        if (key.population, key.dimension) in crowded and of_students and one.counts is not None:
            told = sizes[key.population, key.dimension]
            told[key.group] = max(told[key.group], one.counts.students)
    found = {
        where: small_groups(told, enough=SMALLEST, keep=(DIMENSIONS[where[1]].unknown,))
        for where, told in sizes.items()
    }
    return {where: tuple(groups) for where, groups in found.items() if groups}


def _pooled(definition, some):
    """One Tally of the members'; those of whom nobody counts add nothing."""
    counted = [one for one in some if one.counts is not None]
    if not counted:
        return some[0]
    counts = counted[0].counts
    for one in counted[1:]:
        counts = counts.plus(one.counts, compared_with_the_rest=definition.ratio == "rest")
    made = replace(counted[0], counts=counts, state="")
    return (
        made
        if value_of(definition, counts) is not None
        else replace(made, counts=None, state=ValueState.NOT_ENOUGH)
    )
