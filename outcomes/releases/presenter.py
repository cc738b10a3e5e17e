"""A release as a page reads it. Pure: from a release, its cells and signatures to words and rows; no query.

Numbers are written as in the files, with a point and a thousands comma, in every language.
"""

from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..measures.aggregates import AGGREGATES
from ..measures.definition import KINDS, UNIT_WORDS
from .charts import NARROW, WIDE, chart_name, describe, scale_begins_at
from .models import Population, ValueState
from .provenance import definition_facts
from .tables import Row, headlines, rows
from .trend import OTHERS_REPORTED

# The kinds of absence of the component library, by outward state.
# So many measures stand on the page of a release with their charts; the others have a line and their own page.
FEATURED = 6
ABSENT = {"hidden": "suppressed", "not_enough_data": "not_enough_data", "not_reported": "not_reported"}
# What a legend explains: those, and the steps of the ladder.
EXPLAINED = ABSENT | {"at_most": "step", "at_least": "step"}


@dataclass
class Number:
    """One number or the kind of its absence, with what it was divided from."""

    text: str = ""
    unit: str = ""
    absent: str = ""
    parts: str = ""


@dataclass
class Card:
    """A headline: the latest year of a measure."""

    label: str
    anchor: str
    number: Number
    year: str
    change: str = ""
    direction: str = ""
    verdict: str = ""
    notes: list[str] = field(default_factory=list)
    # What an evaluation found of it, with its interval.
    interval: str = ""

    @property
    def note(self):
        return " ".join(self.notes)

    @property
    def told(self):
        """The notes, and what an evaluation found."""
        found = _("Evaluation: %(interval)s.") % {"interval": self.interval} if self.interval else ""
        return " ".join([*self.notes, found]).strip()


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
    """Who reported, of a measure and year: a sentence, and the names of those who did not or did late."""

    words: str
    silent: list[str]
    late: list[str]
    is_complete: bool


@dataclass
class Brief:
    """One measure in a line: its number and the same of the other population."""

    key: str
    title: str
    year: str
    numbers: list[tuple[str, Number]]


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
    chart_png: str
    chart_alt: str
    scale_note: str
    definition: list[tuple[str, str]]
    flags: list[str]
    absent: list[str]
    completeness: Completeness | None
    # Where the numbers come from: records of school districts, programs' own counts ...
    kind: str


@dataclass
class Page:
    """Everything a page about a release shows of its numbers."""

    cards: list[Card]
    sections: list[Section]
    # Every measure in a line, for those that have no section here.
    briefs: list[Brief]
    absent: list[str]
    has_participants: bool
    # Whom the headlines are about, of which year, and why not of the latest one.
    headline: str
    year: str
    headline_note: str

    def section(self, key):
        """The section of one measure, or None."""
        return next((section for section in self.sections if section.key == key), None)


def page_of(release, cells, *, selection=None, first=(), everything=False):
    """The Page of a release and its cells.

    selection: whose numbers they are (selection.Selection); None: of the whole. first: measures that must have
    a section, such as those that were promised. everything: every measure has one.
    """
    is_whole = selection is None or selection.is_whole
    table = headlines(release, cells) if is_whole else rows(release, cells)
    measures = _by_measure(table)
    featured = measures if everything else _featured(measures, first)
    headline = Population.PARTICIPANTS if release.program_id else Population.ALL
    latest = headline_year(release, table, headline)
    year = (selection and selection.year) or latest
    return Page(
        cards=[_card(release, some, headline, year) for some in featured],
        sections=[_section(release, some, year, is_whole) for some in featured],
        briefs=[_brief(release, some, year) for some in measures] if len(featured) < len(measures) else [],
        absent=kinds_of(table),
        has_participants=any(row.population == Population.PARTICIPANTS and row.is_shown for row in table),
        headline=population_words(release, headline),
        year=year,
        headline_note=""
        if year == release.years[-1] or (selection and selection.year)
        else _("For %(year)s nothing of them was reported.") % {"year": release.years[-1]},
    )


