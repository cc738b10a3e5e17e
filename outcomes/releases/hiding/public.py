"""What earlier releases tell of the counts behind a draft's numbers."""

from collections import defaultdict

from programs.models import Program

from ...disclosure.policy import policy
from ...measures.aggregates import AGGREGATES
from ...measures.populations import schools_of
from ..evaluations.counts import told_of_evaluation
from ..keys import key_of
from ..models import STEPS, Release, ReleaseCell, ReleaseKind, ValueState
from ..tables import definitions_of
from .facts import parts_of
from .relations import members


class Public:
    """All released cells of some years. shown: {Fact: {values}}; stepped: {Fact: {ranges that a step leaves open}};
    hidden: facts of which a release printed `*`.
    """

    def __init__(self, years):
        self.shown, self.stepped, self.hidden = defaultdict(set), defaultdict(set), set()
        self.releases = list(Release.objects.released().order_by("published_at").select_related("program"))
        years = {*years, *(year[:4] for year in years)}
        cells = defaultdict(list)
        for cell in ReleaseCell.objects.filter(release__in=self.releases, year__in=years):
            cells[cell.release_id].append(cell)
        for release in self.releases:
            if release.kind == ReleaseKind.EVALUATION:
                self._add_evaluation(release, years)
            definitions = {one.key: one for one in definitions_of(release)}
            for cell in cells[release.pk]:
                self._add(definitions[cell.measure], cell, release.pins.get("apart", {}))
        for fact in [*self.shown, *self.stepped, *self.hidden]:
            # Of groups told together, none was told alone.
            self.hidden.update(members(fact))
        self.hidden -= {*self.shown, *self.stepped}

    def _add_evaluation(self, release, years):
        for fact, number in told_of_evaluation(release).items():
            if fact.year in years and number is not None:
                self.shown[fact].add(number)
            elif fact.year in years:
                self.hidden.add(fact)

    def _add(self, definition, cell, apart):
        parts = parts_of(definition, key_of(cell), cell.kind, apart)
        if cell.state == ValueState.PUBLISHED:
            if tells_students(definition.numerator):
                self.shown[parts.numerator].add(int(cell.numerator))
            if parts.occasions:
                self.shown[parts.occasions].add(int(cell.numerator))
            if parts.denominator and tells_students(definition.denominator):
                self.shown[parts.denominator].add(int(cell.denominator))
        elif cell.state in STEPS:
            for fact in filter(None, (parts.numerator, parts.occasions)):
                self.stepped[fact].add(range_of_step(cell))
            if parts.denominator and tells_students(definition.denominator):
                self.shown[parts.denominator].add(int(cell.denominator))
        elif cell.state in (ValueState.SUPPRESSED, ValueState.PROTECTING):
            self.hidden.update(parts.all)


def range_of_step(cell):
    """(lowest, highest) count that a step leaves open: what everybody can read in the ladder's rule."""
    few = policy().largest_count_hidden
    if cell.state == ValueState.AT_MOST:
        return (0, few)
    return (int(cell.denominator) - few, int(cell.denominator))


def tells_students(aggregate):
    """Whether the printed number is the number of students itself, not of events, days or entries."""
    one = AGGREGATES[aggregate]
    if getattr(one, "family", "") == "programs":
        return aggregate.startswith("youth")
    return not getattr(one, "of", None) and one.scale == 1


def sites_of_programs(programs=None):
    """{program's short name: set of the codes of its schools}, of some programs or of all."""
    programs = Program.objects.order_by("slug") if programs is None else programs
    return {program.slug: set(schools_of(program).values_list("code", flat=True)) for program in programs}


def schools_by_code():
    """{code: {"district", "city"}} of the partnership's schools."""
    return {
        school.code: {
            "district": school.parent.code if school.parent and school.parent.kind == "district" else "",
            "city": school.city.code if school.city else "",
        }
        for school in schools_of(None).select_related("parent", "city")
    }
