"""One chart per measure: an Altair specification, drawn once to SVG when a release is built.

The two populations differ by color, dash and shape; every shown value is written beside its point, a hidden one is
`*` at the foot, and a line never runs through a year that is missing or not comparable, nor to a year of which others
reported than before.
"""

import copy
import math
from functools import cache

from django.utils import translation
from django.utils.translation import gettext as _

from ..altair import alt, unchecked
from ..measures.definition import UNIT_WORDS
from .drawing import CONFIGURATION, GROUND, INK, LETTERS, LOOKS, SIZES, SOFT, WIDE, Plan, all_drawn, drawn
from .models import Population
from .numbers import absent_words, step_words
from .trend import OTHERS_REPORTED

# A step of the ladder, in a drawing.
SIGNS = {"at_most": "≤", "at_least": "≥"}
# Where a written value stands: its offset from the point.
STANDS = {
    "above": (0, -0.95 * LETTERS),
    "below": (0, 1.1 * LETTERS),
    "left": (-1.6 * LETTERS, -0.95 * LETTERS),
    "right": (1.6 * LETTERS, -0.95 * LETTERS),
}
# What the layers of the template draw from; a layer without anything to draw is left out.
FLAGS, SHOWN, HIDDEN = (
    "flags",
    "shown",
    {Population.PARTICIPANTS: "hidden_left", Population.ALL: "hidden_right"},
)


def chart_name(measure, language, width=WIDE):
    """The name of a chart among the artifacts: "chart-attendance_rate.en.svg"."""
    return f"chart-{measure}.{language}{'' if width == WIDE else '.' + width}.svg"


def draw(rows, *, title, language, whose=""):
    """{width: SVG bytes} of one measure. rows: its tables.Row; title: of the release; whose: a part of the release that
    the rows are about, "" for the whole.
    """
    return dict(zip(SIZES, drawn(planned(rows, title, language, whose)), strict=True))


def draw_all(wanted, *, title, meanwhile):
    """([{width: SVG bytes} of each], what `meanwhile` returns). wanted: [(rows of one measure, language)]."""
    drawings, result = all_drawn([planned(rows, title, language) for rows, language in wanted], meanwhile)
    return [dict(zip(SIZES, one, strict=True)) for one in drawings], result


def planned(rows, title, language, whose=""):
    """The drawing.Plan of one measure's rows."""
    with translation.override(language):
        name = ". ".join(
            part for part in (rows[0].definition.in_language(language)["title"], whose, title) if part
        )
        return Plan(specification(rows, whose), list(SIZES.values()), name, describe(rows))


def describe(rows):
    """What the drawing shows, in sentences, for those who do not see it; in the active language."""
    words = rows[0].definition.in_language(translation.get_language())
    parts = [
        "{}: {}.".format(
            Population(population).label,
            ", ".join(f"{row.year} {said(row)}" for row in rows if row.population == population),
        )
        for population in Population.values
        if any(row.population == population for row in rows)
    ]
    return f"{words['title']}, {UNIT_WORDS[rows[0].definition.unit]}. {' '.join(parts)}"


def scale_begins_at(rows):
    """Where the vertical scale begins, when that is not zero; else None."""
    return _ticks(rows)[0] or None


def specification(rows, whose=""):
    """The chart as a Vega-Lite specification (a dict) without its size, in the active language.

    The template, which Altair takes long to make, is made once for each language, and filled in here.
    """
    ticks, years = _ticks(rows), list(dict.fromkeys(row.year for row in rows))
    data = {SHOWN: _points(rows), FLAGS: _flagged(rows)} | {
        name: _hidden(rows, population) for population, name in HIDDEN.items()
    }
    spec = copy.deepcopy(template(translation.get_language()))
    spec["layer"] = [
        one for one in spec["layer"] if one["data"]["name"] == SHOWN or data[one["data"]["name"]]
    ]
    if any(row.state in SIGNS for row in rows):
        _make_room_for_steps(spec)
    for layer in spec["layer"]:
        layer["data"] = {"values": data[layer["data"]["name"]]}
        x, y = layer["encoding"]["x"], layer["encoding"].get("y", {})
        x["scale"]["domain"] = years
        if "scale" in y:
            y["scale"]["domain"], y["axis"]["values"] = [ticks[0], ticks[-1]], ticks
    title = _title(rows[0].definition)
    spec["title"]["text"] = [whose, title] if whose else title
    return spec


