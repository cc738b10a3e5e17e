from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from partnership.models import Organization, Place
from programs.models import Program

from .. import released
from ..blocks import BODY
from ..calendar.coming import coming
from ..newer_panel import NewerNumbersPanel
from .base import SitePage
from .events import Event
from .news import NewsPage
from .programs import ProgramPage
from .updates import Update

PROGRAMS_SHOWN, NEWS_SHOWN, UPDATES_SHOWN = 6, 3, 2


class HomePage(SitePage):
    """The front door, one per language."""

    headline = models.CharField(_("headline"), max_length=120)
    lead = models.TextField(_("lead"), blank=True, help_text=_("Two or three sentences under the headline."))
    body = StreamField(BODY, verbose_name=_("text"), blank=True)

    is_creatable = False
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [
        FieldPanel("title"),
        FieldPanel("headline"),
        FieldPanel("lead"),
        NewerNumbersPanel(),
        FieldPanel("body"),
    ]
    promote_panels = [FieldPanel("search_description")]

    class Meta:
        verbose_name = _("home page")

    def route(self, request, path_components):
        """One query finds a page at any depth; what is no page's own address, the pages on the way know."""
        if path_components:
            address = self.url_path + "/".join(path_components) + "/"
            found = Page.objects.live().filter(slug=path_components[-1], url_path=address).first()
            if found:
                return found.specific.route(request, [])
        return super().route(request, path_components)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["scale"] = scale_of_the_partnership()
        context["release"] = released.latest()
        context["programs"] = ProgramPage.objects.readable(self.locale)[:PROGRAMS_SHOWN]
        context["occurrences"] = coming(Event.objects.exclude(audience="partners"))
        context["updates"] = Update.objects.published().filter(kind="incident", is_closed=False)[
            :UPDATES_SHOWN
        ]
        context["news"] = NewsPage.objects.readable(self.locale)[:NEWS_SHOWN]
        return context


def scale_of_the_partnership():
    """How many take part, from the registers: {organizations, cities, schools, programs}. Not an outcome."""
    places = Place.objects.filter(in_partnership=True, closed_on__isnull=True)
    return {
        "organizations": Organization.objects.exclude(kind="partnership").count(),
        "cities": places.filter(kind="city").count(),
        "schools": places.filter(kind="school").count(),
        "programs": Program.objects.count(),
    }
