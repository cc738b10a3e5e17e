"""What is expected of each organization, and what has come: a constant number of queries, whatever their number.

An agreement in force expects its datasets. A dataset of schools is expected of each school that the
organization answers for (its nearest steward: the district before the county), one of programs of each program
it owns, one of organizations of itself; an organization that has neither school nor program is expected to hand in
something for the period. What another organization handed in for it, as a county office may, has come.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from outcomes.datasets import DATASETS
from outcomes.datasets.declaration import ALWAYS
from outcomes.submissions.models import Claim
from partnership.models import Agreement, Place
from programs.models import Program

from .deadlines import LATE, UP_TO_DATE, bounds, due_on, expected_periods, state_of, worst
from .models import Extension


@dataclass
class Part:
    """One school, program or organization: what is asked of it for a period."""

    key: object
    name: str
    reported: bool
    on_time: bool
    state: str


@dataclass
class Period:
    """A dataset's period of one organization. due: with the extension, where there is one."""

    period: str
    due: date
    extended: bool
    parts: list = field(default_factory=list)

    @property
    def state(self):
        return worst(part.state for part in self.parts)

    @property
    def missing(self):
        return [part for part in self.parts if not part.reported]


@dataclass
class Expectation:
    """A dataset of one organization with every period expected, the oldest first."""

    organization: object
    dataset: object
    periods: list = field(default_factory=list)

    @property
    def state(self):
        return worst(period.state for period in self.periods)

    @property
    def open_periods(self):
        return [period for period in self.periods if period.missing]

    @property
    def is_late(self):
        return self.state in LATE

    @property
    def next_open(self):
        """The oldest period that something is missing of, or None."""
        return next(iter(self.open_periods), None)


@dataclass
class Rates:
    """Of the parts that were due by today: how many have come, and how many came by the day they were due."""

    due: int = 0
    reported: int = 0
    on_time: int = 0

    @property
    def reporting(self):
        """Percent, or None where nothing was due."""
        return round(100 * self.reported / self.due) if self.due else None

    @property
    def timely(self):
        return round(100 * self.on_time / self.due) if self.due else None


def expectations(organizations, today=None):
    """[Expectation] of a queryset of organizations, by organization and dataset."""
    today = today or timezone.localdate()
    agreements = list(
        Agreement.objects.in_force(today)
        .filter(organization__in=organizations)
        .select_related("organization")
        .prefetch_related("datasets")
    )
    wanted = _wanted(agreements, today)
    if not wanted:
        return []
    schools, programs = _schools(), _programs()
    come = _what_has_come(wanted)
    extensions = {
        (each.organization_id, each.dataset, each.period): each.until
        for each in Extension.objects.filter(organization__in=organizations).order_by("created_at")
    }
    found = []
    for (organization, key), periods in wanted.items():
        dataset = DATASETS[key]
        expectation = Expectation(organization, dataset)
        for period in sorted(periods):
            usual = due_on(dataset, period)
            due = extensions.get((organization.pk, key, period), usual)
            asked = _asked(organization, dataset, period, schools, programs)
            parts = [_part(of, name, come.get((key, of, period)), due, today) for of, name in asked]
            expectation.periods.append(Period(period, due, due != usual, parts))
        found.append(expectation)
    return sorted(found, key=lambda each: (each.organization.name, each.dataset.order))


def rates(found, today=None):
    """Rates over expectations."""
    today = today or timezone.localdate()
    told = Rates()
    for expectation in found:
        for period in expectation.periods:
            if period.due < today:
                told.due += len(period.parts)
                told.reported += sum(part.reported for part in period.parts)
                told.on_time += sum(part.on_time for part in period.parts)
    return told


def _wanted(agreements, today):
    """{(organization, dataset key): {period}}"""
    wanted = defaultdict(set)
    for agreement in agreements:
        for each in agreement.datasets.all():
            if each.dataset in DATASETS and DATASETS[each.dataset].cadence != ALWAYS:
                dataset = DATASETS[each.dataset]
                wanted[agreement.organization, dataset.key] |= set(
                    expected_periods(dataset, agreement, today)
                )
    return wanted


def _schools():
    """{organization id: [(school id, name, opened, closed)]} of the partnership's schools, by nearest steward."""
    schools = defaultdict(list)
    rows = (
        Place.objects.filter(kind="school", in_partnership=True)
        .annotate(answers=Coalesce("steward", "parent__steward", "parent__parent__steward"))
        .order_by("name")
        .values_list("answers", "pk", "name", "opened_on", "closed_on")
    )
    for organization, *school in rows:
        schools[organization].append(school)
    return schools


def _programs():
    """{organization id: [(program id, name)]}"""
    programs = defaultdict(list)
    for organization, program, name in Program.objects.order_by("name").values_list("owners", "pk", "name"):
        programs[organization].append((program, name))
    return programs


def _what_has_come(wanted):
    """{(dataset, school, program or organization id, period): day of its first acceptance}, of what counts now."""
    periods = {period for some in wanted.values() for period in some}
    rows = (
        Claim.objects.filter(
            dataset__in={key for _organization, key in wanted},
            period__in=periods,
            accepted_at__isnull=False,
            withdrawn_at=None,
        )
        .values_list(
            "dataset", "place_id", "program_id", "agency_id", "submission__organization_id", "period"
        )
        .annotate(first=Min("accepted_at"), counting=Count("pk", filter=Q(in_effect=True)))
        .filter(counting__gt=0)
    )
    come = {}
    for dataset, place, program, agency, organization, period, first, _counting in rows:
        day = timezone.localtime(first).date()
        # A county's file about others is not its own: only of schools and programs anything will do.
        for of in (agency,) if agency else (place or program, organization):
            known = come.get((dataset, of, period), day)
            come[dataset, of, period] = min(known, day)
    return come


def _asked(organization, dataset, period, schools, programs):
    """[(id, name)] of the parts that a period is asked of."""
    if dataset.place == "organization":
        asked = ()
    elif dataset.place == "program":
        asked = programs.get(organization.pk, ())
    else:
        first, last = bounds(dataset, period)
        asked = [
            (school, name)
            for school, name, opened, closed in schools.get(organization.pk, ())
            if (opened is None or opened <= last) and (closed is None or closed >= first)
        ]
    return asked or [(organization.pk, organization.name)]


def _part(key, name, came, due, today):
    reported = came is not None
    state = UP_TO_DATE if reported else state_of(due, today)
    return Part(key, name, reported, reported and came <= due, state)
