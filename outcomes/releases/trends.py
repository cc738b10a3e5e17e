"""The years of one school, city or group as a chart: like those of the whole, but drawn when somebody asks.

There are hundreds of them for each measure, and few are ever looked at (decision 0046).
"""

import hashlib
import re

from django.core.cache import caches
from django.http import Http404
from django.utils import translation

from .charts import draw
from .drawing import NARROW, WIDE
from .keys import own_level
from .tables import rows

# Raised whenever the same cells would give another picture.
VERSION = 1
KEEP_SECONDS = 24 * 60 * 60
NAME = re.compile(
    r"trend-(?P<measure>\w+)\.(?P<mark>[0-9a-f]{16})\.(?P<language>[a-z]{2})(?P<narrow>\.narrow)?\.svg"
)
# So many years have a number, or there is no line to draw.
FEWEST = 2


def trend_name(measure, whose, width=WIDE):
    """The name of a chart in the language of the moment: "trend-truancy.0f3a....en.svg". whose: (level, place, dimension,
    group); a group may bear any name, so the chart's name holds a digest of them.
    """
    mark = hashlib.sha256("\0".join(whose).encode()).hexdigest()[:16]
    return f"trend-{measure}.{mark}.{translation.get_language()}{'' if width == WIDE else '.' + width}.svg"


def has_trend(some):
    """Whether rows of one measure and of the same students have enough years for a chart."""
    return len({row.year for row in some if row.is_shown}) >= FEWEST


def whose_words(release, row):
    """ "Alder School 1, English learners": whom a row is about besides the whole; "" for the whole."""
    place = "" if (row.level, row.place) == own_level(release.program) else row.place_name or row.place
    return ", ".join(str(part) for part in (place, row.group_title) if part)


def trend(release, name):
    """SVG bytes of the chart with a name, drawn from the release's cells. 404 where it has none."""
    found = NAME.fullmatch(name)
    if not found or not translation.check_for_language(found["language"]):
        raise Http404
    if release.is_draft:
        return _draw(release, found)
    return caches["pages"].get_or_set(
        f"trend:{release.pk}:{VERSION}:{name}", lambda: _draw(release, found), KEEP_SECONDS
    )


def _draw(release, found):
    with translation.override(found["language"]):
        wanted = found.group(0).replace(".narrow", "")
        some = [
            row
            for row in rows(release, release.cells.filter(measure=found["measure"]))
            if trend_name(found["measure"], row.whose) == wanted
        ]
        if not has_trend(some):
            raise Http404
        drawings = draw(
            some, title=release.title, language=found["language"], whose=whose_words(release, some[0])
        )
        return drawings[NARROW if found["narrow"] else WIDE]
