"""A release as a page reads it: headlines first, then its measures under the questions of a board. Pure: from a release
and its cells to words and rows; no query.
"""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .cards import Card, card_of
from .models import Population
from .numbers import Number, kinds_of, number_of, population_words
from .questions import QUESTIONS, featured, question_of
from .sections import Section, section_of
from .tables import Row, definitions_of, headlines, rows


@dataclass
class Brief:
    """One measure in a line: its number and the same of the other population; without any, it is told by group and by
    organization alone, on its own page.
    """

    key: str
    title: str
    year: str
    numbers: list[tuple[str, Number]]


@dataclass
class Chapter:
    """The measures that answer one question: some with their charts, the others in a line each."""

    key: str
    title: str
    sections: list[Section]
    briefs: list[Brief]


@dataclass
class Page:
    """Everything a page about a release shows of its numbers."""

    cards: list[Card]
    chapters: list[Chapter]
    absent: list[str]
    has_participants: bool
    # Whom the headlines are about, of which year, and why not of the latest one.
    headline: str
    year: str
    headline_note: str

    @property
    def sections(self):
        return [section for chapter in self.chapters for section in chapter.sections]

    @property
    def briefs(self):
        return [brief for chapter in self.chapters for brief in chapter.briefs]


def page_of(release, cells, *, selection=None, first=(), everything=False):
    """The Page of a release and its cells.

    selection: whose numbers they are (selection.Selection); None: of the whole. first: measures that must have
    a section, such as those that were promised. everything: every measure has one.
    """
    of_all = selection is None or selection.is_whole
    table = headlines(release, cells) if of_all else rows(release, cells)
    measures = _by_measure(table)
    shown = [key for key, some in measures.items() if any(row.is_shown for row in some)]
    cards = featured(shown or measures)
    open_keys = set(measures) if everything else {*cards, *first}
    headline = Population.PARTICIPANTS if release.program_id else Population.ALL
    latest = headline_year(release, table, headline)
    year = (selection and selection.year) or latest
    return Page(
        cards=[card_of(release, measures[key], headline, year) for key in cards],
        chapters=_chapters(release, measures, open_keys, year, of_all),
        absent=kinds_of(table),
        has_participants=has_participants(table),
        headline=population_words(release, headline),
        year=year,
        headline_note=""
        if year == release.years[-1] or (selection and selection.year)
        else _("For %(year)s nothing of them was reported.") % {"year": release.years[-1]},
    )


def has_participants(table):
    """Whether any number of participants is shown among rows."""
    return any(row.population == Population.PARTICIPANTS and row.is_shown for row in table)


def _chapters(release, measures, open_keys, year, of_all):
    """[Chapter] in the order of the questions, without those that nothing answers."""
    definitions = {one.key: one for one in definitions_of(release)}
    # What is told by group and by organization alone has a line too, on the page of the whole.
    keys = [key for key in definitions if key in measures or of_all]
    found = []
    for question in QUESTIONS:
        mine = sorted((key for key in keys if question_of(key) == question), key=question.place)
        opened = [key for key in mine if key in open_keys and key in measures]
        briefs = [
            _brief(release, definitions[key], measures.get(key, []), year)
            for key in mine
            if key not in opened
        ]
        if mine:
            sections = [section_of(release, measures[key], year, of_all=of_all) for key in opened]
            found.append(Chapter(question.key, str(question.title), sections, briefs))
    return found


def _brief(release, definition, some, year):
    of_year = [row for row in some if row.year == year] or some[-1:]
    return Brief(
        key=definition.key,
        title=definition.in_language(get_language())["title"],
        year=of_year[0].year if of_year else "",
        numbers=[(population_words(release, row.population), number_of(row)) for row in of_year],
    )


def headline_year(release, table, headline):
    """The latest year of which anything was reported of the population; the latest of all if there is none."""
    told = [row.year for row in table if row.population == headline and row.state != "not_reported"]
    return max(told, default=release.years[-1])


def about_words(release):
    """What the release is about, in a sentence under its title."""
    if release.program_id:
        return _(
            "Students of the schools where %(program)s works, and its participants among them, by school year."
        ) % {"program": release.program}
    return _(
        "Students of all schools of the partnership, and participants of its programs among them, by school year."
    )


def _by_measure(table: list[Row]):
    """{measure: its rows}"""
    measures = {}
    for row in table:
        measures.setdefault(row.definition.key, []).append(row)
    return measures