def _featured(measures, first):
    """At most FEATURED measures of which anything is shown, in their order, and all that must be there."""
    shown = [some for some in measures if any(row.is_shown for row in some)] or measures
    keys = {some[0].definition.key for some in shown[:FEATURED]} | set(first)
    return [some for some in measures if some[0].definition.key in keys]


def _brief(release, some, year):
    of_year = [row for row in some if row.year == year] or some[-1:]
    return Brief(
        key=some[0].definition.key,
        title=some[0].definition.in_language(get_language())["title"],
        year=of_year[0].year,
        numbers=[(population_words(release, row.population), number_of(row)) for row in of_year],
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
    names = {code: place["name"] for level in release.places.values() for code, place in level.items()}
    silent = sorted(set(told["expected"]) - set(told["reported"]))
    return Completeness(
        words=words,
        silent=[names.get(code, code) for code in silent],
        late=[names.get(code, code) for code in sorted(told.get("late", []))],
        is_complete=row.reported >= row.expected and not row.late,
    )


def headline_year(release, table, headline):
    """The latest year of which anything was reported of the population; the latest of all if there is none."""
    told = [row.year for row in table if row.population == headline and row.state != "not_reported"]
    return max(told, default=release.years[-1])


def population_words(release, population):
    """What a population is called on the pages of this release."""
    if population == Population.PARTICIPANTS:
        return _("Participants")
    return _("All students of these schools") if release.program_id else _("All students")


def about_words(release):
    """What the release is about, in a sentence under its title."""
    if release.program_id:
        return _(
            "Students of the schools where %(program)s works, and its participants among them, by school year."
        ) % {"program": release.program}
    return _(
        "Students of all schools of the partnership, and participants of its programs among them, by school year."
    )


def number_of(row):
    """The Number of a row."""
    if row.is_step:
        return _step(row)
    if not row.is_shown:
        return Number(absent=ABSENT[row.state])
    percent = row.definition.unit == "percent"
    return Number(
        text=_with_unit(row.value, row.definition),
        unit="" if percent else str(UNIT_WORDS[row.definition.unit]),
        parts=_parts(row, _("%(part)s of %(whole)s") if percent else _("%(part)s among %(whole)s")),
    )


def _step(row):
    """ "at most 5%", of so many."""
    return Number(
        text=step_words(row) % {"number": _with_unit(row.value, row.definition)},
        unit="" if row.definition.unit == "percent" else str(UNIT_WORDS[row.definition.unit]),
        parts="" if row.denominator is None else _("of %(whole)s") % {"whole": f"{row.denominator:,}"},
    )


def step_words(row):
    """The words around the bound of a step."""
    return _("at most %(number)s") if row.state == ValueState.AT_MOST else _("at least %(number)s")


def _parts(row, words):
    """What a number was divided from; nothing of a count."""
    if row.denominator is None:
        return ""
    return words % {"part": f"{row.numerator:,}", "whole": f"{row.denominator:,}"}


def _card(release, some, headline, year):
    definition = some[0].definition
    # A measure of programs or agencies has one population only.
    headline = headline if any(row.population == headline for row in some) else some[0].population
    of_headline = [row for row in some if row.population == headline and row.year <= year] or some[:1]
    latest = of_headline[-1]
    card = Card(
        label=definition.in_language(get_language())["title"],
        anchor=definition.key,
        number=number_of(latest),
        year=latest.year,
    )
    before = of_headline[-2] if len(of_headline) > 1 else None
    if before and latest.is_shown and before.is_shown:
        if headline == Population.ALL:
            _add_change(card, before, latest)
        else:
            # Two years of participants are two groups of youth: no arrow, no verdict.
            card.notes.append(
                _("Participants of %(year)s, mostly other youth: %(number)s.")
                % {"year": before.year, "number": number_of(before).text}
            )
    beside = next((row for row in some if row.year == latest.year and row.population != headline), None)
    if beside:
        card.notes.insert(0, _beside(release, beside))
    return card


def _add_change(card, before, latest):
    """The change since the year before, unless the two years cannot be set against each other."""
    if before.definition.flag(before.year) or latest.definition.flag(latest.year):
        card.notes.append(
            _("Not set against %(year)s, which is not comparable.")
            % {"year": before.year if before.definition.flag(before.year) else latest.year}
        )
        return
    if latest.trend == OTHERS_REPORTED:
        card.notes.append(
            _("Not set against %(year)s, when %(n)s of %(m)s schools reported.")
            % {"year": before.year, "n": before.reported, "m": before.expected}
        )
        return
    moved = latest.value - before.value
    points = f"{abs(moved):,}"
    card.direction = "up" if moved > 0 else "down" if moved < 0 else "same"
    if moved == 0:
        card.change = _("as in %(year)s") % {"year": before.year}
        return
    sign = "+" if moved > 0 else "−"
    words = (
        _("%(moved)s points since %(year)s")
        if latest.definition.unit == "percent"
        else _("%(moved)s since %(year)s")
    )
    card.change = words % {"moved": sign + points, "year": before.year}
    card.verdict = "good" if card.direction == latest.definition.better else "bad"


def _beside(release, row):
    who = population_words(release, row.population)
    number = number_of(row)
    return f"{who}: {number.text or _absent_words(row)}."


def _section(release, some, year, is_whole):
    definition = some[0].definition
    words = definition.in_language(get_language())
    populations = [value for value in Population.values if any(row.population == value for row in some)]
    begins = scale_begins_at(some)
    of_year = next((row for row in some if row.year == year), some[-1])
    return Section(
        key=definition.key,
        words=words,
        unit=_unit_words(definition),
        lines=[
            _line(release, [row for row in some if row.year == year], populations)
            for year in dict.fromkeys(row.year for row in some)
        ],
        populations=[str(Population(value).label) for value in populations],
        chart=chart_name(definition.key, get_language(), WIDE),
        chart_narrow=chart_name(definition.key, get_language(), NARROW),
        chart_png=chart_name(definition.key, get_language(), WIDE).replace(".svg", ".png"),
        chart_alt=describe(some),
        scale_note=_("The scale begins at %(number)s, not at zero.") % {"number": begins} if begins else "",
        definition=definition_facts(definition, words),
        flags=[f"{year}: {note}" for year, note in sorted(words["notes"].items()) if year in release.years],
        absent=kinds_of(some),
        completeness=completeness_of(release, of_year, of_all=is_whole) if of_year.expected else None,
        kind=str(KINDS.get(of_year.kind, of_year.kind)),
    )


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
    row = of_year[0]
    flag = row.definition.flag(row.year)
    return Line(
        year=row.year,
        numbers=[
            (
                str(Population(value).label),
                number_of(by_population[value])
                if value in by_population
                else Number(absent="not_applicable"),
            )
            for value in populations
        ],
        reported=_("%(n)s of %(m)s") % {"n": row.reported, "m": row.expected},
        all_reported=row.reported == row.expected,
        flag=_("not comparable") if flag and not flag.comparable else _("with caution") if flag else "",
    )


def _by_measure(table: list[Row]):
    measures = {}
    for row in table:
        measures.setdefault(row.definition.key, []).append(row)
    return list(measures.values())


def kinds_of(table):
    """The kinds of absence that occur in rows, for the legend."""
    states = {row.state for row in table}
    return list(dict.fromkeys(kind for state, kind in EXPLAINED.items() if state in states))


def _with_unit(value, definition):
    return f"{value:,}%" if definition.unit == "percent" else f"{value:,}"


def _absent_words(row):
    return {
        "hidden": "*",
        "not_enough_data": _("not enough data"),
        "not_reported": _("not reported"),
    }[row.state]
