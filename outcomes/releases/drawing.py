"""Drawings of a release: sizes, inks, and the way from an Altair specification to SVG and PNG.

Drawn for paper: dark lines on white.
"""

from html import escape
from typing import NamedTuple

import vl_convert

from .models import Population
from .pens import drawn_side_by_side, svgs

# Drawn width and height in pixels: a wide one for screens and paper, a narrow one for telephones, so that
# letters are never scaled below a readable size.
WIDE, NARROW = "wide", "narrow"
SIZES = {WIDE: (430, 300), NARROW: (290, 310)}
LETTERS = 13
INK, SOFT, RULE, GROUND = "#17262a", "#4d5d62", "#dfddd5", "#ffffff"
LOOKS = {
    Population.PARTICIPANTS: {"color": "#15505b", "dash": [1, 0], "shape": "circle"},
    Population.ALL: {"color": "#8a5200", "dash": [5, 4], "shape": "diamond"},
}
CONFIGURATION = {
    "font": "sans-serif",
    "axis": {"labelFontSize": LETTERS, "labelColor": INK, "gridColor": RULE, "domainColor": SOFT},
    "legend": {"labelFontSize": LETTERS, "labelColor": INK, "labelLimit": 260, "columnPadding": 18},
    "view": {"stroke": None},
}
# Raised whenever the same stored drawing would give another picture.
PNG_VERSION = 1
PNG_SCALE = 2


class Plan(NamedTuple):
    """What is to be drawn. spec: Vega-Lite; sizes: [(width, height)]."""

    spec: dict
    sizes: list
    title: str
    description: str


def drawn(plan):
    """[SVG bytes] of a Plan in each of its sizes."""
    return _named(plan, svgs(plan.spec, plan.sizes))


def all_drawn(plans, meanwhile):
    """([[SVG bytes] of each Plan], what `meanwhile` returns): see `pens.drawn_side_by_side`."""
    drawings, result = drawn_side_by_side([(plan.spec, plan.sizes) for plan in plans], meanwhile)
    return [_named(plan, some) for plan, some in zip(plans, drawings, strict=True)], result


def as_png(svg):
    """A drawing as a picture of points, twice as fine as a screen. svg: bytes."""
    return bytes(vl_convert.svg_to_png(svg.decode(), scale=PNG_SCALE))


def _named(plan, svgs):
    """The drawings with their name and description as the first things in them."""
    names = f"<title>{escape(plan.title)}</title><desc>{escape(plan.description)}</desc>"
    return [f'{head} role="img">{names}{rest}'.encode() for head, rest in (svg.split(">", 1) for svg in svgs)]
