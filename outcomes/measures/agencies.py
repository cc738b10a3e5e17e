"""What agencies count: probation outcomes, people stopped, workforce, trainings; by the group that they report.

Their files are counts already, a few rows of each agency and year. Where an agency left a part of a number blank or
hid it, the number is not known, which is not zero.
"""

from collections import defaultdict

from ..datasets import groups
from ..datasets.facts import CellState, Tally
from ..datasets.probation_outcomes import OUTCOMES as JJCPA
from .aggregates import AGGREGATES
from .cube import Where
from .dimensions import AGE, DIMENSIONS, FLAGS, RACE, RANK, SEX

PROBATION, STOPS = "probation_outcomes", "police_stops"
WORKFORCE, TRAININGS = "workforce", "training_completions"
# {dataset: [(aggregate of a part, its element, aggregate of the whole, its element)]}
PAIRS = {
    PROBATION: [(f"jjcpa_{part}", part, f"jjcpa_{whole}", whole) for part, whole in JJCPA.items()],
    STOPS: [("people_stopped", "stops", "people_living_there", "population")],
    WORKFORCE: [("workforce", "headcount", "people_of_the_community", "community")],
    TRAININGS: [("trainings_completed", "completed", "trainings_expected", "expected")],
}
# Of these, agencies count different people: their numbers add up.
ADD_UP = (PROBATION, TRAININGS)
_FAMILIES = {groups.TOTAL: "", groups.RACE: RACE, groups.RACE_NOT_REPORTED: RACE, groups.SEX: SEX}
_FAMILIES |= {groups.AGE: AGE.key}
# Two words for the same in files.
_SAME = {"sex_missing": "sex_not_reported"}
EVERYBODY = ("", "")


def count_agencies(dataset, claims):
    """{(Where, aggregate of the part): {aggregate: (number, people behind it)}} of a dataset; None instead of the numbers
    of a group where the groups of its kind are more than everybody, so that one of the two must be wrong.

    claims: Claims in effect, with their agency. place: an organization's short name, "" for all of them together
    where they add up. A pair is there only where both of its numbers are known. Those of everybody whom no group
    tells of are of the group "not reported".
    """
    single = _of_single_agencies(dataset, claims)
    found = {key: _adding_up(pairs, key[2]) for key, pairs in single.items()}
    if dataset in ADD_UP:
        found |= {key: _adding_up(pairs, key[2]) for key, pairs in _together(found).items()}
    return {
        (Where(year, place, dimension, code), part): pair
        and {part: (pair[0], pair[0]), whole: (pair[1], pair[1])}
        for (year, place, part, whole), pairs in found.items()
        for (dimension, code), pair in pairs.items()
    }


def _of_single_agencies(dataset, claims):
    """{(year, agency, aggregate of the part, of the whole): {(dimension, group): (part, whole)}} as reported."""
    of_claim = {claim.pk: (claim.agency.slug, claim.period) for claim in claims}
    items = defaultdict(dict)
    tallies = Tally.objects.filter(claim_id__in=list(of_claim), state=CellState.REPORTED, count__isnull=False)
    for claim, item, group, element, count in tallies.values_list(
        "claim_id", "item", "group", "element", "count"
    ):
        items[(*of_claim[claim], group, item)][element] = count
    found = defaultdict(dict)
    for (slug, year, group, _item), counts in _without_parts_of_all(dataset, items).items():
        dimension, code = _dimension_of(dataset, group)
        if dimension is None:
            continue
        for part, of_part, whole, of_whole in PAIRS[dataset]:
            if of_part in counts and of_whole in counts:
                _add(found[year, slug, part, whole], (dimension, code), (counts[of_part], counts[of_whole]))
    return found


def _together(found):
    """The same of all agencies that told of everybody; whose groups are not told are of no group."""
    sums = defaultdict(dict)
    for (year, _agency, *names), pairs in found.items():
        if EVERYBODY in pairs:
            for key, pair in pairs.items():
                if pair is not None:
                    _add(sums[year, "", *names], key, pair)
    return sums


def _add(pairs, key, pair):
    pairs[key] = tuple(map(sum, zip(pairs.get(key, (0, 0)), pair, strict=True)))


def _adding_up(pairs, part):
    """{(dimension, group): (part, whole) or None} of one agency and year: whom the groups leave of everybody is of the
    group "not reported"; groups that are more than everybody are None.
    """
    told = dict(pairs)
    if EVERYBODY not in pairs:
        return told
    for dimension in {key[0] for key in pairs if key[0] and DIMENSIONS[key[0]].adds_up}:
        mine = {key: pair for key, pair in pairs.items() if key[0] == dimension}
        rest = [total - sum(some) for total, *some in zip(pairs[EVERYBODY], *mine.values(), strict=True)]
        if min(rest) < 0 or (rest[0] > rest[1] and not AGGREGATES[part].apart):
            told |= dict.fromkeys(mine)
        elif any(rest):
            _add(told, (dimension, DIMENSIONS[dimension].unknown), rest)
    return told


def _without_parts_of_all(dataset, items):
    """Of ranks: where "all" is told, the single ranks are parts of it."""
    if dataset == WORKFORCE:
        whole = {key[:3] for key in items if key[3] == "all"}
        return {key: counts for key, counts in items.items() if key[3] == "all" or key[:3] not in whole}
    if dataset == TRAININGS:
        return _by_rank(items)
    return items


def _by_rank(items):
    """Of trainings the rank stands where others have a group. Where a course does not tell of everybody, its ranks
    are everybody.
    """
    whole = {(slug, year, course) for slug, year, rank, course in items if rank == "all"}
    found = {}
    for (slug, year, rank, course), counts in items.items():
        if rank == "all" or (slug, year, course) not in whole:
            found[slug, year, "all", (rank, course)] = counts
        if rank != "all":
            found[slug, year, rank, (rank, course)] = counts
    return found


def _dimension_of(dataset, group):
    """(dimension, code) of a group, ("", "") for everybody; (None, None) for one that numbers are not told by."""
    if dataset == TRAININGS and group != "all":
        return RANK.key, group if group in RANK.groups else "rank_other"
    known = groups.GROUPS.get(group)
    if known is None:
        return None, None
    if known.family in _FAMILIES:
        dimension = _FAMILIES[known.family]
        return dimension, _SAME.get(group, group) if dimension else ""
    for flag in FLAGS:
        if group == flag or group in (f"not_{flag}", f"no_{flag}"):
            return flag, group
    return None, None
