"""Two releases beside each other: every number that both hold, what moved, and why that may be.

Both were released; the auditor has looked at their differences before the second one went out.
"""

from dataclasses import dataclass

from django import forms
from django.http import Http404
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from .models import RELEASED, ReleaseKind
from .numbers import Number, number_of, population_words
from .selection import ReleaseFilter, groups_of
from .tables import headlines, rows


@dataclass
class Difference:
    """One number in both releases. change: in words, "" where it cannot be told; notes: why."""

    title: str
    year: str
    population: str
    this: Number
    other: Number
    change: str
    notes: list[str]

    @property
    def has_changed(self):
        return (self.this.text, self.this.absent) != (self.other.text, self.other.absent)


class CompareFilter(ReleaseFilter):
    """With which release, and whose numbers of both."""

    other = forms.ChoiceField(label=gettext_lazy("Compare with"))
    field_order = ("other", "where", "who", "year")

    def __init__(self, data, *, release, groups, possible):
        super().__init__(data, release=release, groups=groups)
        self.fields["other"].choices = [
            ("", gettext_lazy("Choose a release")),
            *((one.slug, _named(one)) for one in possible),
        ]
        if "year" in self.fields:
            self.fields["year"].choices[0] = ("", gettext_lazy("Every year"))


def context(release, readable, query):
    """Context of the page. readable: queryset of the releases that the reader may see."""
    if release.kind == ReleaseKind.EVALUATION:
        raise Http404
    about_the_same = (
        readable.of_numbers().filter(program=release.program_id, state__in=RELEASED).exclude(pk=release.pk)
    )
    possible = list(about_the_same.order_by("-published_at"))
    chosen = CompareFilter(query, release=release, groups=groups_of(release), possible=possible)
    slug = chosen.chosen("other")
    if query.get("other") and not slug:
        raise Http404
    other = next((one for one in possible if one.slug == slug), None)
    selection = chosen.selection()
    found = differences(release, other, selection) if other else []
    return {
        "release": release,
        "at": release.slug,
        "filter": chosen,
        "chosen": selection.words(release),
        "possible": possible,
        "other": other,
        "differences": found,
        "changed": [one for one in found if one.has_changed],
        "only": only_in_one(release, other, selection) if other else [],
    }


def differences(release, other, selection=None):
    """[Difference] of the numbers that both hold, in the order of pages. selection: whose; None: of the whole."""
    this, that = _by_key(release, selection), _by_key(other, selection)
    return [_difference(release, row, that[key]) for key, row in this.items() if key in that]


def only_in_one(release, other, selection=None):
    """[(release, [school years and measures that only it holds])], in words."""
    found = []
    for one, beside in ((release, other), (other, release)):
        own, theirs = _by_key(one, selection), _by_key(beside, selection)
        years = sorted({year for _m, year, _p in own} - {year for _m, year, _p in theirs})
        titles = {row.definition.key: _title(row) for row in own.values()}
        for key in {measure for measure, _y, _p in theirs}:
            titles.pop(key, None)
        if years or titles:
            found.append((one, [*years, *titles.values()]))
    return found


def _by_key(release, selection):
    if selection is None or selection.is_whole:
        table = headlines(release, release.cells.headlines())
    else:
        table = rows(release, selection.cells(release))
    return {
        (row.definition.key, row.year, row.population): row
        for row in table
        if selection is None or selection.year in ("", row.year)
    }


def _difference(release, row, other):
    notes = []
    if row.definition.version != other.definition.version:
        notes.append(
            _("The definition changed from version %(old)s to %(new)s.")
            % {"old": other.definition.version, "new": row.definition.version}
        )
    if (row.reported, row.expected) != (other.reported, other.expected):
        notes.append(
            _("%(n)s of %(m)s reported, %(before)s of %(of)s in the other release.")
            % {"n": row.reported, "m": row.expected, "before": other.reported, "of": other.expected}
        )
    return Difference(
        title=_title(row),
        year=row.year,
        population=population_words(release, row.population),
        this=number_of(row),
        other=number_of(other),
        change=_change(row, other),
        notes=notes,
    )


def _change(row, other):
    if not (row.is_shown and other.is_shown) or row.definition.version != other.definition.version:
        return ""
    moved = row.value - other.value
    if not moved:
        return _("the same")
    sign = "+" if moved > 0 else "−"
    words = _("%(moved)s points") if row.definition.unit == "percent" else "%(moved)s"
    return words % {"moved": f"{sign}{abs(moved):,}"}


def _title(row):
    return row.definition.in_language(get_language())["title"]


def _named(release):
    return f"{release.title} ({release.published_at:%Y-%m-%d})"
