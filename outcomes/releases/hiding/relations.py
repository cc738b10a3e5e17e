"""How the counts of one condition hang together: the equations that a reader can set up.

Groups add up to everybody; schools to their district, city, program and the partnership; participants lie within all.
A student of two schools counts in both, so places may add up to more than the whole. The reader is taken to know by how
much: whoever knows that nobody changed school loses nothing by it, and no child hangs on what a reader happens to know.
"""

from collections import defaultdict

from ...measures.dimensions import DIMENSIONS, members_of
from ..models import LevelKind, Population

PARTNERSHIP, PROGRAM = str(LevelKind.PARTNERSHIP), str(LevelKind.PROGRAM)
DISTRICT, CITY, SCHOOL = str(LevelKind.DISTRICT), str(LevelKind.CITY), str(LevelKind.SCHOOL)
ORGANIZATION = str(LevelKind.ORGANIZATION)
ALL, PARTICIPANTS = str(Population.ALL), str(Population.PARTICIPANTS)


def sums(facts, schools, sites):
    """[(whole Fact, [Fact of a part])] among facts of one condition and year.

    schools: {code: {"district", "city"}}. sites: {program: set of school codes}.
    """
    facts = set(facts)
    return [*_of_groups(facts), *_of_places(facts, schools, sites)]


def pairs(facts, sites):
    """[(Fact, Fact of some of the same students)] whose difference is a number of students that tells of few.

    Participants within all of the same level; a program within the partnership; a program whose schools lie within
    another's. The same group each time.
    """
    by_place = defaultdict(dict)
    for fact in facts:
        by_place[fact.level, fact.place][fact.population, fact.dimension, fact.group] = fact
    found = []
    for of_place in by_place.values():
        for (population, dimension, group), part in of_place.items():
            if population == PARTICIPANTS and (whole := of_place.get((ALL, dimension, group))):
                found.append((whole, part))
    programs = sorted(place for level, place in by_place if level == PROGRAM)
    for program in programs:
        mine = by_place[PROGRAM, program]
        found += _same(by_place.get((PARTNERSHIP, ""), {}), mine)
        for wider in programs:
            if sites.get(program, set()) < sites.get(wider, set()):
                found += _same(by_place[PROGRAM, wider], mine, populations=(ALL,))
    return sorted(found)


def _same(wholes, parts, populations=(ALL, PARTICIPANTS)):
    return [
        (wholes[key], part)
        for key, part in parts.items()
        if key in wholes and key[0] in populations and lies_within_wider(part)
    ]


def lies_within_wider(fact):
    """Whether a program's students of a group are of the same group in the partnership: not those of whom its schools do
    not tell, for others may.
    """
    return not fact.dimension or fact.group != DIMENSIONS[fact.dimension].unknown


def _of_groups(facts):
    groups = defaultdict(list)
    for fact in sorted(facts):
        if fact.dimension and DIMENSIONS[fact.dimension].adds_up:
            groups[fact._replace(group="")].append(fact)
    for dimension, parts in groups.items():
        whole = dimension._replace(dimension="")
        alone, pools = (
            [fact for fact in parts if not members(fact)],
            [fact for fact in parts if members(fact)],
        )
        apart = []
        for pool in pools:
            told = sorted(set(members(pool)) & facts)
            if told:
                yield pool, told
            else:
                apart.append(pool)
        if whole in facts:
            yield whole, [*alone, *apart]


def members(fact):
    """The facts of the groups that are told together in one; [] of a single group."""
    codes = members_of(fact.group)
    return [fact._replace(group=code) for code in codes] if len(codes) > 1 else []


def _of_places(facts, schools, sites):
    everybody = sorted(fact for fact in facts if fact.is_of_everybody)
    by_place = defaultdict(list)
    for fact in everybody:
        for place in _containing(fact, schools, sites):
            by_place[fact.level, fact.population, place].append(fact)
    for whole in everybody:
        for level in (DISTRICT, CITY, SCHOOL, PROGRAM, ORGANIZATION):
            if parts := by_place.get((level, whole.population, (whole.level, whole.place))):
                yield whole, parts


def _containing(part, schools, sites):
    """[(level, place)] that a place lies in."""
    if part.level != PARTNERSHIP and (part.level != PROGRAM or part.population == PARTICIPANTS):
        # Programs of the partnership count participants of their own; their schools are told by the schools.
        yield PARTNERSHIP, ""
    if part.level == SCHOOL:
        yield from ((PROGRAM, program) for program, some in sites.items() if part.place in some)
        yield from ((level, schools.get(part.place, {}).get(level)) for level in (DISTRICT, CITY))
