"""The chart of a measure by school, by city, by group: bars beside each other, their values at the end.

Drawn when somebody asks, from a release's cells, which never change: of each measure there are a dozen for each year,
and few are ever taken.
"""

import re

from django.core.cache import caches
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from ..altair import alt, unchecked
from ..measures.definition import UNIT_WORDS
from .breakdown import breakdowns
from .charts import SIGNS, said
from .drawing import CONFIGURATION, GROUND, INK, LETTERS, LOOKS, SOFT, Plan, drawn
from .tables import rows

WIDTH, BAR, GAP = 640, 16, 10
# Raised whenever the same cells would give another picture.
VERSION = 2
KEEP_SECONDS = 24 * 60 * 60
NAME = re.compile(
    r"bars-(?P<measure>\w+)\.(?P<key>by-[\w-]+)\.(?P<year>\d{4}(-\d\d)?)\.(?P<language>[a-z]{2})\.svg"
)


def bars(release, name):
    """SVG bytes of the chart with a name, drawn from the release's cells. 404 where it has none."""
    found = NAME.fullmatch(name)
    if not found or not translation.check_for_language(found["language"]):
        raise Http404
    if release.is_draft:
        return _draw(release, **found.groupdict())
    return caches["pages"].get_or_set(
        f"bars:{release.pk}:{VERSION}:{name}", lambda: _draw(release, **found.groupdict()), KEEP_SECONDS
    )


def _draw(release, measure, key, year, language):
    table = rows(release, release.cells.filter(measure=measure, year=year))
    with translation.override(language):
        found = next((one for one in breakdowns(release, table, year) if one.key == key), None)
        if found is None:
            raise Http404
        definition = table[0].definition
        words = definition.in_language(language)
        title = f"{words['title']}. {found.title}, {year}. {release.title}"
        spec = specification(found, words["title"], UNIT_WORDS[definition.unit], year)
        height = len(found.lines) * (BAR * len(found.populations) + GAP) + 96
        return drawn(Plan(spec, [(WIDTH, height)], title, describe(found, title)))[0]


def describe(found, title):
    """What the drawing shows, in words."""
    told = [
        "{}: {}.".format(
            population,
            "; ".join(
                f"{line.name}: {said(line.rows[population])}"
                for line in found.lines
                if population in line.rows
            ),
        )
        for population in found.populations
    ]
    return f"{title}. {' '.join(told)}"


def _label(row):
    if row.is_shown:
        return f"{row.value:,}"
    if row.is_step:
        return f"{SIGNS[row.state]} {row.value}"
    return row.symbol if row.state == "hidden" else said(row)


def specification(found, title, unit, year):
    """A Vega-Lite specification (a dict) without its size. found: breakdown.Breakdown."""
    values = [
        {
            "name": line.name,
            "population": population,
            "value": float(row.value) if row.is_shown else 0,
            "label": _label(row),
            # What is read to those who do not see the bar: its length says 0 where there is no number.
            "said": f"{line.name}; {population}: {said(row)}",
        }
        for line in found.lines
        for population, row in line.rows.items()
    ]
    colors = [LOOKS[population]["color"] for population in found.keys_of_populations]
    highest = max((one["value"] for one in values), default=0) or 1
    y = alt.Y(
        "name:N",
        sort=None,
        scale=alt.Scale(paddingInner=0.25),
        axis=alt.Axis(title=None, domain=False, ticks=False, labelLimit=230, labelPadding=8),
    )
    chart = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X("value:Q", scale=alt.Scale(domain=[0, highest * 1.15], nice=False), axis=None),
        y=y,
        yOffset=alt.YOffset("population:N", sort=found.populations),
        description="said:N",
    )
    legend = alt.Legend(title=None, orient="top", direction="horizontal") if len(colors) > 1 else None
    chart = alt.layer(
        chart.mark_bar().encode(
            color=alt.Color(
                "population:N", scale=alt.Scale(domain=found.populations, range=colors), legend=legend
            )
        ),
        chart.mark_text(align="left", baseline="middle", dx=5, fontSize=LETTERS, color=INK).encode(
            text="label:N"
        ),
    ).properties(
        background=GROUND,
        title=alt.Title(
            f"{title} ({unit})",
            subtitle=[
                f"{found.title}, {year}",
                _("Descriptive, not an effect. * hidden to protect the students counted"),
            ],
            anchor="start",
            frame="group",
            fontSize=LETTERS + 1,
            subtitleFontSize=LETTERS - 1,
            color=INK,
            subtitleColor=SOFT,
            offset=8,
        ),
        autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        padding=8,
    )
    with unchecked():
        return chart.configure(**CONFIGURATION).to_dict()
