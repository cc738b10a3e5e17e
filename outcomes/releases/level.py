"""What a release is about as a whole: its schools, and the claims that its numbers are made of."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from partnership.models import Place

from ..datasets import DATASETS
from ..measures.populations import claims_of_schools, reported, roster_claims, schools_of
from ..measures.totals import own_totals, without_students
from ..submissions.models import Claim
from .contributors import RELATED, answered_by
from .keys import own_level


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

    @property
    def own(self):
        """(level, place) of the whole."""
        return own_level(self.program)

    def claims_of_schools(self, definitions, years):
        return self._heard(claims_of_schools(self.schools, years, needs_of(definitions)))

    def claims_of_rosters(self, years):
        return self._heard(roster_claims(self.programs, years))

    def _heard(self, claims):
        """Without the claims that an organization left out answers for (contributors.answers_for)."""
        return claims.exclude(pk__in=answered_by(claims, self.without)) if self.without else claims

    def claims_of_others(self, definitions, years):
        """Claims in effect of programs and agencies, of the datasets that the measures need."""
        datasets = {
            need for need in needs_of(definitions) if DATASETS[need].place in ("program", "organization")
        }
        claims = Claim.objects.filter(
            in_effect=True, dataset__in=datasets, period__in=[*years, *(year[:4] for year in years)]
        )
        if self.program is not None:
            return self._heard(claims.filter(program=self.program))
        return self._heard(claims.exclude(program=None, agency=None))

    def claims_of_totals(self, definitions, years):
        """Own totals of the schools, and of the partnership's districts, for which no students were handed in."""
        claims = list(self._heard(self._own_totals(definitions).filter(period__in=years)))
        if not claims:
            return Claim.objects.none()
        reporting = reported(self.claims_of_schools(definitions, years))
        told = without_students(claims, definitions, self.schools.select_related("parent"), reporting)
        return Claim.objects.filter(pk__in=[claim.pk for claim in told])

    def years_of_totals(self, definitions):
        """School years of which there are such totals, oldest first."""
        return sorted(set(self._heard(self._own_totals(definitions)).values_list("period", flat=True)))

    def _own_totals(self, definitions):
        districts = Place.objects.filter(kind="district", parts__in=self.schools)
        places = Q(place__in=self.schools)
        return own_totals(definitions).filter(
            places if self.program else places | Q(place__in=districts.values("pk"))
        )

    def claims(self, definitions, years):
        """All of them, with what tells whose they are."""
        some = (
            self.claims_of_schools(definitions, years),
            self.claims_of_rosters(years),
            self.claims_of_others(definitions, years),
            self.claims_of_totals(definitions, years),
        )
        any_of = reduce(or_, (Q(pk__in=claims.values("pk")) for claims in some))
        return Claim.objects.filter(any_of).select_related(*RELATED, "program", "agency").order_by("pk")


def needs_of(definitions):
    return {dataset for definition in definitions for dataset in definition.needs}
