"""The result of a plan as it is stored: numbers, words in every language, and what they were made with.

`document` is pure: the same frame and terms give the same bytes, here and with an outside evaluator who
holds the extract.
"""

import platform
from importlib.metadata import version

from django.conf import settings
from django.utils import translation

from ..evaluate import METHODS_VERSION, adjust_domain, adjust_primary, evaluate
from ..findings import finding
from .differences import without_differences, without_differences_to_served
from .gpra import gpra_of
from .hide import HIDDEN, is_small, safe
from .outcomes import OUTCOMES
from .panels import panel_of

# Raised when the same frame and terms would no longer give the same document.
DOCUMENT_VERSION = 2
SOFTWARE = ("numpy", "scipy", "pandas", "statsmodels")
PRIMARY, SECONDARY = "primary", "secondary"


def document(
    terms,
    frame,
    *,
    refused=0,
    unlinked=0,
    seed="",
    beside=None,
    operation=None,
    seen=lambda done, key: None,
):
    """The result of a plan as JSON.

    terms: a `Terms`; frame: as `gather` makes it. refused, unlinked: participants whose family said no, and
    those who are no student here. beside: {outcome: {period: percent}} of the county. operation: how the program
    was run (`operation`). seen: told how many
    outcomes are done and which is next.
    """
    found = {}
    for done, key in enumerate(terms.outcomes):
        seen(done, key)
        panel = panel_of(key, frame, terms)
        found[key] = evaluate(panel, terms.question_of(key, frame))
    found |= _adjusted(found, terms.primary, adjust_primary)
    found |= _adjusted(found, [key for key in terms.outcomes if key not in terms.primary], adjust_domain)
    found = without_differences_to_served(without_differences(found), operation)
    return {
        "document": DOCUMENT_VERSION,
        "methods": METHODS_VERSION,
        "software": software(),
        "seed": seed,
        "flow": {
            "refused": HIDDEN if is_small(refused) else refused,
            "unlinked": HIDDEN if is_small(unlinked) else unlinked,
        },
        "operation": operation or {},
        "gpra": gpra_of(terms, frame),
        "outcomes": [
            {
                "key": key,
                "role": PRIMARY if key in terms.primary else SECONDARY,
                "words": _words(evaluation),
                "beside": {str(period): value for period, value in (beside or {}).get(key, {}).items()},
                **safe(_numbers(evaluation)),
            }
            for key, evaluation in found.items()
        ],
    }


def software():
    """Versions of what computed."""
    return {"python": platform.python_version(), **{name: version(name) for name in SOFTWARE}}


def _adjusted(found, keys, adjust):
    evaluations = [found[key] for key in keys]
    return dict(zip(keys, adjust(evaluations), strict=True)) if evaluations else {}


def _numbers(evaluation):
    numbers = evaluation.as_dict()
    question = evaluation.question
    numbers["question"] = {
        "kind": question.kind,
        "behind": question.behind,
        "better": question.better,
        "units": question.units,
        "earlier": question.earlier is not None,
    }
    return numbers


def _words(evaluation):
    """{language: {answer, fact, certainty, ...}}"""
    words = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said = finding(evaluation)
            words[language] = {
                name: list(value) if isinstance(value, tuple) else str(value)
                for name, value in vars(said).items()
            }
    return words


def outcome_title(key):
    return str(OUTCOMES[key].title)
