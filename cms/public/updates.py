"""Updates as the public reads them: the list, one update with its time line, and Atom."""

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from partnership.models import Organization, Place
from partnership.screens.common import page_of

from ..models import NewsIndexPage, NewsPage, Update
from ..models.updates import EntryKind, UpdateKind
from .common import crumbs

PER_PAGE, IN_FEED = 20, 30
TONES = {
    EntryKind.CORRECTED: "warn",
    EntryKind.CONFIRMED: "good",
    EntryKind.ADDED: "info",
    EntryKind.CHANGED: "info",
    EntryKind.PUBLISHED: "neutral",
    EntryKind.CLOSED: "neutral",
}
PARTS = {
    "unknown": lambda: _("What we do not know yet"),
    "coming": lambda: _("What happens next"),
    "contacts": lambda: _("Emergency contacts"),
}


@require_safe
def updates(request):
    """Incident updates, the newest first; those of a city by `?city=`."""
    city = Place.objects.filter(kind="city", code=request.GET.get("city", "")).first()
    found = Update.objects.published().filter(kind=UpdateKind.INCIDENT).select_related("organization", "city")
    if city:
        found = found.filter(city=city)
    context = {
        "page": page_of(request, found, PER_PAGE),
        "city": city,
        "cities": Place.objects.filter(kind="city", in_partnership=True).order_by("name"),
        "feed": reverse("site:city_updates_feed", args=[city.code]) if city else reverse("site:updates_feed"),
        "crumbs": crumbs((_("Updates"), "")),
    }
    return render(request, "cms/site/updates.html", context)


@require_safe
def update(request, slug):
    found = Update.objects.published().select_related("organization", "city", "event")
    return update_page(request, get_object_or_404(found, slug=slug))


def update_page(request, update):
    context = {
        "update": update,
        "facts": update.facts.all(),
        "lines": [_line(entry) for entry in update.entries.all()],
        "crumbs": crumbs((_("Updates"), reverse("site:updates")), (str(update), "")),
    }
    return render(request, "cms/site/update.html", context)


def _line(entry):
    part = PARTS.get(entry.part)
    return {
        "at": entry.at,
        "title": f"{entry.get_kind_display()}: {part()}" if part else entry.get_kind_display(),
        "tone": TONES[EntryKind(entry.kind)],
        "before": entry.before,
        "after": entry.after,
    }


class UpdatesFeed(Feed):
    """Atom, of all cities or of one."""

    feed_type = Atom1Feed

    def get_object(self, request, code=""):
        return get_object_or_404(Place, kind="city", code=code) if code else None

    def title(self, city):
        name = Organization.name_of_partnership()
        return _("%(name)s: updates for %(city)s") % {"name": name, "city": city} if city else name

    def link(self, city):
        return reverse("site:updates") + (f"?city={city.code}" if city else "")

    def items(self, city):
        found = Update.objects.published().filter(kind=UpdateKind.INCIDENT).select_related("organization")
        return (found.filter(city=city) if city else found).order_by("-changed_at")[:IN_FEED]

    def item_title(self, update):
        return str(update.title)

    def item_description(self, update):
        facts = [f"{fact.text} ({fact.get_state_display()})" for fact in update.facts.all()]
        return "\n".join(facts)

    def item_pubdate(self, update):
        return update.published_at

    def item_updateddate(self, update):
        return update.changed_at

    def item_author_name(self, update):
        return update.organization.name


class NewsFeed(Feed):
    """Atom of the news of all partners, in the language of the address."""

    feed_type = Atom1Feed

    def title(self):
        return _("%(name)s: news") % {"name": Organization.name_of_partnership()}

    def link(self):
        index = NewsIndexPage.objects.filter(locale=Locale.get_active()).first()
        return index.get_url() if index else "/"

    def items(self):
        return NewsPage.objects.readable(Locale.get_active())[:IN_FEED]

    def item_title(self, page):
        return page.title

    def item_description(self, page):
        return page.lead

    def item_link(self, page):
        return page.get_url()

    def item_pubdate(self, page):
        return page.first_published_at
