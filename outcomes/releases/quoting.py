"""Released numbers and charts to be quoted in prose: chosen among public releases, pinned to one, never typed.

A reference is a text: `<release>/<measure>/<year>/<population>` for a number, `<release>/<measure>` for a chart,
with the short name of the release. It says the same for ever, because a release never changes.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .models import Release, ReleaseCell, ReleaseState
from .numbers import Number, number_of, population_words
from .published import Chart, address, chart_of
from .tables import headlines


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
    year: str = ""
    population: str = ""
    number: Number | None = None
    chart: Chart | None = None

    @property
    def released_on(self):
        return date_format(localtime(self.released_at), "DATE_FORMAT")

    @property
    def in_words(self):
        """ "Attendance rate, participants, 2024-25: 93.5%" """
        told = self.number.text or "*" if self.number else _("chart")
        return f"{', '.join(part for part in (self.title, self.population, self.year) if part)}: {told}"


@dataclass
class Group:
    """The choices of one measure of one release."""

    title: str
    choices: list[tuple[str, str]] = field(default_factory=list)


def choices_of_numbers():
    """[Group] of every number that may be quoted, of current releases first."""
    return _groups(_of_row)


def choices_of_charts():
    """[Group] of every chart that may be quoted, one group for each release."""
    return _groups(None)


def quotes(references):
    """{reference: Quote} of numbers and charts in the language of the moment; what is unknown or not public is
    left out. Two queries, however many.
    """
    parts = {one: one.split("/") for one in references if one and one.count("/") in (1, 3)}
    releases = _with_cells({part[0] for part in parts.values()}, {part[1] for part in parts.values()})
    found = {}
    for reference, (slug, measure, *rest) in parts.items():
        release, table = releases.get(slug, (None, []))
        some = [row for row in table if row.definition.key == measure]
        if rest:
            some = [row for row in some if [row.year, str(row.population)] == rest]
        if some:
            found[reference] = _quote(reference, release, some, is_number=bool(rest))
    return found


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


def _with_cells(slugs, measures):
    releases = {
        one.pk: one
        for one in Release.objects.public().of_numbers().filter(slug__in=slugs).select_related("program")
    }
    cells = {}
    for cell in ReleaseCell.objects.headlines().filter(release__in=list(releases), measure__in=measures):
        cells.setdefault(cell.release_id, []).append(cell)
    return {one.slug: (one, headlines(one, cells.get(pk, []))) for pk, one in releases.items()}


def _quote(reference, release, some, *, is_number):
    row = some[0]
    return Quote(
        reference=reference,
        title=row.definition.in_language(get_language())["title"],
        release=release.title,
        address=f"{address(release)}#{row.definition.key}",
        released_at=release.published_at,
        is_superseded=release.state == ReleaseState.SUPERSEDED,
        year=row.year if is_number else "",
        population=population_words(release, row.population) if is_number else "",
        number=number_of(row) if is_number else None,
        chart=None if is_number else chart_of(release, some),
    )


def _groups(of_row):
    releases = list(
        Release.objects.public().of_numbers().select_related("program").order_by("state", "-published_at")
    )
    cells = {}
    for cell in ReleaseCell.objects.headlines().filter(release__in=releases):
        cells.setdefault(cell.release_id, []).append(cell)
    groups = []
    for release in releases:
        by_measure = {}
        for row in headlines(release, cells.get(release.pk, [])):
            by_measure.setdefault(row.definition.key, []).append(row)
        groups += _groups_of(release, by_measure, of_row)
    return groups


def _groups_of(release, by_measure, of_row):
    name = _("%(release)s, released %(day)s") % {
        "release": release.title,
        "day": date_format(localtime(release.published_at), "SHORT_DATE_FORMAT"),
    }
    if release.state == ReleaseState.SUPERSEDED:
        name = _("%(release)s (replaced by a newer release)") % {"release": name}
    language = get_language()
    titles = {key: some[0].definition.in_language(language)["title"] for key, some in by_measure.items()}
    if of_row is None:
        return [Group(name, [(f"{release.slug}/{key}", titles[key]) for key in by_measure])]
    return [
        Group(f"{titles[key]}: {name}", [of_row(release, row) for row in some])
        for key, some in by_measure.items()
    ]


def _of_row(release, row):
    reference = f"{release.slug}/{row.definition.key}/{row.year}/{row.population}"
    number = number_of(row)
    return reference, f"{row.year}, {population_words(release, row.population)}: {number.text or '*'}"
