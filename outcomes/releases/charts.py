"""One chart per measure: an Altair specification, drawn once to SVG when a release is built.

Drawn for paper: dark lines on white. The two populations differ by color, dash and shape; every shown value
is written beside its point, a hidden one is `*` at the foot, and a line never runs through a year that is
missing or not comparable.
"""

import math
from functools import cache
from html import escape

import altair as alt
import vl_convert
from altair.utils.schemapi import debug_mode
from django.utils import translation
from django.utils.translation import gettext as _

from ..measures.definition import UNIT_WORDS
from .models import Population

# A step of the ladder, in a drawing.
SIGNS = {"at_most": "≤", "at_least": "≥"}
# Drawn width and height in pixels: a wide one for screens and paper, a narrow one for telephones, so that
# letters are never scaled below a readable size.
WIDE, NARROW = "wide", "narrow"
SIZES = {WIDE: (430, 300), NARROW: (290, 310)}
LETTERS = 13
# Where a written value stands: its offset from the point.
STANDS = {
    "above": (0, -0.95 * LETTERS),
    "below": (0, 1.1 * LETTERS),
    "left": (-1.6 * LETTERS, -0.95 * LETTERS),
    "right": (1.6 * LETTERS, -0.95 * LETTERS),
}
INK, SOFT, RULE, GROUND = "#17262a", "#4d5d62", "#dfddd5", "#ffffff"
LOOKS = {
    Population.PARTICIPANTS: {"color": "#15505b", "dash": [1, 0], "shape": "circle"},
    Population.ALL: {"color": "#8a5200", "dash": [5, 4], "shape": "diamond"},
}


def chart_name(measure, language, width=WIDE):
    """The name of a chart among the artifacts: "chart-attendance_rate.en.svg"."""
    return f"chart-{measure}.{language}{'' if width == WIDE else '.' + width}.svg"


def draw(rows, *, title, language):
    """{width: SVG bytes} of one measure. rows: its tables.Row; title: of the release."""
    with translation.override(language):
        # Checked against the schema in the tests, not at every drawing: it takes most of the time.
        with debug_mode(False):
            spec = specification(rows)
        name = f"{rows[0].definition.in_language(language)['title']}. {title}"
        return {width: _drawn(spec, size, name, describe(rows)) for width, size in SIZES.items()}


def describe(rows):
    """What the drawing shows, in sentences, for those who do not see it; in the active language."""
    words = rows[0].definition.in_language(translation.get_language())
    parts = [
        "{}: {}.".format(
            Population(population).label,
            ", ".join(f"{row.year} {_said(row)}" for row in rows if row.population == population),
        )
        for population in Population.values
        if any(row.population == population for row in rows)
    ]
    return f"{words['title']}, {UNIT_WORDS[rows[0].definition.unit]}. {' '.join(parts)}"


def scale_begins_at(rows):
    """Where the vertical scale begins, when that is not zero; else None."""
    return _ticks(rows)[0] or None


def specification(rows):
    """The chart as a Vega-Lite specification (a dict) without its size, in the active language."""
    x, y, look = _axes(rows), _scale(rows), _looks()
    shown = alt.Chart(alt.Data(values=_points(rows)))
    written = [
        shown.transform_filter(alt.datum.stands == stands)
        .mark_text(dx=dx, dy=dy, fontSize=LETTERS, fontWeight="bold")
        .encode(x=x, y=y, text="label:N", color=alt.Color("population:N", legend=None))
        for stands, (dx, dy) in STANDS.items()
    ]
    chart = alt.layer(
        *_flag_layers(rows, x),
        shown.mark_line(strokeWidth=2.5).encode(
            x=x, y=y, color=look["color"], strokeDash=look["dash"], detail="segment:N"
        ),
        shown.mark_point(filled=True, size=90, opacity=1).encode(
            x=x, y=y, color=look["color"], shape=look["shape"]
        ),
        *written,
        *_hidden_layers(rows, x),
    ).properties(
        background=GROUND,
        title=_title(rows[0].definition),
        autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        padding=6,
    )
    return chart.configure(
        font="sans-serif",
        axis={"labelFontSize": LETTERS, "labelColor": INK, "gridColor": RULE, "domainColor": SOFT},
        axisX={"grid": False},
        legend={"labelFontSize": LETTERS, "labelColor": INK, "labelLimit": 260, "columnPadding": 18},
        view={"stroke": None},
    ).to_dict()


def _axes(rows):
    return alt.X(
        "year:N",
        scale=alt.Scale(domain=list(dict.fromkeys(row.year for row in rows)), type="band"),
        axis=alt.Axis(title=None, labelAngle=0, ticks=False, labelPadding=8),
    )


def _scale(rows):
    ticks = _ticks(rows)
    return alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[ticks[0], ticks[-1]], nice=False),
        axis=alt.Axis(title=None, values=ticks, domain=False, ticks=False, labelPadding=6),
    )


def _looks():
    """Color, dash and shape by population, so that none of them speaks alone; one legend for all."""
    labels = [str(population.label) for population in Population]
    legend = alt.Legend(title=None, orient="top", direction="horizontal", symbolSize=110, symbolStrokeWidth=0)

    def scale(part):
        return alt.Scale(domain=labels, range=[LOOKS[population][part] for population in Population])

    return {
        "color": alt.Color("population:N", scale=scale("color"), legend=legend),
        "shape": alt.Shape("population:N", scale=scale("shape"), legend=legend),
        "dash": alt.StrokeDash("population:N", scale=scale("dash"), legend=None),
    }


