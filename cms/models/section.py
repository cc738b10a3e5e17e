from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.admin.widgets.slug import SlugInput
from wagtail.fields import StreamField
from wagtail.search import index

from ..blocks import BODY
from ..newer_panel import NewerNumbersPanel
from .base import SitePage
from .news import NewsPage

NEWS_SHOWN = 6


class SectionPage(SitePage):
    """An ordinary page within a section: a resource, a service, a way to take part."""

    lead = models.TextField(
        _("lead"), blank=True, help_text=_("What the reader finds here, in one or two sentences.")
    )
    body = StreamField(BODY, verbose_name=_("text"), blank=True)

    parent_page_types = ["cms.HomePage", "cms.OrganizationPage", "cms.ProgramPage", "cms.SectionPage"]
    subpage_types = ["cms.SectionPage"]
    own_text_fields = ("lead", "body")
    content_panels = [TitleFieldPanel("title"), FieldPanel("lead"), NewerNumbersPanel(), FieldPanel("body")]
    promote_panels = [FieldPanel("slug", widget=SlugInput), FieldPanel("search_description")]
    search_fields = SitePage.search_fields + [index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["beneath"] = pages_beneath(self)
        return context


class SectionRoot(SitePage):
    """The first page of a section: what lies beneath it, its news, and its collection of files."""

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["beneath"] = pages_beneath(self)
        context["news"] = NewsPage.objects.readable(self.locale).child_of(self)[:NEWS_SHOWN]
        return context


def pages_beneath(page):
    """The ordinary pages directly beneath a page that the public may read, in the editors' order."""
    return SectionPage.objects.child_of(page).live().public()
