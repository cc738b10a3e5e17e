"""Public releases, for everybody: only what was published for everyone."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnership.navigation import Item
from partnership.screens.common import page_of

from . import comparing, pages
from .models import Release, ReleaseState
from .promised import awards_for


@require_safe
def releases(request):
    found = Release.objects.public().in_lists().filter(state=ReleaseState.PUBLISHED).select_related("program")
    context = {"page": page_of(request, found, 20), "crumbs": _crumbs()}
    return pages.answer(request, "outcomes/releases/public_list.html", context, public=True)


@require_safe
def release(request, slug):
    found = _public(slug)
    context = pages.release_context(
        found, request.GET, readable=Release.objects.public(), awards=awards_for(found)
    )
    context |= {"crumbs": _crumbs((found.title, "")), **pages.IN_PUBLIC}
    return pages.answer(request, "outcomes/releases/release.html", context, public=True)


@require_safe
def measure(request, slug, key):
    found = _public(slug)
    context = pages.measure_context(found, key, request.GET)
    context |= {**pages.IN_PUBLIC, "crumbs": _crumbs(_step(found), (context["section"].words["title"], ""))}
    return pages.answer(request, "outcomes/releases/measure.html", context, public=True)


@require_safe
def sheet(request, slug):
    found = _public(slug)
    context = pages.sheet_context(found, readable=Release.objects.public(), awards=awards_for(found))
    context |= {**pages.IN_PUBLIC, "crumbs": _crumbs(_step(found), (_("Board sheet"), ""))}
    context["address"] = settings.BASE_URL + reverse("outcomes:release", args=[slug])
    return pages.answer(request, "outcomes/releases/sheet.html", context, public=True)


@require_safe
def compare(request, slug):
    found = _public(slug)
    context = comparing.context(found, Release.objects.public(), request.GET)
    context |= {**pages.IN_PUBLIC, "crumbs": _crumbs(_step(found), (_("Compare"), ""))}
    return pages.answer(request, "outcomes/releases/compare.html", context, public=True)


@require_safe
def drawing(request, slug, name):
    return pages.stored_file(request, _public(slug), name, public=True)


@require_safe
def download(request, slug, name):
    return pages.stored_file(request, _public(slug), name, download=True, public=True)


def _public(slug):
    return pages.fetch(Release.objects.public(), slug)


def _step(release):
    return release.title, reverse("outcomes:release", args=[release.slug])


def _crumbs(*steps):
    return [
        Item(_("Home"), "/"),
        Item(_("Outcomes"), reverse("outcomes:releases")),
        *(Item(label, address) for label, address in steps),
    ]
