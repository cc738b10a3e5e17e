"""The measures as lower apps may know them: a key, a title, a unit (settings.MEASURE_CATALOG)."""

from django.utils.translation import get_language

from .definition import UNIT_WORDS, registry


def catalog():
    """[(key, title, unit)] in the language of the moment and the order of pages."""
    language = get_language() or "en"
    return [
        (one.key, one.in_language(language)["title"], str(UNIT_WORDS[one.unit]))
        for one in registry().values()
    ]
