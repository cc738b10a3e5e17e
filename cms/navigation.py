"""The public site's main navigation: the live pages directly beneath the home page of the reader's
language, the calendar and the released outcomes."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from partnership.navigation import Item

from .caching.middleware import shared

ON_TOP = Q(depth=3)
WAYS = Q(content_type__app_label="cms", content_type__model="waypage")


def items(request):
    """Items of the public navigation, in the order of the tree; the one the reader is in is marked.

    The index of the seven ways comes first and opens into them.
    """
    return [_marked(item, request) for item in shared(request, "navigation", lambda: _items(request))]


def _items(request):
    pages = Page.objects.filter(depth__in=(3, 4), locale__language_code=get_language()).live().public()
    pages = pages.filter(ON_TOP | WAYS).select_related("content_type").order_by("path")
    top, ways = [], []
    for page in pages:
        item = Item(page.title, page.get_url(request))
        if page.depth == 4:
            ways.append(item)
        elif page.content_type.model == "wayindexpage":
            top.insert(0, item)
            item.children = ways
        else:
            top.append(item)
    top.append(Item(_("Calendar"), reverse("site:calendar")))
    top.append(Item(_("Outcomes"), reverse("outcomes:releases")))
    top.append(Item(_("Search"), reverse("site:search")))
    return [item for item in top if item.url]


def _marked(item, request):
    item.current = request.path.startswith(item.url)
    for child in item.children:
        child.current = request.path == child.url
    return item


def footer(request):
    """What stands at the foot of every page: where people look for an agency's word."""
    return [
        Item(_("Updates"), reverse("site:updates")),
        Item(_("Policies"), reverse("site:policies")),
        Item(_("Commend or complain"), reverse("site:feedback_index")),
        Item(_("Commitments"), reverse("site:commitments")),
        Item(_("Trainings"), reverse("site:trainings")),
        Item(_("Openings"), reverse("site:openings")),
        Item(_("Cities"), reverse("site:cities")),
        Item(_("Your child’s data"), reverse("site:families")),
        Item(_("Accessibility"), reverse("site:accessibility")),
    ]
