"""What agencies reported about stops, trainings and their workforce, as it was released: by agency, with base sizes."""

from dataclasses import dataclass, field
from itertools import groupby

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..released import agency_rows, latest
from .common import crumbs


@dataclass(frozen=True)
class Topic:
    """A page of numbers: the measures on it and what a reader must know to read them."""

    title: str
    lead: str
    measures: tuple
    limits: tuple


TOPICS = {
    "stops": Topic(
        gettext_lazy("Police stops"),
        gettext_lazy("Who is stopped, agency by agency, beside who lives there."),
        ("stops_per_1000", "stop_disparity"),
        (
            gettext_lazy(
                "An index of 1 means that a group is stopped as often as it is present among residents."
            ),
            gettext_lazy(
                "Residents are not everybody on the street: people drive through, work and shop elsewhere."
            ),
            gettext_lazy(
                "The fewer people stand behind an index, the more chance is in it; the counts stand beside it."
            ),
            gettext_lazy(
                "It starts a question. It does not say why somebody was stopped, nor whether it was right."
            ),
        ),
    ),
    "trainings": Topic(
        gettext_lazy("Trainings completed"),
        gettext_lazy("How many completed each training, by agency, rank group and year."),
        ("training_completion",),
        (gettext_lazy("A training that was completed says nothing yet about what changed on the street."),),
    ),
    "workforce": Topic(
        gettext_lazy("Who works for the agencies"),
        gettext_lazy("The workforce of each agency beside the people it serves."),
        ("workforce_representation",),
        (
            gettext_lazy(
                "A ratio of 1 means that a group is as large a part of the workforce as of the residents."
            ),
            gettext_lazy("Small agencies change by a person; groups of ten people or fewer are hidden."),
        ),
    ),
}


@dataclass
class Agency:
    name: str
    slug: str
    tables: list = field(default_factory=list)


@require_safe
def numbers(request, topic):
    """The newest public release's numbers of a topic, agency by agency; the page stands also before there is one."""
    if topic not in TOPICS:
        raise Http404
    told = TOPICS[topic]
    release = latest()
    rows = agency_rows(release, told.measures) if release else []
    context = {
        "topic": told,
        "release": release if rows else None,
        "agencies": _by_agency(rows),
        "crumbs": crumbs((told.title, "")),
    }
    return render(request, "cms/site/numbers.html", context)


def _by_agency(rows):
    """[Agency], each with tables: {title, plain, year, rows} of the newest year of each measure."""
    found = {}
    for (slug, name), own in groupby(sorted(rows, key=_agency_of), key=_agency_of):
        agency = found.setdefault(slug, Agency(name, slug))
        own = list(own)
        for measure in dict.fromkeys(row.definition.key for row in own):
            some = [row for row in own if row.definition.key == measure]
            year = max(row.year for row in some)
            words = some[0].definition.in_language(get_language())
            agency.tables.append(
                {
                    "title": words["title"],
                    "plain": words["plain"],
                    "year": year,
                    "rows": [row for row in some if row.year == year],
                }
            )
    return sorted(found.values(), key=lambda agency: agency.name)


def _agency_of(row):
    return row.place, row.place_name or _("An agency")
