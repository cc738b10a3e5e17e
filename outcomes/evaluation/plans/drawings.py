"""Drawings of a result: the estimates with their intervals, and how alike both sides were (love plot).

Averages and standardized differences only: no point of a single student. Drawn once, in the worker, from the
stored document, for paper: dark marks on white, shapes that do without color.
"""

from functools import cache
from html import escape

import vl_convert
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from ...altair import alt, unchecked
from ..balance import ADJUSTABLE, ALIKE
from ..wording import number
from .hide import HIDDEN
from .outcomes import OUTCOMES
from .variables import variable_title

INK, SOFT, RULE, GROUND = "#17262a", "#4d5d62", "#dfddd5", "#ffffff"
AFTER, BEFORE = "#15505b", "#8a5200"
LETTERS, WIDTH, LINE = 13, 430, 34


def drawings(result):
    """{language: {name: SVG}}; names "estimates" and "balance-<outcome>"."""
    drawn = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language), unchecked():
            found = {"estimates": _estimates(result)}
            found |= {f"balance-{one['key']}": _balance(one) for one in result["outcomes"]}
            drawn[language] = {name: svg for name, svg in found.items() if svg}
    return drawn


def estimate_rows(result):
    """[{outcome, value, low, high, said}] of estimates in points, in the order of the plan."""
    rows = []
    for one in result["outcomes"]:
        estimate = one["estimate"]
        if estimate and estimate["value"] is not None and estimate["scale"] == "points":
            rows.append(
                {
                    "outcome": str(OUTCOMES[one["key"]].title),
                    **{name: estimate[name] for name in ("value", "low", "high")},
                    "said": number(estimate["value"]),
                }
            )
    return rows


def balance_rows(one):
    """[{variable, difference, matched}] of an outcome's balance table, before and after matching."""
    rows = []
    for row in one["balance"]:
        for name, after in (("before_matching", False), ("difference", True)):
            value = row[name]
            if value is not None and value != HIDDEN:
                rows.append(
                    {"variable": variable_title(row["variable"], one), "difference": value, "after": after}
                )
    return rows


def _estimates(result):
    rows = estimate_rows(result)
    if not rows:
        return None
    data = alt.Chart(alt.Data(values=rows))
    y = alt.Y("outcome:N", sort=None, axis=_names())
    x = alt.X(
        "value:Q", axis=alt.Axis(title=_("Points; right of 0 is more"), grid=True), scale=alt.Scale(nice=True)
    )
    chart = alt.layer(
        alt.Chart(alt.Data(values=[{"zero": 0}])).mark_rule(color=SOFT, strokeDash=[4, 3]).encode(x="zero:Q"),
        data.mark_rule(strokeWidth=3, color=AFTER).encode(y=y, x="low:Q", x2="high:Q"),
        data.mark_point(filled=True, size=110, opacity=1, color=AFTER).encode(y=y, x=x),
        data.mark_text(dy=-13, fontSize=LETTERS, fontWeight="bold", color=AFTER).encode(
            y=y, x=x, text="said:N"
        ),
    )
    said = "; ".join(
        _("%(outcome)s %(value)s, interval %(low)s to %(high)s")
        % {
            "outcome": row["outcome"],
            "value": row["said"],
            "low": number(row["low"]),
            "high": number(row["high"]),
        }
        for row in rows
    )
    return _drawn(chart, len(rows), _("Differences with their intervals"), said)


def _balance(one):
    rows = balance_rows(one)
    if not rows:
        return None
    labels = {True: _("compared students"), False: _("all students before matching")}
    data = alt.Chart(alt.Data(values=[{**row, "which": labels[row["after"]]} for row in rows]))
    domain = [labels[False], labels[True]]
    x = alt.X("difference:Q", axis=alt.Axis(title=_("Difference before the program, in standard deviations")))
    bounds = [
        alt.Chart(alt.Data(values=[{"at": sign * bound} for sign in (-1, 1)]))
        .mark_rule(color=RULE if bound == ALIKE else SOFT, strokeDash=[2, 3])
        .encode(x="at:Q")
        for bound in (ALIKE, ADJUSTABLE)
    ]
    legend = alt.Legend(title=None, orient="top", labelLimit=300)
    points = data.mark_point(filled=True, size=100, opacity=1).encode(
        y=alt.Y("variable:N", sort=None, axis=_names()),
        x=x,
        color=alt.Color("which:N", scale=alt.Scale(domain=domain, range=[BEFORE, AFTER]), legend=legend),
        shape=alt.Shape(
            "which:N", scale=alt.Scale(domain=domain, range=["diamond", "circle"]), legend=legend
        ),
    )
    said = "; ".join(
        f"{row['variable']}, {labels[row['after']]}: {number(row['difference'], 2)}" for row in rows
    )
    lines = len({row["variable"] for row in rows})
    return _drawn(alt.layer(*bounds, points), lines, _("How alike both sides were before"), said)


def _names():
    return alt.Axis(title=None, labelLimit=190, domain=False, ticks=False)


def _drawn(chart, lines, title, description):
    spec = (
        chart.properties(width=WIDTH, height=max(lines, 1) * LINE + 20, background=GROUND, padding=6)
        .configure(
            font="sans-serif",
            axis={"labelFontSize": LETTERS, "titleFontSize": LETTERS, "titleFontWeight": "normal"}
            | {"labelColor": INK, "titleColor": SOFT, "gridColor": RULE, "domainColor": SOFT},
            legend={"labelFontSize": LETTERS, "labelColor": INK},
            view={"stroke": None},
        )
        .to_dict()
    )
    svg = vl_convert.vegalite_to_svg(spec, vl_version=_newest_version())
    head, rest = svg.split(">", 1)
    names = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return f'{head} role="img">{names}{rest}'


@cache
def _newest_version():
    return max(vl_convert.get_vegalite_versions(), key=lambda name: [int(part) for part in name.split(".")])
