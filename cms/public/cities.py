"""A city: who works there, what is offered, what happened, what was promised; and how a child comes to a program."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnership.models import Organization, Place
from programs.models import Program

from ..calendar.coming import coming
from ..cities import cities_with_counts
from ..models import Commitment, Event, Opening, Update
from ..models.updates import UpdateKind
from .common import crumbs

SHOWN = 6


@require_safe
def cities(request):
    """Every city of the partnership, drawn and as a list."""
    context = {"cities": cities_with_counts(), "crumbs": crumbs((_("Cities"), ""))}
    return render(request, "cms/site/cities.html", context)


@require_safe
def city(request, code):
    city = get_object_or_404(Place, kind="city", in_partnership=True, code=code)
    partners = Organization.objects.filter(city=city).exclude(kind="partnership").order_by("kind", "name")
    programs = Program.objects.filter(Q(sites__city=city) | Q(sites=city)).distinct().order_by("name")
    context = {
        "city": city,
        "partners": partners,
        "programs": programs,
        "schools": Place.objects.filter(
            kind="school", city=city, in_partnership=True, closed_on=None
        ).order_by("name"),
        "occurrences": coming(Event.objects.filter(city=city), SHOWN),
        "updates": Update.objects.published().filter(city=city, kind=UpdateKind.INCIDENT)[:SHOWN],
        "heard": Update.objects.published().filter(city=city, kind=UpdateKind.HEARD)[:SHOWN],
        "commitments": Commitment.objects.in_public_order().filter(organization__city=city)[:SHOWN],
        "openings": Opening.objects.open().filter(Q(city=city) | Q(city=None, organization__city=city))[
            :SHOWN
        ],
        "crumbs": crumbs((_("Cities"), reverse("site:cities")), (city.name, "")),
    }
    return render(request, "cms/site/city.html", context)


@require_safe
def refer(request, slug):
    """How a child comes to a program: whom to call, and a sheet to print. No name of a child is ever typed here."""
    program = get_object_or_404(Program, slug=slug)
    context = {
        "program": program,
        "owners": program.owners.select_related("city").order_by("name"),
        "sites": program.sites.order_by("name"),
        "crumbs": crumbs((str(program), ""), (_("Refer a child"), "")),
    }
    return render(request, "cms/site/refer.html", context)
