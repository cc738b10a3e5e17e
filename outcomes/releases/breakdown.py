"""A measure by school, by city, by group: one line each, its number, and a bar as long as the number."""

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ..measures.definition import KINDS
from ..measures.dimensions import dimension_title
from .keys import own_level
from .models import LevelKind
from .numbers import Number, kinds_of, number_of, population_words

BAR = 100
# From so many lines on, a table is folded until the reader opens it.
FOLDED_FROM = 16
LEVELS = [
    (LevelKind.PROGRAM, gettext_lazy("By program")),
    (LevelKind.DISTRICT, gettext_lazy("By school district")),
    (LevelKind.CITY, gettext_lazy("By city")),
    (LevelKind.SCHOOL, gettext_lazy("By school")),
    (LevelKind.ORGANIZATION, gettext_lazy("By organization")),
]


def bars_name(measure, key, year):
    """The name of a breakdown's chart in the language of the moment: "bars-truancy.by-school.2024-25.en.svg"."""
    return f"bars-{measure}.{key}.{year}.{get_language()}.svg"


@dataclass
class Figure:
    """One number of a line. bar: its length, 0 to 100, or None where there is no number."""

    number: Number
    bar: int | None


@dataclass
class Line:
    """rows: the tables.Row of each population, by its heading. query: what the release's own page is asked for, to show
    the years of this line; "" where it cannot be asked.
    """

    name: str
    query: str
    figures: list[tuple[str, Figure]]
    reported: str
    rows: dict


@dataclass
class Breakdown:
    """One table of a measure. populations: headings of its figures; chart: the name of the same as a drawing."""

    key: str
    title: str
    chart: str
    populations: list[str]
    keys_of_populations: list[str]
    lines: list[Line]
    absent: list[str]

    @property
    def chart_png(self):
        return self.chart.replace(".svg", ".png")

    @property
    def is_long(self):
        return len(self.lines) >= FOLDED_FROM


def breakdowns(release, table, year):
    """[Breakdown] of one measure and year: by place, then by group, of the whole and of each organization of which
    groups are told. table: all rows of the measure, in the order of pages.
    """
    of_year = [row for row in table if row.year == year]
    own = own_level(release.program)
    found = []
    for level, title in LEVELS:
        rows = [
            row for row in of_year if row.level == level and not row.dimension and (level, row.place) != own
        ]
        found.append(
            _breakdown(release, f"by-{level}", str(title), rows, lambda row: row.place_name or row.place)
        )
    for whose in dict.fromkeys((row.level, row.place) for row in of_year if row.dimension):
        mine = [row for row in of_year if (row.level, row.place) == whose]
        for dimension in dict.fromkeys(row.dimension for row in mine if row.dimension):
            rows = [row for row in mine if row.dimension == dimension]
            title = _("By group: %(dimension)s") % {"dimension": dimension_title(dimension)}
            key = f"by-{dimension}"
            if whose != own:
                title = f"{rows[0].place_name}. {title}"
                key = f"{key}-of-{rows[0].place}"
            found.append(_breakdown(release, key, title, rows, lambda row: str(row.group_title)))
    # One line beside the whole says nothing; of a measure without a whole it is all there is.
    is_whole = any(not row.dimension and (row.level, row.place) == own for row in of_year)
    return [one for one in found if len(one.lines) > is_whole]


def _breakdown(release, key, title, rows, name):
    populations = {
        one: population_words(release, one) for one in dict.fromkeys(row.population for row in rows)
    }
    own = own_level(release.program)
    longest = max((row.value for row in rows if row.is_shown), default=0) or 1
    lines = {}
    for row in rows:
        lines.setdefault((row.place, row.group), {})[row.population] = row
    return Breakdown(
        key=key,
        title=title,
        chart=bars_name(rows[0].definition.key, key, rows[0].year) if rows else "",
        populations=list(populations.values()),
        keys_of_populations=list(populations),
        lines=[_line(by_population, populations, longest, name, own) for by_population in lines.values()],
        absent=kinds_of(rows),
    )


def _query(row, own):
    """The query about the row's students; "" where a page cannot be asked for them."""
    if row.dimension and (row.level, row.place) != own:
        return ""
    return selection_query(row)


def selection_query(row):
    """The query of the release's page (selection.ReleaseFilter) about the students of a row, with its measure's chart."""
    where = f"where={row.level}:{quote(row.place)}&" if row.place else ""
    who = f"who={row.dimension}:{quote(row.group)}&" if row.dimension else ""
    return f"{where}{who}open={row.definition.key}"


def _line(by_population, populations, longest, name, own):
    """populations: {key: its heading}"""
    row = max(by_population.values(), key=lambda row: row.reported)
    return Line(
        name=_with_kind(name(row), row),
        query=_query(row, own),
        figures=[(words, _figure(by_population.get(one), longest)) for one, words in populations.items()],
        reported=_("%(n)s of %(m)s") % {"n": row.reported, "m": row.expected},
        rows={words: by_population[one] for one, words in populations.items() if one in by_population},
    )


def _with_kind(name, row):
    """Where a number of one place comes from elsewhere than those of the others, its name says so."""
    return name if row.kind == row.definition.kind else f"{name} ({KINDS.get(row.kind, row.kind)})"


def _figure(row, longest):
    if row is None:
        return Figure(Number(absent="not_applicable"), None)
    return Figure(number_of(row), round(BAR * row.value / longest) if row.is_shown else None)
