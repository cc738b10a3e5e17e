"""Headlines of a release: the latest year of a measure, its direction, and whether that is good. Pure: no query."""

from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .models import Population
from .numbers import Number, absent_words, number_of, population_words
from .trend import OTHERS_REPORTED


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


def card_of(release, some, headline, year):
    """The Card of a measure. some: its rows; headline: the population that it is about."""
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
    return f"{who}: {number.text or absent_words(row)}."
