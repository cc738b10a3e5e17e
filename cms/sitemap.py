"""Everything the public may read, for search engines: pages, partners without a page, released outcomes."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from partnership.models import Organization, Place

from .models import (
    Commitment,
    DirectoryPage,
    Event,
    FeedbackWays,
    Opening,
    OrganizationPage,
    Policy,
    Training,
    Update,
)
from .released import public_releases


def entries(request):
    """[{"loc", "lastmod", "alternates": [(language, address)]}], a few queries whatever the number: the request keeps
    what the address of every page begins with.
    """
    pages = Page.objects.live().public().filter(depth__gt=1).select_related("locale")
    twins, listed = {}, []
    for page in pages:
        address = page.get_url(request)
        if address:
            language, address = page.locale.language_code, settings.BASE_URL + address
            twins.setdefault(page.translation_key, []).append((language, address))
            listed.append((page, address))
    found = [
        {"loc": address, "lastmod": page.last_published_at, "alternates": twins[page.translation_key]}
        for page, address in listed
    ]
    return found + _directory_entries(request) + _releases() + _postings()


def _directory_entries(request):
    paged = OrganizationPage.objects.live().public().values("organization")
    slugs = (
        Organization.objects.exclude(pk__in=paged).exclude(kind="partnership").values_list("slug", flat=True)
    )
    directories = [
        (page.locale.language_code, settings.BASE_URL + page.get_url(request))
        for page in DirectoryPage.objects.live().public().select_related("locale")
    ]
    return [
        {
            "loc": f"{directory}{slug}/",
            "lastmod": None,
            "alternates": [(language, f"{address}{slug}/") for language, address in directories],
        }
        for slug in slugs
        for _language, directory in directories
    ]


def _releases():
    listed = [("outcomes:releases", [], None)]
    listed += [("outcomes:release", [each.slug], each.published_at) for each in public_releases()]
    return [entry for name, arguments, day in listed for entry in _in_each_language(name, arguments, day)]


def _postings():
    """Lists and single postings of the calendar, updates, policies and the rest; the newest version of a policy."""
    lists = [
        "calendar",
        "listening",
        "updates",
        "commitments",
        "policies",
        "feedback_index",
        "trainings",
        "openings",
    ]
    listed = {
        (f"site:{name}", ()): None for name in [*lists, "cities", "families", "data_request", "data_consent"]
    }
    for name, model in [
        ("event", Event),
        ("update", Update),
        ("commitment", Commitment),
        ("training", Training),
        ("opening", Opening),
    ]:
        for slug, day in model.objects.published().values_list("slug", "changed_at"):
            listed[f"site:{name}", (slug,)] = day
    for slug, topic in Policy.objects.published().values_list("organization__slug", "topic"):
        listed["site:policy", (slug, topic.replace("_", "-"))] = None
    for slug in FeedbackWays.objects.published().values_list("organization__slug", flat=True):
        listed["site:feedback", (slug,)] = None
    for code in Place.objects.filter(kind="city", in_partnership=True).values_list("code", flat=True):
        listed["site:city", (code,)] = None
    return [
        entry
        for (name, arguments), day in listed.items()
        for entry in _in_each_language(name, arguments, day)
    ]


def _in_each_language(name, arguments, day):
    twins = []
    for language, _label in settings.LANGUAGES:
        with override(language):
            twins.append((language, settings.BASE_URL + reverse(name, args=arguments)))
    return [{"loc": address, "lastmod": day, "alternates": twins} for _language, address in twins]
