"""The public site's main navigation: the live pages directly beneath the home page of the reader's
language, and the released outcomes."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from partnership.navigation import Item


def items(request):
    """Items of the public navigation, in the order of the tree; the one the reader is in is marked."""
    homes = Page.objects.filter(depth=2, locale__language_code=get_language())
    pages = Page.objects.filter(depth=3).live().public()
    pages = [page for home in homes for page in pages.descendant_of(home)]
    entries = [(page.title, page.get_url(request)) for page in pages]
    entries.append((_("Outcomes"), reverse("outcomes:releases")))
    return [Item(label, url, current=request.path.startswith(url)) for label, url in entries if url]