def _make_room_for_steps(spec):
    """A step is wider than an asterisk: letters of the usual size, further apart."""
    for layer in spec["layer"]:
        if layer["data"]["name"] in HIDDEN.values():
            mark = layer["mark"]
            mark["fontSize"], mark["dx"] = LETTERS, 3 * mark["dx"]


@cache
def template(language):
    """The chart in a language, without data, domains and title. Cached: not to be changed."""
    with translation.override(language), unchecked():
        return layered().to_dict()


def layered():
    """The Altair chart behind the template, in the active language."""
    x, y, look = _axes(), _scale(), _looks()
    shown = alt.Chart(alt.Data(name=SHOWN))
    written = [
        shown.transform_filter(alt.datum.stands == stands)
        .mark_text(dx=dx, dy=dy, fontSize=LETTERS, fontWeight="bold")
        .encode(x=x, y=y, text="label:N", color=alt.Color("population:N", legend=None))
        for stands, (dx, dy) in STANDS.items()
    ]
    chart = alt.layer(
        *_flag_layers(x),
        shown.mark_line(strokeWidth=2.5).encode(
            x=x, y=y, color=look["color"], strokeDash=look["dash"], detail="segment:N"
        ),
        shown.mark_point(filled=True, size=90, opacity=1).encode(
            x=x, y=y, color=look["color"], shape=look["shape"]
        ),
        *written,
        *_hidden_layers(x),
    ).properties(
        background=GROUND,
        title=alt.Title(
            "",
            subtitle=_("Descriptive, not an effect."),
            anchor="start",
            frame="group",
            fontSize=LETTERS,
            subtitleFontSize=LETTERS - 1,
            color=INK,
            subtitleColor=SOFT,
            offset=8,
        ),
        autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        padding=6,
    )
    return chart.configure(**CONFIGURATION, axisX={"grid": False})


def _axes():
    return alt.X(
        "year:N",
        scale=alt.Scale(domain=[""], type="band"),
        axis=alt.Axis(title=None, labelAngle=0, ticks=False, labelPadding=8),
    )


def _scale():
    return alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[0, 1], nice=False),
        axis=alt.Axis(title=None, values=[0, 1], domain=False, ticks=False, labelPadding=6),
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
    return f"{words['title']} ({UNIT_WORDS['percent']})" if percent else words["title"]


def _points(rows):
    """Data of the shown values. `segment` breaks the line at missing and flagged years; `stands`: where the
    written value stands, so that the two populations' do not cover each other or the axis.
    """
    points, segment = [], 0
    for population in Population.values:
        segment += 1
        for row in (row for row in rows if row.population == population):
            flag = row.definition.flag(row.year)
            if not row.is_shown or flag or row.trend == OTHERS_REPORTED:
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


def _hidden(rows, population):
    return [
        {"year": row.year, "label": "*" if row.state == "hidden" else f"{SIGNS[row.state]} {row.value}"}
        for row in rows
        if row.state in ("hidden", *SIGNS) and row.population == population
    ]


def _flagged(rows):
    return [{"year": year} for year in sorted({row.year for row in rows if row.definition.flag(row.year)})]


def _hidden_layers(x):
    """`*`, or a step, under the years without a value, one for each population, side by side."""
    for population, dx in [(Population.PARTICIPANTS, -8), (Population.ALL, 8)]:
        yield (
            alt.Chart(alt.Data(name=HIDDEN[population]))
            .mark_text(
                dx=dx,
                dy=LETTERS + 12,
                fontSize=LETTERS + 6,
                fontWeight="bold",
                baseline="top",
                color=LOOKS[population]["color"],
            )
            .encode(x=x, y=alt.value(alt.expr("height")), text="label:N")
        )


def _flag_layers(x):
    """A gray ground behind the years that are not comparable, and the words, upright to fit any width."""
    data = alt.Chart(alt.Data(name=FLAGS))
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


def said(row):
    """A row's number, or why there is none, in words."""
    if row.is_shown:
        return str(row.value)
    if row.is_step:
        return step_words(row) % {"number": row.value}
    return _("hidden to protect the students counted") if row.state == "hidden" else absent_words(row)
