"""What other apps may read of releases: public ones, and of them what their pages show. The only door out.

A page asks `latest_public_release(program)`, then `headlines(release)` for numbers in words, `cells_for(release,
...)` for single ones, `chart(release, measure)` for a drawing's address; a block of prose asks `quoting`.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import get_language

from .cards import Card
from .charts import chart_name, describe
from .drawing import NARROW, WIDE
from .models import Release, ReleaseState
from .presenter import page_of
from .tables import headlines as headline_rows


@dataclass(frozen=True)
class Cell:
    """One released number. state: of tables.OUTWARD; `value` is None in
    all but the first.
    """

    measure: str
    title: str
    year: str
    population: str
    state: str
    value: Decimal | None
    unit: str
    reported: int
    expected: int


@dataclass(frozen=True)
class Chart:
    """A released chart: its two addresses, and what it shows in words."""

    title: str
    url: str
    narrow_url: str
    alt: str


def public_releases():
    """Queryset of public releases that no other has superseded, the newest first."""
    return (
        Release.objects.public().of_numbers().filter(state=ReleaseState.PUBLISHED).order_by("-published_at")
    )


def latest_public_release(program=None):
    """The newest public release of a program (None: of the partnership as a whole), or None."""
    return public_releases().filter(program=program).select_related("program").first()


def latest_public_releases(programs):
    """{program id: release} of many programs, in one query."""
    found = {}
    for release in public_releases().filter(program__in=programs).select_related("program"):
        found.setdefault(release.program_id, release)
    return found


def address(release):
    """Where the release is read on the public site, in the language of the moment."""
    return reverse("outcomes:release", args=[release.slug])


def headlines(release) -> list[Card]:
    """The latest year of each measure, as the release's own page words it."""
    return page_of(release, _cells(release)).cards


def cells_for(release, *, measure=None, population=None, year=None) -> list[Cell]:
    """The released numbers, limited to a measure, a population ("all", "participants") or a year."""
    return [
        Cell(
            measure=row.definition.key,
            title=row.definition.in_language(get_language())["title"],
            year=row.year,
            population=row.population,
            state=row.state,
            value=row.value,
            unit=row.definition.unit,
            reported=row.reported,
            expected=row.expected,
        )
        for row in headline_rows(release, _cells(release))
        if measure in (None, row.definition.key)
        and population in (None, row.population)
        and year in (None, row.year)
    ]


def chart(release, measure) -> Chart | None:
    """The chart of a measure of the release in the language of the moment, or None without the measure."""
    some = [row for row in headline_rows(release, _cells(release)) if row.definition.key == measure]
    return chart_of(release, some) if some else None


def chart_of(release, some) -> Chart:
    """The chart of a measure's rows, in the language of the moment."""
    measure, language = some[0].definition.key, get_language()

    def drawing(width):
        return reverse("outcomes:drawing", args=[release.slug, chart_name(measure, language, width)])

    return Chart(
        title=some[0].definition.in_language(language)["title"],
        url=drawing(WIDE),
        narrow_url=drawing(NARROW),
        alt=describe(some),
    )


def _cells(release):
    if not release.is_public:
        raise ValueError("Only public releases are read from outside.")
    return release.cells.headlines()
