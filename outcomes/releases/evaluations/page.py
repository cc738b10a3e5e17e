"""What a released evaluation shows, read from its stored document and nothing else."""

import json

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outcomes.evaluation.plans.presenter import estimates_table, sections, technical_facts, who_was_not_found
from outcomes.evaluation.plans.tables import operation_tables
from outcomes.evaluation.plans.terms import Terms, facts_of

from ..provenance import provenance
from .files import JSON

TEMPLATE = "outcomes/releases/evaluation.html"


def document(release):
    """The stored document of a release of kind evaluation."""
    found = release.artifacts.filter(name=JSON).first()
    if found is None:
        raise Http404
    return json.loads(bytes(found.content))


def context_of(release, signatures):
    """Context of the page, in the active language."""
    told = document(release)
    result, plan = told["result"], told["plan"]
    terms = Terms.from_json(plan["terms"])
    found = sections(result, terms.step)
    return {
        "template": TEMPLATE,
        "about": _("What came of the evaluation plan: %(question)s") % {"question": terms.question},
        "question": terms.question,
        "sections": found,
        "estimates": estimates_table(result),
        "not_found": who_was_not_found(result),
        "operation": operation_tables(result),
        "technical": technical_facts(result),
        "facts": facts_of(terms),
        "told_plan": plan,
        "drawing_suffix": f".{get_language() if get_language() in ('en', 'es') else 'en'}.svg",
        "legend_kinds": ["suppressed", "not_enough_data", "not_applicable"],
        "provenance": provenance(release, signatures),
    }
