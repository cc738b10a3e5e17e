"""The numbers of a release before disclosure control. What is made here never leaves the building."""

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

from ..datasets.periods import school_year
from ..measures.agencies import ADD_UP, count_agencies
from ..measures.aggregates import AGENCIES, AGGREGATES, PROGRAMS, STUDENTS
from ..measures.calculate import Counts, counts_of, together, value_of
from ..measures.cube import TOLD_APART, Where, count_students
from ..measures.dimensions import DIMENSIONS
from ..measures.populations import ROSTER, placed, reported, reported_by
from ..measures.programs import count_programs, is_told_by_group, wheres_of
from ..measures.totals import KIND, TOTALS, count_totals, topic_of
from . import trend
from .keys import CellKey
from .level import Level
from .models import LevelKind, Population, ValueState
from .reporting import period_of, reporters

ALL, PARTICIPANTS = Population.ALL, Population.PARTICIPANTS
# Levels beside the whole that numbers of schools are told for, where a release is of the partnership, or a program's.
PLACES_OF = {
    LevelKind.PARTNERSHIP: (LevelKind.DISTRICT, LevelKind.CITY, LevelKind.SCHOOL),
    LevelKind.PROGRAM: (LevelKind.SCHOOL,),
}


@dataclass(frozen=True)
class Tally:
    """One number to be: its counts, or the state that says why there is none. Both, where people were counted and
    there is nobody to divide them by.
    """

    counts: Counts | None
    state: str
    reported: int
    expected: int
    late: int = 0
    # Where the number comes from (measures.definition.KINDS); why no change is shown (trend.REASONS).
    kind: str = "district_record"
    trend: str = ""


def tally(level, definitions, years, populations=tuple(Population), *, wide=True):
    """{CellKey: Tally} of a level. wide: with groups, and with the places, programs and agencies within it;
    without, of everybody at the level of the whole alone.
    """
    counting = _Counting(level, definitions, years, populations, wide)
    # Totals stand where no students were handed in.
    return {
        **counting.of_schools(),
        **counting.of_totals(),
        **counting.of_programs(),
        **counting.of_agencies(),
    }


