"""What of public releases may be quoted in prose, found by release, measure, whose numbers, group and words."""

from dataclasses import dataclass

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from partnership.screens.forms.filters import Filter

from ..measures.dimensions import dimension_title
from .breakdown import breakdowns
from .keys import own_level
from .models import LevelKind, Release, ReleaseState
from .numbers import number_of, population_words
from .references import Reference
from .selection import whole_words
from .tables import definitions_of, rows
from .trends import has_trend, whose_words

# So many are listed at once; who looks for another one narrows the choice.
MOST = 60
EVERYBODY = "everybody"


@dataclass
class Offer:
    """One number or chart that can be chosen. reference: as the page keeps it; words: with its measure, as the
    editor reads it afterwards.
    """

    reference: str
    whose: str
    about: str
    told: str
    words: str


class OfferFilter(Filter):
    """Release and measure are always chosen, the first ones to begin with; the rest narrows further."""

    release = forms.ChoiceField(label=gettext_lazy("Release"))
    measure = forms.ChoiceField(label=gettext_lazy("Measure"))
    level = forms.ChoiceField(label=gettext_lazy("Whose numbers"))
    dimension = forms.ChoiceField(label=gettext_lazy("Which students"))
    year = forms.ChoiceField(label=gettext_lazy("School year"))
    words = forms.CharField(label=gettext_lazy("Name contains"), max_length=80)

    def __init__(self, data, releases):
        super().__init__(data)
        self.fields["release"].choices = [(one.slug, _release_words(one)) for one in releases]
        chosen = self.chosen("release")
        self.release = next(
            (one for one in releases if one.slug == chosen), releases[0] if releases else None
        )
        if self.release:
            self._offer_parts()

    def _offer_parts(self):
        language, own = get_language(), own_level(self.release.program)[0]
        self.fields["measure"].choices = [
            (one.key, one.in_language(language)["title"]) for one in definitions_of(self.release)
        ]
        self.fields["level"].choices = [
            ("", _("The whole and all its parts")),
            (own, whole_words(self.release)),
            *(
                (level, LevelKind(level).label)
                for level in LevelKind.values
                if level in self.release.places and level != own
            ),
        ]
        told = (
            self.release.cells.exclude(dimension="").order_by().values_list("dimension", flat=True).distinct()
        )
        self.fields["dimension"].choices = [
            ("", _("Everybody and every group")),
            (EVERYBODY, _("Everybody")),
            *((one, dimension_title(one)) for one in sorted(told)),
        ]
        self.fields["year"].choices = [
            ("", _("Every year")),
            *((one, one) for one in reversed(self.release.years)),
        ]
        # What was chosen is read again, now that all choices are known.
        self.full_clean()
        self.measure = self.chosen("measure") or self.fields["measure"].choices[0][0]

    def admits(self, row, name):
        """Whether a row, under its name, is among those asked for."""
        dimension = self.chosen("dimension")
        wanted_dimension = "" if dimension == EVERYBODY else dimension
        return (
            self.chosen("level") in (None, row.level)
            and (dimension is None or wanted_dimension == row.dimension)
            and all(word in name.casefold() for word in (self.chosen("words") or "").casefold().split())
        )


def offered(query, *, of_charts=False):
    """(OfferFilter, [Offer], how many there are): at most MOST of what the query asks for, whole before parts, the latest
    year first. A number that is not shown is not offered.
    """
    releases = list(
        Release.objects.public().of_numbers().select_related("program").order_by("state", "-published_at")
    )
    chosen = OfferFilter(query, releases)
    if chosen.release is None:
        return chosen, [], 0
    table = rows(chosen.release, chosen.release.cells.filter(measure=chosen.measure))
    found = list(_charts(chosen, table) if of_charts else _numbers(chosen, table))
    return chosen, found[:MOST], len(found)


def _numbers(chosen, table):
    release = chosen.release
    for whose, some in _by_whose(table).items():
        name = whose_words(release, some[0])
        if not chosen.admits(some[0], name):
            continue
        for row in sorted(some, key=lambda row: row.year, reverse=True):
            if not (row.is_shown or row.is_step) or chosen.chosen("year") not in (None, row.year):
                continue
            yield _offer(
                Reference(release.slug, chosen.measure, row.year, row.population, whose if name else None),
                row,
                name or whole_words(release),
                f"{population_words(release, row.population)}, {row.year}",
                number_of(row).text,
            )


def _charts(chosen, table):
    release = chosen.release
    for whose, some in _by_whose(table).items():
        name = whose_words(release, some[0])
        if chosen.admits(some[0], name) and has_trend(some) and not chosen.chosen("year"):
            reference = Reference(release.slug, chosen.measure, whose=whose if name else None)
            yield _offer(reference, some[0], name or whole_words(release), _("over the years"), "")
    for year in sorted({row.year for row in table}, reverse=True):
        if chosen.chosen("year") not in (None, year):
            continue
        for one in breakdowns(release, table, year):
            row = next(iter(one.lines[0].rows.values()))
            if chosen.admits(row, one.title):
                reference = Reference(release.slug, chosen.measure, year=year, key=one.key)
                yield _offer(reference, row, one.title, year, "")


def _by_whose(table):
    """{(level, place, dimension, group): rows}, in the order of pages."""
    found = {}
    for row in table:
        found.setdefault(row.whose, []).append(row)
    return found


def _offer(reference, row, whose, about, told):
    title = row.definition.in_language(get_language())["title"]
    words = f"{title}, {whose}, {about}" + (f": {told}" if told else "")
    return Offer(str(reference), whose, about, told, words)


def _release_words(release):
    words = _("%(release)s, released %(day)s") % {
        "release": release.title,
        "day": date_format(localtime(release.published_at), "SHORT_DATE_FORMAT"),
    }
    if release.state == ReleaseState.SUPERSEDED:
        return _("%(release)s (replaced by a newer release)") % {"release": words}
    return words
