"""One measure with its chart, its table of years, who reported, and its definition. Pure: no query."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..measures.aggregates import AGGREGATES
from ..measures.definition import KINDS, UNIT_WORDS
from .charts import chart_name, describe, scale_begins_at
from .drawing import NARROW, WIDE
from .models import Population
from .numbers import Number, kinds_of, number_of
from .provenance import definition_facts
from .trends import has_trend, trend_name


@dataclass
class Line:
    """One school year of a measure's table."""

    year: str
    numbers: list[tuple[str, Number]]
    reported: str
    all_reported: bool
    flag: str = ""


@dataclass
class Completeness:
    """Who reported, of a measure and year: a sentence, and the names of those who did not or did late, in a line each."""

    words: str
    silent: str
    late: str
    is_complete: bool


@dataclass
class Section:
    """One measure: chart, table, definition."""

    key: str
    words: dict
    unit: str
    lines: list[Line]
    populations: list[str]
    chart: str
    chart_narrow: str
    chart_alt: str
    scale_note: str
    definition: list[tuple[str, str]]
    flags: list[str]
    absent: list[str]
    completeness: Completeness | None
    # Where the numbers come from: records of school districts, programs' own counts ...
    kind: str

    @property
    def chart_png(self):
        return self.chart.replace(".svg", ".png")


def section_of(release, some, year, *, has_whole=True, of_all=True):
    """The Section of a measure. some: its rows of those whom the page is about. has_whole: whether these are of the whole;
    where nobody is told as a whole they are any rows of it, and there is neither chart nor table of years.
    of_all: whether they are of everybody that the release is about.
    """
    definition, language = some[0].definition, get_language()
    words = definition.in_language(language)
    told = some if has_whole else []
    populations = {
        value: str(Population(value).label)
        for value in Population.values
        if any(row.population == value for row in told)
    }
    drawn = bool(told) and (of_all or has_trend(told))
    begins = scale_begins_at(told) if drawn else None
    of_year = next((row for row in some if row.year == year), some[-1])
    return Section(
        key=definition.key,
        words=words,
        unit=_unit_words(definition),
        lines=[
            _line(release, [row for row in told if row.year == year], populations)
            for year in dict.fromkeys(row.year for row in told)
        ],
        populations=list(populations.values()),
        chart=_chart(some[0], WIDE, of_all=of_all) if drawn else "",
        chart_narrow=_chart(some[0], NARROW, of_all=of_all),
        chart_alt=describe(told) if drawn else "",
        scale_note=_("The scale begins at %(number)s, not at zero.") % {"number": begins} if begins else "",
        definition=definition_facts(definition, words),
        flags=[f"{year}: {note}" for year, note in sorted(words["notes"].items()) if year in release.years],
        absent=kinds_of(told),
        completeness=completeness_of(release, of_year, of_all=of_all) if told and of_year.expected else None,
        kind=str(KINDS.get(of_year.kind, of_year.kind)),
    )


def completeness_of(release, row, *, of_all=True):
    """The Completeness of a row. of_all: whether the row counts all that the release pins as expected."""
    told = release.reporting.get("+".join(row.definition.needs), {}).get(row.year) if of_all else None
    words = _("%(n)s of %(m)s reported") % {"n": row.reported, "m": row.expected}
    if row.late:
        words = _("%(n)s of %(m)s reported, %(late)s late") % {
            "n": row.reported,
            "m": row.expected,
            "late": row.late,
        }
    told = told or {"expected": [], "reported": [], "late": []}
    silent = sorted(set(told["expected"]) - set(told["reported"]))
    return Completeness(
        words=words,
        silent=_names(release, silent),
        late=_names(release, sorted(told.get("late", []))),
        is_complete=row.reported >= row.expected and not row.late,
    )


def _names(release, codes):
    """The names of places, as they were when the release was built, in a line."""
    levels = release.places.values()
    return ", ".join(next((level[code]["name"] for level in levels if code in level), code) for code in codes)


def _chart(row, width, *, of_all):
    """The name of the chart over the years: stored for the whole, drawn when asked for of anybody else."""
    if of_all:
        return chart_name(row.definition.key, get_language(), width)
    return trend_name(row.definition.key, row.whose, width)


def _unit_words(definition):
    if not definition.denominator:
        return UNIT_WORDS[definition.unit]
    return _("%(unit)s; below it %(part)s of %(whole)s") % {
        "unit": UNIT_WORDS[definition.unit],
        "part": AGGREGATES[definition.numerator].title,
        "whole": AGGREGATES[definition.denominator].title,
    }


def _line(release, of_year, populations):
    by_population = {row.population: row for row in of_year}
    # Without a roster nobody reported participants; the schools are told of all students.
    row = max(of_year, key=lambda row: row.reported)
    flag = row.definition.flag(row.year)
    return Line(
        year=row.year,
        numbers=[
            (
                label,
                number_of(by_population[value])
                if value in by_population
                else Number(absent="not_applicable"),
            )
            for value, label in populations.items()
        ],
        reported=_("%(n)s of %(m)s") % {"n": row.reported, "m": row.expected},
        all_reported=row.reported == row.expected,
        flag=_("not comparable") if flag and not flag.comparable else _("with caution") if flag else "",
    )
