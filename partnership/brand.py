"""The partnership's two colors, made readable.

A partnership chooses one deep color and one warm accent. Whatever it chooses, text, controls and marks must keep
the contrast of WCAG 2.2 AA on the paper of both color schemes. So the chosen colors only give hue and
strength; their lightness is moved, in the perceptual OKLCH space, until the ratio holds.
"""

import re
from math import atan2, cbrt, cos, degrees, hypot, radians, sin

DEFAULT_BRAND = "#15505b"
DEFAULT_ACCENT = "#e0912f"

# The neutral grounds of site.css that brand colors are read on: paper is the page, surface a card.
PAPER = {"light": "#faf9f6", "dark": "#10181b"}
SURFACE = {"light": "#ffffff", "dark": "#182226"}
ON_DARK, ON_LIGHT = "#ffffff", "#0c1517"

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def is_color(text):
    """True for a color as settings hold it: `#rrggbb`."""
    return isinstance(text, str) and bool(_HEX.fullmatch(text))


def contrast(one, other):
    """Contrast ratio of two `#rrggbb` colors, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def palette(brand=DEFAULT_BRAND, accent=DEFAULT_ACCENT):
    """`{"light": {token: "#rrggbb"}, "dark": {...}}`: the custom properties of site.css that follow the brand.

    Ratios: text at least 5 to 1 (AA asks 4.5), marks and focus rings at least 3 to 1.
    """
    return {"light": _light(brand, accent), "dark": _dark(brand, accent)}


def _light(brand, accent):
    band = readable(_with(brand, most=0.36), on=ON_DARK, ratio=8)
    fill = readable(brand, on=ON_DARK, ratio=5.5)
    wash = _with(brand, lightness=0.955, chroma=0.018)
    return {
        "band": band,
        "band-raised": _with(band, shift=0.07),
        "band-accent": readable(accent, on=_with(band, shift=0.07), ratio=4.6),
        "brand": fill,
        "brand-strong": _with(fill, shift=-0.08),
        "on-brand": ON_DARK,
        "link": readable(brand, on=wash, ratio=6),
        "wash": wash,
        "accent": readable(accent, on=PAPER["light"], ratio=3),
        "accent-ink": readable(accent, on=wash, ratio=5),
        "accent-wash": _with(accent, lightness=0.965, chroma=0.025),
        "focus": readable(accent, on=wash, ratio=4),
    }


def _dark(brand, accent):
    band = readable(_with(brand, lightness=0.31), on=ON_DARK, ratio=8)
    fill = readable(_with(brand, lightness=0.8), on=ON_LIGHT, ratio=7)
    wash = _with(brand, lightness=0.29, chroma=0.03)
    return {
        "band": band,
        "band-raised": _with(band, shift=0.08),
        "band-accent": readable(accent, on=_with(band, shift=0.08), ratio=4.6),
        "brand": fill,
        "brand-strong": _with(fill, shift=0.06),
        "on-brand": ON_LIGHT,
        "link": readable(_with(brand, least=0.8), on=wash, ratio=6),
        "wash": wash,
        "accent": readable(accent, on=SURFACE["dark"], ratio=4.5),
        "accent-ink": readable(_with(accent, least=0.8), on=wash, ratio=6),
        "accent-wash": _with(accent, lightness=0.28, chroma=0.035),
        "focus": readable(_with(accent, least=0.8), on=wash, ratio=6),
    }


def readable(color, *, on, ratio):
    """`color` itself where it reads on the ground `on`; else the nearest lightness of its hue that reaches `ratio`."""
    step = -0.01 if _luminance(on) > 0.18 else 0.01
    lightness, chroma, hue = _to_oklch(color)
    found = color.lower()
    while contrast(found, on) < ratio and 0 <= lightness <= 1:
        lightness += step
        found = _to_hex(lightness, chroma, hue)
    return found


def _with(color, *, lightness=None, chroma=None, shift=0.0, least=0.0, most=1.0):
    """The same hue with another lightness (0 to 1) and at most `chroma`."""
    old_lightness, old_chroma, hue = _to_oklch(color)
    wanted = (old_lightness if lightness is None else lightness) + shift
    return _to_hex(min(max(wanted, least), most), min(old_chroma, chroma if chroma is not None else 1), hue)


def _channels(color):
    return [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def _linear(channel):
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(channel):
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _luminance(color):
    red, green, blue = map(_linear, _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_oklch(color):
    """(lightness 0 to 1, chroma, hue in degrees); matrices of Ottosson's OKLab."""
    r, g, b = map(_linear, _channels(color))
    long = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, hypot(a, b), degrees(atan2(b, a))


def _to_hex(lightness, chroma, hue):
    """The nearest sRGB color: chroma gives way until all channels fit."""
    lightness = min(max(lightness, 0.0), 1.0)
    while True:
        channels = _from_oklch(lightness, chroma, hue)
        if chroma <= 0 or all(-0.0005 <= channel <= 1.0005 for channel in channels):
            break
        chroma = max(chroma - 0.004, 0)
    return "#" + "".join(f"{round(_encoded(min(max(c, 0), 1)) * 255):02x}" for c in channels)


def _from_oklch(lightness, chroma, hue):
    """Linear red, green, blue; outside 0 to 1 where sRGB has no such color."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
