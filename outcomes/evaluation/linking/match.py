"""Who is who: one to one, by the sum of weights, and only where the pair stands clear of the next best."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from .score import Scores
from .tokens import candidates

# Bits from which a pair is suggested, and called clear; found on FEBRL4 and on our own generator (docs/decisions/0031).
LIKELY, SURE = 6.0, 11.0
# The same where one of two names is another one altogether, and where birth dates differ by more than a slip:
# in a district some stranger has the same given name and birthday, or the same two names.
SURE_OF_ONE_NAME, SURE_OF_OTHER_DAY = 13.0, 14.0
# Bits by which it must be ahead of every other pair of either person.
AHEAD = 3.0


@dataclass(frozen=True)
class Pair:
    """Places in the two lists; weight in bits; sure: whether it may be called the same person."""

    ours: int
    theirs: int
    weight: float
    sure: bool


def match(ours, theirs, *, sure=SURE, likely=LIKELY, ahead=AHEAD):
    """[Pair] of two lists of Person, the strongest first; nobody is in two of them."""
    scores = Scores(ours, theirs)
    weights = {
        (a, b): weight
        for a, b in candidates(ours, theirs)
        if (weight := scores.weight(ours[a], theirs[b])) > 0
    }
    rivals = _rivals(weights)
    pairs = []
    for (a, b), weight in _assigned(weights, len(ours), len(theirs)).items():
        if weight >= likely:
            clear = weight - rivals(a, b) >= ahead and not scores.may_be_siblings(ours[a], theirs[b])
            needed = sure + _more_for(scores, ours[a], theirs[b])
            pairs.append(Pair(a, b, weight, weight >= needed and clear))
    return sorted(pairs, key=lambda pair: (-pair.weight, pair.ours))


def _more_for(scores, one, other):
    """Bits that a pair must have beyond the usual."""
    return max(
        SURE_OF_ONE_NAME - SURE if scores.differs(one, other) else 0.0,
        SURE_OF_OTHER_DAY - SURE if scores.other_day(one, other) else 0.0,
    )


def _rivals(weights):
    """f(a, b): the greatest weight of any other pair of a or of b."""
    best = defaultdict(list)
    for (a, b), weight in weights.items():
        best["a", a].append((weight, b))
        best["b", b].append((weight, a))
    top = {who: sorted(some, reverse=True)[:2] for who, some in best.items()}

    def other(who, mine):
        return max((weight for weight, partner in top[who] if partner != mine), default=0.0)

    return lambda a, b: max(other(("a", a), b), other(("b", b), a))


def _assigned(weights, n, m):
    """The pairs of the one-to-one assignment with the greatest sum, one group of connected people at a time."""
    if not weights:
        return {}
    rows, columns = np.array(list(weights)).T
    graph = coo_matrix((np.ones(len(rows)), (rows, columns + n)), shape=(n + m, n + m))
    group = connected_components(graph, directed=False)[1]
    members = defaultdict(list)
    for pair in weights:
        members[group[pair[0]]].append(pair)
    found = {}
    for pairs in members.values():
        if len(pairs) == 1:
            found[pairs[0]] = weights[pairs[0]]
            continue
        left, right = sorted({a for a, _ in pairs}), sorted({b for _, b in pairs})
        at_left = {a: place for place, a in enumerate(left)}
        at_right = {b: place for place, b in enumerate(right)}
        table = np.zeros((len(left), len(right)))
        for a, b in pairs:
            table[at_left[a], at_right[b]] = weights[a, b]
        for i, j in zip(*linear_sum_assignment(table, maximize=True), strict=True):
            if (left[i], right[j]) in weights:
                found[left[i], right[j]] = weights[left[i], right[j]]
    return found
