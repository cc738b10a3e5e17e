"""Drawings of a release: sizes, inks, and the way from an Altair specification to SVG and PNG.

Drawn for paper: dark lines on white.
"""

from functools import cache
from html import escape

import vl_convert

from .models import Population

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


def drawn(spec, sizes, title, description):
    """[SVG bytes] of a Vega-Lite specification in each of some (width, height): compiled once for all of them."""
    width, height = sizes[0]
    vega = vl_convert.vegalite_to_vega(
        {**spec, "width": width, "height": height}, vl_version=_newest_version()
    )
    return [
        _named(vl_convert.vega_to_svg({**vega, "width": width, "height": height}), title, description)
        for width, height in sizes
    ]


def as_png(svg):
    """A drawing as a picture of points, twice as fine as a screen. svg: bytes."""
    return bytes(vl_convert.svg_to_png(svg.decode(), scale=PNG_SCALE))


def _named(svg, title, description):
    """The drawing with its name and description as the first things in it."""
    head, rest = svg.split(">", 1)
    names = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return f'{head} role="img">{names}{rest}'.encode()


@cache
def _newest_version():
    return max(vl_convert.get_vegalite_versions(), key=lambda name: [int(part) for part in name.split(".")])
