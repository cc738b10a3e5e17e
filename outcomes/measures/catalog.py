"""The measures as lower apps may know them: a key, a title, a unit, whether it is told by survey, whether of participants
alone (settings.MEASURE_CATALOG)."""

from django.utils.translation import get_language

from .aggregates import AGGREGATES, PROGRAMS
from .definition import UNIT_WORDS, registry
from .programs import BY_INSTRUMENT


def catalog():
    """[(key, title, unit, by_survey, of_participants)] in the language of the moment and the order of pages."""
    language = get_language() or "en"
    return [
        (
            one.key,
            one.in_language(language)["title"],
            str(UNIT_WORDS[one.unit]),
            one.numerator in BY_INSTRUMENT,
            AGGREGATES[one.numerator].family == PROGRAMS,
        )
        for one in registry().values()
    ]