class _Counting:
    """Everything counted of one level, in a fixed number of statements."""

    def __init__(self, level, definitions, years, populations, wide):
        self.level, self.years, self.populations, self.wide = level, years, populations, wide
        self.by_family = defaultdict(list)
        for one in definitions:
            self.by_family[AGGREGATES[one.numerator].family].append(one)
        self.claims = list(level.claims(definitions, years))
        needs = {one.needs for one in definitions} | {(TOTALS,)}
        self.reporters = reporters(needs, self.claims, level.schools, years)

    def of_schools(self):
        definitions = self.by_family[STUDENTS]
        if not definitions:
            return {}
        names = {name for one in definitions for name in one.aggregates}
        schools = self.placed
        rosters = [(claim.pk, claim.period) for claim in self.claims if claim.dataset == ROSTER]
        own = count_students(names, schools, grouped=self.wide, rosters=rosters)
        cells = self._of_the_whole(definitions, own, {year for _pk, year in rosters})
        if self.wide:
            plain = [one for one in definitions if not one.ratio]
            for kind in PLACES_OF[self.level.own[0]]:
                found = count_students(names, schools, level=kind, grouped=False)
                cells |= self._of_places(plain, kind, found)
        return cells

    def of_totals(self):
        """Of the schools and districts that hand in counts instead of students, each by itself: added to nothing."""
        claims = [claim for claim in self.claims if claim.dataset == TOTALS]
        if not claims or not self.wide or ALL not in self.populations:
            return {}
        cells, found = {}, count_totals(claims)
        schools = {kind: self._places(kind) for kind in {kind for kind, *_rest in found}}
        for one in self.by_family[STUDENTS]:
            for (kind, code, year, topic), counts in found.items():
                told_by_students = self.reporters[one.needs, year].reported & schools[kind].get(code, set())
                if topic == topic_of(one) and not told_by_students:
                    told = self.reporters[(TOTALS,), year]
                    among = frozenset({code})
                    tallied = self._tally(one, year, told, counts, among=among, needs=(TOTALS,))
                    cells[CellKey(one.key, year, ALL, kind, code)] = replace(tallied, kind=KIND)
        return cells

    def of_programs(self):
        definitions, cells = self.by_family[PROGRAMS], {}
        if not definitions or PARTICIPANTS not in self.populations:
            return {}
        claims = [claim for claim in self.claims if claim.program_id]
        found = count_programs(claims, self.years, self.placed if self.wide else ())
        of_all = {where: told for where, told in found.items() if not where.place}
        groups = [key for key in _groups_told(of_all) if key[0] in TOLD_APART]
        own_kind, own_place = self.level.own
        programs = {claim.program.slug for claim in claims} if self.wide and not own_place else ()
        for one in definitions:
            for year in self.years:
                told = self.reporters[one.needs, year]
                told = told.among({own_place}) if own_place else told
                places = [(own_kind, own_place, None)]
                places += [(LevelKind.PROGRAM, slug, frozenset({slug})) for slug in programs]
                for kind, place, among in places:
                    for where in wheres_of(one, year, place, found):
                        if where.dimension and not self.wide:
                            continue
                        key = CellKey(one.key, year, PARTICIPANTS, kind, place, where.dimension, where.group)
                        cells[key] = self._tally(one, year, told, found.get(where, {}), among=among)
                for dimension, group in groups if is_told_by_group(one) else ():
                    where = Where(year, "", dimension, group)
                    key = CellKey(one.key, year, PARTICIPANTS, own_kind, own_place, dimension, group)
                    cells[key] = self._tally(one, year, told, found.get(where, {}))
        return cells

    def of_agencies(self):
        """Of the whole where agencies' numbers add up, and of each agency by itself."""
        cells = {}
        if self.level.program is not None or ALL not in self.populations:
            return cells
        for one in self.by_family[AGENCIES]:
            (dataset,) = one.needs
            claims = [claim for claim in self.claims if claim.dataset == dataset and claim.agency_id]
            found = count_agencies(dataset, claims)
            wheres = {where for where, part in found if part == one.numerator}
            slugs = {claim.agency.slug for claim in claims} | ({""} if dataset in ADD_UP else set())
            groups = {(where.dimension, where.group) for where in wheres} | {("", "")}
            for slug in slugs:
                for dimension, group in groups:
                    for year in self.years:
                        period = period_of(one, year)
                        where = Where(period, slug, dimension, group)
                        cells |= self._of_an_agency(one, where, found)
        return cells

    def _of_an_agency(self, one, where, found):
        own = not where.place
        if (not self.wide and (where.dimension or not own)) or not _is_told(one, where):
            return {}
        kind = self.level.own[0] if own else LevelKind.ORGANIZATION
        key = CellKey(one.key, where.year, ALL, kind, where.place, where.dimension, where.group)
        everybody = Where(where.year, where.place, "", "")
        key_of_pair = (where, one.numerator)
        pair, told = found.get(key_of_pair), self.reporters[one.needs, where.year]
        tallied = self._tally(
            one,
            where.year,
            told if pair is not None or own else replace(told, reported=frozenset()),
            pair or {},
            everybody=found.get((everybody, one.numerator), {}),
            among=None if own else frozenset({where.place}),
        )
        if pair is None and key_of_pair in found:
            tallied = replace(tallied, state=ValueState.NOT_ADDING_UP)
        return {key: tallied}

    def _of_the_whole(self, definitions, own, years_with_rosters):
        cells = {}
        groups = [("", ""), *_groups_told(own)] if self.wide else [("", "")]
        for one in definitions:
            for year in self.years:
                everybody = together(*own.get(Where(year, "", "", ""), {}).values())
                for dimension, group in groups:
                    where = Where(year, "", dimension, group)
                    if not _is_told(one, where):
                        continue
                    parts = own.get(where, {})
                    for population in (ALL,) if one.ratio else self.populations:
                        found = together(*parts.values()) if population == ALL else parts.get(True, {})
                        told = self.reporters[one.needs, year]
                        if population == PARTICIPANTS and year not in years_with_rosters:
                            told = replace(told, reported=frozenset())
                        key = CellKey(one.key, year, population, *self.level.own, dimension, group)
                        cells[key] = self._tally(
                            one, year, told, found, everybody=everybody, others=population == PARTICIPANTS
                        )
        return cells

    def _of_places(self, definitions, kind, found):
        cells = {}
        for code, schools in self._places(kind).items():
            for one in definitions:
                for year in self.years:
                    told = self.reporters[one.needs, year]
                    parts = found.get(Where(year, code, "", ""), {})
                    cells[CellKey(one.key, year, ALL, kind, code)] = self._tally(
                        one, year, told, together(*parts.values()), among=schools
                    )
        return cells

    def _tally(self, one, year, told, found, *, everybody=None, among=None, others=False, needs=None):
        """One Tally. told: Reporters of the whole; among: those of them whom it is about; others: whether the
        same number of another year is about other youth; needs: the datasets, where not those of the measure.
        """
        mine = told if among is None else told.among(among)
        kept = {"reported": len(mine.reported), "expected": len(mine.expected), "late": len(mine.late)}
        kept |= {"kind": one.kind, "trend": self._trend(one, year, mine, among, others, needs)}
        if not mine.reported:
            return Tally(None, ValueState.NOT_REPORTED, **kept)
        if one.numerator not in found:
            return Tally(None, ValueState.NOT_ENOUGH, **kept)
        counts = counts_of(one, found, everybody)
        if AGGREGATES[one.numerator].apart and counts.involved and not counts.denominator:
            return Tally(counts, ValueState.NOT_ENOUGH, **kept)
        # Nobody at all is a number where a count stands alone, and none where it divides another.
        if (one.denominator and not counts.denominator) or value_of(one, counts) is None:
            return Tally(None, ValueState.NOT_ENOUGH, **kept)
        return Tally(counts, "", **kept)

    def _trend(self, one, year, mine, among, others, needs):
        before = _year_before(year)
        earlier = self.reporters.get((needs or one.needs, before))
        if earlier is not None and among is not None:
            earlier = earlier.among(among)
        return trend.withheld(
            before=earlier and earlier.reported,
            now=mine.reported,
            flagged=bool(one.flag(year) or one.flag(before)),
            participants=others,
        )

    @cached_property
    def placed(self):
        """[Placed] of the level's schools, and of all for the year before."""
        definitions = self.by_family[STUDENTS]
        reporting = reported_by(self.claims)
        whole, before = Level(None), [_year_before(year) for year in self.years]
        earlier = whole.claims_of_schools(definitions, before)
        mine = set(self.level.schools.values_list("pk", flat=True))
        for key, schools in reported(earlier).items():
            # Of the years that are counted here, other schools tell what a child's year before was like.
            reporting[key] |= schools - mine if key[1] in self.years else schools
        return placed(
            self.level.schools, reporting, self.years, earlier=whole.schools.select_related("parent", "city")
        )

    def _places(self, kind):
        """{code of a place of a kind: codes of its schools}, of all schools expected or reporting in any year."""
        codes = frozenset().union(*(one.expected for one in self.reporters.values()))
        places = defaultdict(set)
        for school in self.level.schools.filter(code__in=codes).select_related("parent", "city"):
            place = {"school": school, "city": school.city, "district": school.parent}[kind]
            if place is not None and place.kind == kind:
                places[place.code].add(school.code)
        return {code: frozenset(schools) for code, schools in sorted(places.items())}


def _is_told(definition, where):
    """A disparity is of a group of people that somebody has named."""
    return not definition.ratio or (where.dimension and where.group != DIMENSIONS[where.dimension].unknown)


def _groups_told(own):
    """[(dimension, group)] that occur, without the dimensions in which nobody was told apart."""
    found = {(where.dimension, where.group) for where in own if where.dimension}
    known = {dimension for dimension, group in found if group != DIMENSIONS[dimension].unknown}
    return sorted((dimension, group) for dimension, group in found if dimension in known)


def _year_before(period):
    return school_year(int(period[:4]) - 1) if "-" in period else str(int(period) - 1)
