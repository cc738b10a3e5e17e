"""Whose numbers a page shows, among what was released: chosen by the address, never counted anew."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from partnership.screens.forms.fields import PlainSelect
from partnership.screens.forms.filters import Filter

from ..measures.dimensions import DIMENSIONS, dimension_title, group_title, place_of
from .keys import own_level
from .models import LevelKind


@dataclass(frozen=True)
class Selection:
    """level, place: whose; dimension, group: which of them; year: of the cards, "" for the latest."""

    level: str
    place: str
    dimension: str = ""
    group: str = ""
    year: str = ""
    is_whole: bool = True

    def cells(self, release):
        """The released cells that it means."""
        return release.cells.filter(
            level=self.level, place=self.place, dimension=self.dimension, group=self.group
        )

    def words(self, release):
        """ "Alder School 1, English learners": what was chosen besides the whole; "" for the whole."""
        named = release.places.get(self.level, {}).get(self.place, {}).get("name", "")
        own = (self.level, self.place) == own_level(release.program)
        return ", ".join(
            str(part) for part in ("" if own else named, group_title(self.dimension, self.group)) if part
        )


class ReleaseFilter(Filter):
    """What can be chosen of a release. Values that make no sense are left out."""

    where = forms.ChoiceField(label=_("Whose numbers"), widget=PlainSelect)
    who = forms.ChoiceField(label=_("Which students"), widget=PlainSelect)
    year = forms.ChoiceField(label=_("School year"), widget=PlainSelect)

    def __init__(self, data, *, release, groups):
        """groups: the (dimension, group) of which anything was released."""
        super().__init__(data)
        self.release = release
        self.fields["where"].choices = [("", whole_words(release)), *_places(release)]
        self.fields["who"].choices = [("", _("Everybody")), *_groups(groups)]
        self.fields["year"].choices = [
            ("", _("The latest")),
            *((year, year) for year in reversed(release.years)),
        ]
        for name in ("where", "who", "year"):
            if len(self.fields[name].choices) == 1:
                del self.fields[name]

    def selection(self):
        """The Selection that the address asks for."""
        level, place = own_level(self.release.program)
        if where := self._chosen("where"):
            level, _colon, place = where.partition(":")
        dimension, _colon, group = (self._chosen("who") or "").partition(":")
        return Selection(level, place, dimension, group, self._chosen("year") or "", not (where or dimension))

    def _chosen(self, name):
        return self.chosen(name) if name in self.fields else None


def groups_of(release):
    """The (dimension, group) of which a release holds anything, in one query."""
    level, place = own_level(release.program)
    found = release.cells.filter(level=level, place=place).exclude(dimension="")
    return set(found.order_by().values_list("dimension", "group").distinct())


def whole_words(release):
    """Whom a release is about as a whole."""
    return release.program.name if release.program_id else _("The partnership as a whole")


def _places(release):
    own = own_level(release.program)
    for level in LevelKind.values:
        named = sorted(
            (place["name"], code)
            for code, place in release.places.get(level, {}).items()
            if code and (level, code) != own
        )
        if named:
            yield LevelKind(level).label, [(f"{level}:{code}", name) for name, code in named]


def _in_order(dimension, groups):
    """[(group, title)] of those released, in the order of pages."""
    told = sorted(
        (group for of, group in groups if of == dimension), key=lambda one: place_of(dimension, one)
    )
    return [(group, group_title(dimension, group)) for group in told]


def _groups(groups):
    for dimension in DIMENSIONS:
        chosen = [(f"{dimension}:{group}", title) for group, title in _in_order(dimension, groups)]
        if chosen:
            yield dimension_title(dimension), chosen
