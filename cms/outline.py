"""The drawn map: a soft outline around the cities and a dot for each, made here, without tiles from anywhere."""

import math
from dataclasses import dataclass

WIDTH, MARGIN = 100, 14


@dataclass(frozen=True)
class Dot:
    """A city on the map, in the units of the drawing; `radius` grows with its number of partners."""

    city: object
    x: float
    y: float
    radius: float

    @property
    def text_y(self):
        return self.y + self.radius + 3


def draw(cities):
    """{"dots", "outline", "height"} of cities that know where they lie; None where fewer than three do.

    One degree east is shortened by the cosine of the latitude, so that distances look right.
    """
    placed = [city for city in cities if city.latitude is not None and city.longitude is not None]
    if len(placed) < 3:
        return None
    north = max(float(city.latitude) for city in placed)
    west = min(float(city.longitude) for city in placed)
    shrink = math.cos(math.radians(north))
    flat = [((float(c.longitude) - west) * shrink, north - float(c.latitude)) for c in placed]
    width, height = max(x for x, _y in flat) or 1, max(y for _x, y in flat) or 1
    scale = (WIDTH - 2 * MARGIN) / max(width, height * 1.2)
    points = [(MARGIN + x * scale, MARGIN + y * scale) for x, y in flat]
    most = max(getattr(city, "partners", 0) for city in placed) or 1
    dots = [
        Dot(
            city, round(x, 1), round(y, 1), round(1 + 1.4 * math.sqrt(getattr(city, "partners", 0) / most), 1)
        )
        for city, (x, y) in zip(placed, points, strict=True)
    ]
    return {
        "dots": dots,
        "outline": _around(points),
        "height": round(2 * MARGIN + height * scale),
        "width": WIDTH,
    }


def _around(points, room=MARGIN * 0.7):
    """The path of a smooth line around all points, some room away from them."""
    corners = _hull([(x + room * math.cos(a), y + room * math.sin(a)) for x, y in points for a in _ANGLES])
    middles = [_middle(corners[place - 1], corner) for place, corner in enumerate(corners)]
    path = f"M{_told(middles[0])}"
    for place, corner in enumerate(corners):
        path += f"Q{_told(corner)} {_told(middles[(place + 1) % len(corners)])}"
    return path + "Z"


_ANGLES = [step * math.pi / 4 for step in range(8)]


def _hull(points):
    """The corners of the convex hull, in order (Andrew's two chains)."""
    points = sorted(set(points))

    def chain(ordered):
        kept = []
        for point in ordered:
            while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
                kept.pop()
            kept.append(point)
        return kept[:-1]

    return chain(points) + chain(points[::-1])


def _turn(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _middle(a, b):
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _told(point):
    return f"{point[0]:.1f} {point[1]:.1f}"
