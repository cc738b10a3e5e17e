"""Released numbers and charts to be quoted in prose: chosen among public releases, pinned to one, never typed.

What a page keeps is a reference (`references`); what can be chosen is found by `offering`.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .bars import describe as describe_bars
from .breakdown import breakdowns, selection_query
from .charts import describe
from .drawing import NARROW
from .models import READ_AS_ROWS, Release, ReleaseCell, ReleaseState
from .numbers import Number, number_of, population_words
from .published import Chart, address, chart_of
from .references import Reference, parse
from .tables import Row, rows
from .trends import has_trend, trend_name, whose_words


@dataclass(frozen=True)
class Quote:
    """A released number (`number`) or chart (`chart`) with what a reader must know of it."""

    reference: str
    title: str
    release: str
    address: str
    released_at: datetime
    # Whether another release has taken the place of the one it is pinned to.
    is_superseded: bool
    # Whom it is about besides the whole: "Alder School 1, English learners"; of a chart by school, "By school".
    whose: str = ""
    year: str = ""
    population: str = ""
    number: Number | None = None
    chart: Chart | None = None

    @property
    def released_on(self):
        return date_format(localtime(self.released_at), "DATE_FORMAT")

    @property
    def about(self):
        """ "Alder School 1, Participants, 2024-25" """
        return ", ".join(part for part in (self.whose, self.population, self.year) if part)

    @property
    def in_words(self):
        """ "Attendance rate, Participants, 2024-25: 93.5%" """
        told = self.number.text or "*" if self.number else _("chart")
        return f"{', '.join(part for part in (self.title, self.about) if part)}: {told}"


def quotes(references):
    """{reference: Quote} of numbers and charts in the language of the moment; what is unknown or not public is
    left out. Two queries, however many.
    """
    asked = {one: parsed for one in references if (parsed := parse(one))}
    releases = {
        one.slug: one
        for one in Release.objects.public()
        .of_numbers()
        .filter(slug__in={one.release for one in asked.values()})
        .select_related("program")
    }
    asked = {text: one for text, one in asked.items() if one.release in releases}
    cells = {}
    wanted = [_wanted(one, releases[one.release]) for one in asked.values()]
    if wanted:
        found = ReleaseCell.objects.filter(reduce(or_, wanted)).order_by()
        for cell in found.values_list("release_id", *READ_AS_ROWS, named=True):
            cells.setdefault(cell.release_id, []).append(cell)
    tables = {one.slug: rows(one, cells.get(one.pk, [])) for one in releases.values()}
    made = {
        text: _quote(text, one, releases[one.release], tables[one.release]) for text, one in asked.items()
    }
    return {text: one for text, one in made.items() if one}


def newer(references):
    """{reference: newer reference} where a newer public release about the same holds the same number."""
    slugs = {one.split("/")[0] for one in references if one}
    pinned = {one.slug: one for one in Release.objects.public().of_numbers().filter(slug__in=slugs)}
    newest = {}
    for release in Release.objects.public().of_numbers().filter(
        state=ReleaseState.PUBLISHED,
        program__in=[one.program_id for one in pinned.values() if one.program_id],
    ) | Release.objects.public().of_numbers().filter(state=ReleaseState.PUBLISHED, program=None):
        best = newest.get(release.program_id)
        if best is None or release.published_at > best.published_at:
            newest[release.program_id] = release
    wanted = {}
    for reference in references:
        slug, _slash, rest = reference.partition("/")
        release = pinned.get(slug)
        latest = newest.get(release.program_id) if release else None
        if latest and latest.published_at > release.published_at:
            wanted[reference] = f"{latest.slug}/{rest}"
    known = quotes(wanted.values())
    return {old: new for old, new in wanted.items() if new in known}


def _wanted(reference, release):
    """The cells that a reference is about, as a Q."""
    wanted = Q(release=release, measure=reference.measure)
    if reference.year:
        wanted &= Q(year=reference.year)
    if reference.is_number:
        wanted &= Q(population=reference.population)
    if reference.key:
        return wanted
    level, place, dimension, group = reference.whom(release)
    return wanted & Q(level=level, place=place, dimension=dimension, group=group)


def _quote(text, reference: Reference, release, table: list[Row]):
    """The Quote of a reference among rows of its release, or None where it has none."""
    some = [row for row in table if row.definition.key == reference.measure]
    if reference.key:
        some = [row for row in some if row.year == reference.year]
        return _of_bars(text, reference, release, some)
    some = [row for row in some if row.whose == reference.whom(release)]
    if not reference.is_number:
        return _of_trend(text, reference, release, some)
    row = next(
        (one for one in some if (one.year, one.population) == (reference.year, reference.population)), None
    )
    return row and _told(
        text,
        release,
        row,
        whose=whose_words(release, row),
        year=row.year,
        population=population_words(release, row.population),
        number=number_of(row),
    )


def _of_trend(text, reference, release, some):
    if not some:
        return None
    if reference.whose is None:
        return _told(text, release, some[0], chart=chart_of(release, some))
    if not has_trend(some):
        return None
    names = [trend_name(reference.measure, reference.whose, *width) for width in ((), (NARROW,))]
    whose = whose_words(release, some[0])
    chart = _chart(release, some[0], names, f"{whose}. {describe(some)}")
    return _told(text, release, some[0], whose=whose, chart=chart)


def _of_bars(text, reference, release, some):
    found = next((one for one in breakdowns(release, some, reference.year) if one.key == reference.key), None)
    if found is None:
        return None
    title = f"{some[0].definition.in_language(get_language())['title']}. {found.title}, {reference.year}"
    chart = _chart(release, some[0], [found.chart, found.chart], describe_bars(found, title))
    page = reverse("outcomes:measure", args=[release.slug, reference.measure])
    return _told(
        text,
        release,
        some[0],
        whose=found.title,
        year=reference.year,
        chart=chart,
        address=f"{page}?year={reference.year}#{reference.key}",
    )


def _chart(release, row, names, alt):
    wide, narrow = (reverse("outcomes:drawing", args=[release.slug, name]) for name in names)
    return Chart(row.definition.in_language(get_language())["title"], wide, narrow, alt)


def _told(text, release, row, **told):
    query = selection_query(row) if told.get("whose") else ""
    return Quote(
        **{
            "reference": text,
            "title": row.definition.in_language(get_language())["title"],
            "release": release.title,
            "address": f"{address(release)}{f'?{query}' if query else ''}#{row.definition.key}",
            "released_at": release.published_at,
            "is_superseded": release.state == ReleaseState.SUPERSEDED,
            **told,
        }
    )
