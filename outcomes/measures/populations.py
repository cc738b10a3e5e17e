"""Whom a number is about: the schools that reported, and the participants among their students."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q

from partnership.models import Place

from ..datasets.facts import Engagement
from ..datasets.periods import first_day, last_day, school_year
from ..submissions.models import Claim
from ..submissions.participants import linked
from .cube import Placed
from .student_year import ATTENDANCE, DISCIPLINE, ENROLLMENT, SUMMARY, months, year_of

ROSTER = "program_roster"
# A family that says no, or takes its yes back, is in no number about participants.
WITHOUT_CONSENT = ("declined", "withdrawn")
# A year's days as certified are attendance reported, too.
STANDS_FOR = {SUMMARY: ATTENDANCE}
FEEDS = {ENROLLMENT: "enrollment", ATTENDANCE: "attendance", DISCIPLINE: "discipline"}


def schools_of(program):
    """Schools whose students a number is about: of the program's sites, or all of the partnership's."""
    schools = Place.objects.filter(kind="school", in_partnership=True)
    if program is None:
        return schools
    sites = program.sites.all()
    at_sites = schools.filter(
        Q(pk__in=sites.values("pk")) | Q(parent__in=sites) | Q(city__in=sites) | Q(parent__parent__in=sites)
    )
    return at_sites if at_sites.exists() else schools


def open_in(schools, year):
    """Those of the schools that were open on some day of the school year: they are expected to report."""
    return schools.filter(
        Q(opened_on__isnull=True) | Q(opened_on__lte=last_day(year)),
        Q(closed_on__isnull=True) | Q(closed_on__gte=first_day(year)),
    )


def claims_of_schools(schools, years, datasets):
    """Claims in effect of the datasets, for the schools in the years."""
    datasets, by_month = set(datasets), [month for year in years for month in months(year)]
    datasets |= {other for other, dataset in STANDS_FOR.items() if dataset in datasets}
    return Claim.objects.filter(in_effect=True, place__in=schools).filter(
        Q(dataset__in=datasets - {ATTENDANCE}, period__in=years)
        | Q(dataset__in=datasets & {ATTENDANCE}, period__in=by_month)
    )


def roster_claims(programs, years):
    """Claims in effect of program rosters; programs: None for those of every program."""
    claims = Claim.objects.filter(in_effect=True, dataset=ROSTER, program__isnull=False, period__in=years)
    return claims if programs is None else claims.filter(program__in=programs)


def participants(claims):
    """Queryset of the student keys engaged under roster claims, without those whose family said no: one
    such line in a program's roster of the year takes the youth out of it, whatever other lines say. A participant
    code counts as the student whom a district has linked it to.
    """
    engaged = Engagement.objects.filter(claim_id__in=list(claims.values_list("pk", flat=True)))
    engaged = engaged.annotate(student=linked())
    said_no = engaged.filter(
        student=OuterRef("student"), claim_id=OuterRef("claim_id"), consent__in=WITHOUT_CONSENT
    )
    return engaged.filter(~Exists(said_no)).values("student")


def reported(claims):
    """{(dataset, year): {school id}}: which schools the claims of schools are about. claims: queryset."""
    return reported_by(claims.only("dataset", "period", "place_id"))


def reported_by(claims):
    """The same of claims that are here already, of schools or not."""
    found = defaultdict(set)
    for claim in claims:
        if claim.place_id:
            found[STANDS_FOR.get(claim.dataset, claim.dataset), year_of(claim)].add(claim.place_id)
    return found


def placed(schools, reporting, years, *, earlier=None):
    """[Placed] of the schools in the years, by what they reported (`reported`).

    earlier: schools that tell of the year before each of the years, whoever counts now; none: the same.
    """
    schools = list(schools.select_related("parent", "city"))
    beside = schools if earlier is None else list(earlier)
    before = {year: school_year(int(year[:4]) - 1) for year in years}
    made = []
    for year in sorted({*years, *before.values()}):
        counts = year in years
        follows = [later for later, first in before.items() if first == year]
        of_year = {place.pk: place for place in [*beside, *schools]}
        inside = {place.pk for place in schools}
        for place in of_year.values():
            told = frozenset(
                word for dataset, word in FEEDS.items() if place.pk in reporting.get((dataset, year), ())
            )
            if told:
                made.append(_placed(place, year, told, counts and place.pk in inside, *follows))
    return made


def _placed(place, year, told, counts, next_year=""):
    parent, city = place.parent, place.city
    return Placed(
        school_id=place.pk,
        year=year,
        reported=told,
        counts=counts,
        next_year=next_year,
        district=parent.code if parent and parent.kind == "district" else "",
        city=city.code if city else "",
        school=place.code,
    )