def _title(definition):
    words = definition.in_language(translation.get_language())
    percent = definition.unit == "percent"
    return alt.Title(
        f"{words['title']} ({UNIT_WORDS['percent']})" if percent else words["title"],
        subtitle=_("Descriptive, not an effect."),
        anchor="start",
        frame="group",
        fontSize=LETTERS,
        subtitleFontSize=LETTERS - 1,
        color=INK,
        subtitleColor=SOFT,
        offset=8,
    )


def _points(rows):
    """Data of the shown values. `segment` breaks the line at missing and flagged years; `stands`: where the
    written value stands, so that the two populations' do not cover each other or the axis.
    """
    points, segment = [], 0
    for population in Population.values:
        segment += 1
        for row in (row for row in rows if row.population == population):
            flag = row.definition.flag(row.year)
            if not row.is_shown or flag:
                segment += 1
            if row.is_shown:
                points.append(
                    {
                        "year": row.year,
                        "population": str(Population(population).label),
                        "value": float(row.value),
                        "label": str(row.value),
                        "segment": segment,
                        "stands": _where(row, rows),
                    }
                )
            if flag:
                segment += 1
    return points


def _where(row, rows):
    beside = [one for one in rows if one.is_shown and one.year == row.year and one != row]
    if not beside or row.value > beside[0].value:
        return "above"
    ticks = _ticks(rows)
    at_the_foot = float(row.value) - ticks[0] < 0.15 * (ticks[-1] - ticks[0])
    far_apart = float(beside[0].value - row.value) > 0.12 * (ticks[-1] - ticks[0])
    if at_the_foot or row.value == beside[0].value:
        if far_apart:
            return "above"
        return "left" if row.population == Population.PARTICIPANTS else "right"
    return "below"


def _hidden_layers(rows, x):
    """`*`, or a step, under the years without a value, one for each population, side by side."""
    apart = 24 if any(row.state in SIGNS for row in rows) else 8
    for population, dx in [(Population.PARTICIPANTS, -apart), (Population.ALL, apart)]:
        values = [
            {"year": row.year, "label": "*" if row.state == "hidden" else f"{SIGNS[row.state]} {row.value}"}
            for row in rows
            if row.state in ("hidden", *SIGNS) and row.population == population
        ]
        if values:
            yield (
                alt.Chart(alt.Data(values=values))
                .mark_text(
                    dx=dx,
                    dy=LETTERS + 12,
                    fontSize=LETTERS + (0 if apart > 8 else 6),
                    fontWeight="bold",
                    baseline="top",
                    color=LOOKS[population]["color"],
                )
                .encode(x=x, y=alt.value(alt.expr("height")), text="label:N")
            )


def _flag_layers(rows, x):
    """A gray ground behind the years that are not comparable, and the words, upright to fit any width."""
    flagged = {row.year for row in rows if row.definition.flag(row.year)}
    if not flagged:
        return
    data = alt.Chart(alt.Data(values=[{"year": year} for year in sorted(flagged)]))
    yield data.mark_rect(color="#f1efe9").encode(x=x)
    yield data.mark_text(
        text=_("not comparable"),
        fontSize=LETTERS - 1,
        color=SOFT,
        angle=270,
        align="right",
        baseline="middle",
        dx=-4,
    ).encode(x=x, y=alt.value(0))


def _ticks(rows):
    """Round values of the vertical scale, lowest first: from zero, except where all values are high
    percentages.
    """
    values = [float(row.value) for row in rows if row.is_shown] or [0]
    if rows[0].definition.unit == "percent" and min(values) >= 60:
        low, high = 5 * math.floor((min(values) - 2) / 5), min(100, 5 * math.ceil((max(values) + 2) / 5))
        return list(range(low, high + 1, {5: 1, 10: 2}.get(high - low, 5)))
    highest = max(max(values) * 1.15, 1)
    step = next(
        nice * 10**power
        for power in range(-2, 7)
        for nice in (1, 2, 2.5, 5)
        if nice * 10**power * 5 >= highest
    )
    return [round(step * i, 6) for i in range(math.ceil(highest / step) + 1)]


def _said(row):
    if row.is_shown:
        return str(row.value)
    return {
        "at_most": _("at most %(number)s") % {"number": row.value},
        "at_least": _("at least %(number)s") % {"number": row.value},
        "hidden": _("hidden to protect the students counted"),
        "not_enough_data": _("not enough data"),
        "not_reported": _("not reported"),
    }[row.state]


def _drawn(spec, size, title, description):
    spec = {**spec, "width": size[0], "height": size[1]}
    svg = vl_convert.vegalite_to_svg(spec, vl_version=_newest_version())
    return _named(svg, title, description).encode()


def _named(svg, title, description):
    """The drawing with its name and description as the first things in it."""
    head, rest = svg.split(">", 1)
    names = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return f'{head} role="img">{names}{rest}'


# Raised whenever the same stored drawing would give another picture.
PNG_VERSION = 1
PNG_SCALE = 2


def as_png(svg):
    """A stored drawing as a picture of points, twice as fine as a screen. svg: bytes."""
    return bytes(vl_convert.svg_to_png(svg.decode(), scale=PNG_SCALE))


@cache
def _newest_version():
    return max(vl_convert.get_vegalite_versions(), key=lambda name: [int(part) for part in name.split(".")])
