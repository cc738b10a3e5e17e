"""The Atom feed of public releases: a new one, a correction with what was wrong."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from partnership.models import Organization

from .models import Release
from .presenter import about_words

NEWEST = 30


class ReleaseFeed(Feed):
    """In the language of its address. Superseded releases stay in it: whoever follows the feed has read them."""

    feed_type = Atom1Feed

    def title(self):
        return _("Released outcomes of %(partnership)s") % {"partnership": Organization.partnership().name}

    def subtitle(self):
        return _("Numbers that were checked, approved and frozen.")

    def link(self):
        return reverse("outcomes:releases")

    def feed_url(self):
        return reverse("outcomes:feed")

    def items(self):
        found = Release.objects.public().select_related("program", "supersedes")
        return found.order_by("-published_at", "slug")[:NEWEST]

    def item_title(self, item):
        return _("Correction: %(title)s") % {"title": item.title} if item.supersedes_id else item.title

    def item_description(self, item):
        if item.supersedes_id:
            return _("What was corrected: %(erratum)s") % {"erratum": item.erratum}
        return about_words(item)

    def item_link(self, item):
        return reverse("outcomes:release", args=[item.slug])

    def item_guid(self, item):
        return f"urn:uuid:{item.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.published_at

    def item_author_name(self):
        return Organization.partnership().name
