"""The numbers of a release before disclosure control. What is made here never leaves the building."""

from collections import defaultdict
from dataclasses import dataclass

from ..measures import calculate
from ..measures.calculate import Counts
from ..measures.populations import (
    claims_of_schools,
    open_in,
    participants,
    reported,
    roster_claims,
    schools_of,
)
from .contributors import answered_by
from .keys import CellKey, own_level
from .models import Population, ValueState


@dataclass(frozen=True)
class Tally:
    """One number to be: its counts, or the state that says why there are none."""

    counts: Counts | None
    state: str
    reported: int
    expected: int
    late: int = 0
    # Where the number comes from (measures.definition.KINDS); why no change is shown (trend.REASONS).
    kind: str = "district_record"
    trend: str = ""


@dataclass(frozen=True)
class Level:
    """Whose numbers: the schools, and the rosters that name the participants. None: the partnership's.

    without: short names of organizations whose claims are left out.
    """

    program: object
    without: tuple = ()

    @property
    def schools(self):
        return schools_of(self.program)

    @property
    def programs(self):
        return None if self.program is None else [self.program]

    def claims_of_schools(self, definitions, years):
        return self._heard(claims_of_schools(self.schools, years, needs_of(definitions)))

    def claims_of_rosters(self, years):
        return self._heard(roster_claims(self.programs, years))

    def _heard(self, claims):
        """Without the claims that an organization left out answers for (contributors.answers_for)."""
        return claims.exclude(pk__in=answered_by(claims, self.without)) if self.without else claims


def needs_of(definitions):
    return {dataset for definition in definitions for dataset in definition.needs}


def tally(level, definitions, years, populations=tuple(Population)):
    """{CellKey: Tally} of a level."""
    by_needs = defaultdict(list)
    for definition in definitions:
        by_needs[definition.needs].append(definition)
    schools_with = reported(level.claims_of_schools(definitions, years))
    tallies = {}
    for year in years:
        expected = set(open_in(level.schools, year).values_list("pk", flat=True))
        for needs, some in by_needs.items():
            schools = set.intersection(*(schools_with[dataset, year] for dataset in needs))
            for population in populations:
                found = _counted(level, some, year, population, schools)
                for definition in some:
                    counts, state = found[definition.key]
                    tallies[CellKey(definition.key, year, population, *own_level(level.program))] = Tally(
                        counts, state, len(schools), len(expected | schools)
                    )
    return tallies


def _counted(level, definitions, year, population, schools):
    """{measure: (Counts, "") or (None, state)} of one population."""
    students = None
    rosters = level.claims_of_rosters([year])
    nobody_reported = not schools
    if population == Population.PARTICIPANTS:
        nobody_reported = nobody_reported or not rosters.exists()
        students = participants(rosters)
    if nobody_reported:
        return {definition.key: (None, ValueState.NOT_REPORTED) for definition in definitions}
    counted = calculate.measure(definitions, schools=schools, year=year, students=students)
    return {
        key: (counts, "") if counts.denominator else (None, ValueState.NOT_ENOUGH)
        for key, counts in counted.items()
    }
