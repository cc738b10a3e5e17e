"""What agencies reported about stops, trainings and their workforce, as it was released: by agency, with base sizes."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..released import agency_rows, kinds_of, latest
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
        ("workforce_per_1000", "workforce_representation"),
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


@dataclass(frozen=True)
class Overview:
    """One line for each agency: `lines` [(Agency, [Row or None])], a place for each of `columns`. `year`: blank where
    the columns are years.
    """

    title: str
    plain: str
    year: str
    columns: list
    lines: list
    # The kinds of absence in it.
    absent: list


@require_safe
def numbers(request, topic):
    """The newest public release's numbers of a topic, agency by agency; the page stands also before there is one."""
    if topic not in TOPICS:
        raise Http404
    told = TOPICS[topic]
    release, rows = newest(told)
    context = {
        "topic": told,
        "release": release,
        "overview": overview(rows),
        "absent": kinds_of(rows),
        "agencies": _by_agency(rows),
        "crumbs": crumbs((told.title, "")),
    }
    return render(request, "cms/site/numbers.html", context)


def newest(topic):
    """(release, [Row]) of agencies in the newest public release; (None, []) where it tells of none."""
    release = latest()
    rows = agency_rows(release, topic.measures) if release else []
    return (release if rows else None), rows


def overview(rows):
    """The Overview of the last of the measures: its newest year by race where it is told by race, else its years."""
    if not rows:
        return None
    last = rows[-1].definition.key
    rows = [row for row in rows if row.definition.key == last]
    by_race = [row for row in rows if row.dimension == "race"]
    year = max(row.year for row in rows) if by_race else ""
    shown = [row for row in by_race if row.year == year] or [row for row in rows if not row.dimension]
    column_of = (lambda row: row.group_title) if by_race else (lambda row: row.year)
    columns = list(dict.fromkeys(map(column_of, shown)))
    found = defaultdict(dict)
    for row in shown:
        found[_agency_of(row)][column_of(row)] = row
    lines = [
        (Agency(name, slug), [cells.get(column) for column in columns])
        for (slug, name), cells in sorted(found.items(), key=lambda line: line[0][1])
    ]
    words = rows[0].definition.in_language(get_language())
    return Overview(words["title"], words["plain"], year, columns, lines, kinds_of(shown))


def _by_agency(rows):
    """[Agency] by name, each with a table for each measure."""
    found = {}
    for (slug, name), own in groupby(sorted(rows, key=_agency_of), key=_agency_of):
        agency = found.setdefault(slug, Agency(name, slug))
        own = list(own)
        for measure in dict.fromkeys(row.definition.key for row in own):
            agency.tables.append(_table([row for row in own if row.definition.key == measure]))
    return sorted(found.values(), key=lambda agency: agency.name)


def _table(rows):
    """{title, plain, years, newest, part, whole, lines}: a line for each group, with its name, its row of each
    year (None: none), and what the newest one counted, of how many.
    """
    years = sorted({row.year for row in rows})
    by_group = {}
    for row in rows:
        by_group.setdefault(row.whose, {})[row.year] = row
    lines = [
        {
            "group": cells[max(cells)].group_title,
            "cells": [cells.get(year) for year in years],
            "part": _counted(cells[max(cells)].numerator),
            "whole": _counted(cells[max(cells)].denominator),
        }
        for cells in by_group.values()
    ]
    words = rows[0].definition.in_language(get_language())
    return {
        "title": words["title"],
        "plain": words["plain"],
        "years": years,
        "newest": years[-1],
        "part": rows[0].part_title,
        "whole": rows[0].whole_title,
        "lines": lines,
    }


def _counted(number):
    return "–" if number is None else f"{number:,}"


def _agency_of(row):
    return row.place, row.place_name or _("An agency")
