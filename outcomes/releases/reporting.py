"""Who was expected to report what a measure needs, who did, and who did so after the day it was due.

Counted in schools, programs or organizations, whichever a dataset is handed in for.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Min, Q
from django.utils import timezone

from programs.models import Program

from ..datasets import DATASETS
from ..datasets.declaration import YEAR
from ..datasets.periods import first_day, last_day
from ..measures.populations import STANDS_FOR, open_in
from ..measures.student_year import year_of
from ..measures.totals import TOTALS
from ..submissions.models import Claim
from ..timeliness.deadlines import due_on
from ..timeliness.models import Extension


@dataclass(frozen=True)
class Reporters:
    """Codes of schools, short names of programs or organizations. Whoever reported was expected to."""

    expected: frozenset = frozenset()
    reported: frozenset = frozenset()
    late: frozenset = frozenset()

    def among(self, codes):
        """Those of them that are of a place."""
        return Reporters(self.expected & codes, self.reported & codes, self.late & codes)

    def as_dict(self):
        return {name: sorted(getattr(self, name)) for name in ("expected", "reported", "late")}


def key_of_needs(needs):
    """How Release.reporting names the datasets of a measure."""
    return "+".join(sorted(needs))


def by_calendar_year(definition):
    """Whether what a measure needs is handed in by calendar year."""
    return DATASETS[definition.needs[0]].period == YEAR


def period_of(definition, year):
    """The period of a measure beside a school year: itself, or the calendar year that ended in it."""
    return year[:4] if by_calendar_year(definition) else year


def reporters(needs_of_all, claims, schools, years):
    """{(needs, period): Reporters} of the needs of measures.

    claims: Claims in effect of all of these datasets, with place, program and agency. schools: queryset.
    """
    claims = [claim for claim in claims if claim.place_id or claim.program_id or claim.agency_id]
    came, late = defaultdict(set), defaultdict(set)
    late_claims = _late(claims)
    for claim in claims:
        dataset = STANDS_FOR.get(claim.dataset, claim.dataset)
        came[dataset, year_of(claim)].add(_code(claim))
        if claim.pk in late_claims:
            late[dataset, year_of(claim)].add(_code(claim))
    expected = _expected(schools, years)
    found = {}
    for needs in needs_of_all:
        kind = DATASETS[needs[0]].place
        for year in years:
            period = year[:4] if DATASETS[needs[0]].period == YEAR else year
            reported = frozenset.intersection(*(frozenset(came[need, period]) for need in needs))
            found[needs, period] = Reporters(
                expected=frozenset(expected.get((kind, year), ())) | reported,
                reported=reported,
                late=reported & frozenset().union(*(late[need, period] for need in needs)),
            )
    _expect_again(found)
    return found


def reporting_of(level, definitions, claims, years):
    """What Release.reporting keeps: {needs: {period: {"expected": [...], "reported": [...], "late": [...]}}}"""
    found = defaultdict(dict)
    needs = {one.needs for one in definitions}
    if any(claim.dataset == TOTALS for claim in claims):
        needs.add((TOTALS,))
    told = reporters(needs, claims, level.schools, years)
    for (needs, period), one in sorted(told.items()):
        found[key_of_needs(needs)][period] = one.as_dict()
    return dict(found)


def _expected(schools, years):
    """{(place of a dataset, year): {code}}: schools open, programs running in a school year."""
    found = {}
    for year in years:
        first, last = first_day(year), last_day(year)
        codes = set(open_in(schools, year).values_list("code", flat=True))
        running = Program.objects.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=last),
            Q(ends_on__isnull=True) | Q(ends_on__gte=first),
        )
        found["school", year] = codes
        found["program", year] = set(running.values_list("slug", flat=True))
    return found


def _expect_again(found):
    """An organization that reported in one of the periods is expected to in the others."""
    told = defaultdict(frozenset)
    for (needs, _period), one in found.items():
        if DATASETS[needs[0]].place == "organization":
            told[needs] |= one.reported
    for (needs, period), one in list(found.items()):
        if needs in told:
            found[needs, period] = Reporters(told[needs], one.reported, one.late)


def _code(claim):
    if claim.place_id:
        return claim.place.code
    return claim.program.slug if claim.program_id else claim.agency.slug


def _late(claims):
    """Ids of the claims whose scope was first handed in after the day it was due."""
    scopes = ("dataset", "place_id", "program_id", "agency_id", "period")
    accepted = Claim.objects.filter(
        dataset__in={claim.dataset for claim in claims},
        period__in={claim.period for claim in claims},
        accepted_at__isnull=False,
        withdrawn_at=None,
    )
    first = {
        tuple(row[:-1]): row[-1] for row in accepted.values_list(*scopes).annotate(first=Min("accepted_at"))
    }
    extended = {
        (each.organization_id, each.dataset, each.period): each.until
        for each in Extension.objects.filter(dataset__in={claim.dataset for claim in claims}).order_by(
            "created_at"
        )
    }
    due = {}
    late = set()
    for claim in claims:
        usual = due.setdefault((claim.dataset, claim.period), due_on(DATASETS[claim.dataset], claim.period))
        until = extended.get((claim.submission.organization_id, claim.dataset, claim.period), usual)
        came = first.get(tuple(getattr(claim, name) for name in scopes))
        if came and timezone.localtime(came).date() > until:
            late.add(claim.pk)
    return late
