"""Who sees a child's data, who never does, and how to say no: made from the agreements in force, never typed.

The request to see, correct or remove data goes to the district that holds the records, by letter or mail program;
the platform neither takes nor keeps it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnership.catalog import datasets
from partnership.models import Agreement, Organization
from partnership.models.organization import LAW_ENFORCEMENT

from .common import crumbs

HOLDERS = ("school_district", "county_office", "school")


@dataclass(frozen=True)
class Sharing:
    """One agreement as a family reads it. `datasets`: titles; `last_kept`: the last day on which data is kept."""

    organization: Organization
    purpose: str
    datasets: list
    starts_on: object
    last_day: object
    last_kept: object
    retention_days: int
    recipients: str
    parties: list


@require_safe
def families(request):
    sharings = sharings_in_force()
    context = {
        "sharings": sharings,
        "longest_days": max((each.retention_days for each in sharings), default=None),
        "law_enforcement": Organization.objects.filter(kind__in=LAW_ENFORCEMENT).order_by("name"),
        "districts": districts(),
        "crumbs": crumbs((_("Your child’s data"), "")),
    }
    return render(request, "cms/site/families.html", context)


def sharings_in_force():
    """[Sharing] of every agreement in force under which rows about students come, by organization."""
    titles = {dataset.key: dataset.title for dataset in datasets() if dataset.student_level}
    sharings = []
    for agreement in _agreements():
        shared = [titles[row.dataset] for row in agreement.datasets.all() if row.dataset in titles]
        if shared:
            sharings.append(
                Sharing(
                    agreement.organization,
                    agreement.purpose,
                    shared,
                    agreement.starts_on,
                    agreement.last_day,
                    agreement.kept_until,
                    agreement.retention_days,
                    agreement.permitted_recipients,
                    list(agreement.further_parties.all()),
                )
            )
    return sharings


def districts():
    """Whom a family asks: districts and offices that hold records, by name."""
    return Organization.objects.filter(kind__in=HOLDERS).select_related("city").order_by("name")


@require_safe
def request_form(request):
    """A letter to print or to send by one's own mail program; `?district=` says to whom."""
    chosen = districts().filter(slug=request.GET.get("district", "")).first()
    context = {
        "districts": districts(),
        "district": chosen,
        "crumbs": crumbs((_("Your child’s data"), reverse("site:families")), (_("Ask your district"), "")),
    }
    return render(request, "cms/site/data_request.html", context)


@require_safe
def consent(request):
    """The wording of a consent, in every language of the site on one sheet, to print."""
    sheets = []
    for code, _label in settings.LANGUAGES:
        with override(code):
            sheets.append((code, get_language_info(code)["name_local"].capitalize(), _consent_words()))
    context = {
        "sheets": sheets,
        "crumbs": crumbs((_("Your child’s data"), reverse("site:families")), (_("Consent"), "")),
    }
    return render(request, "cms/site/data_consent.html", context)


def _consent_words():
    return {
        "title": _("Consent to take part and to be counted"),
        "paragraphs": [
            _(
                "I am the parent or guardian of the young person named below. I agree that he or she takes part in the program."
            ),
            _(
                "The program may tell the partnership that he or she takes part, and how often, under a code and not by name."
            ),
            _(
                "The school may count attendance and discipline together with that code, under a written agreement."
            ),
            _("Police, sheriff, probation and the district attorney never see these records."),
            _(
                "I may say no, or take this back at any time. Nothing is lost by it at school or in the program."
            ),
        ],
        "blanks": [
            _("Name of the young person, and school"),
            _("Program"),
            _("Name of the parent or guardian"),
            _("Day and signature"),
        ],
    }


def _agreements():
    agreements = Agreement.objects.in_force().select_related("organization")
    return agreements.prefetch_related("datasets", "further_parties").order_by("organization__name", "title")
