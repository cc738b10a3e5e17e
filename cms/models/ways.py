from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from ..blocks import BODY
from ..newer_panel import NewerNumbersPanel
from ..way_contents import belonging_to
from ..ways import Way
from .base import SitePage


class WayIndexPage(SitePage):
    """The seven ways, one beneath another."""

    intro = models.TextField(_("introduction"), blank=True)

    is_creatable = False
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.WayPage"]
    own_text_fields = ("intro",)
    content_panels = [FieldPanel("title"), FieldPanel("intro")]
    promote_panels = [FieldPanel("search_description")]

    class Meta:
        verbose_name = _("index of the seven ways")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["ways"] = WayPage.objects.child_of(self).live().public()
        return context


class WayPage(SitePage):
    """One of the seven ways: what its editors say of it, and what partners post that belongs to it."""

    way = models.CharField(_("way"), max_length=16, choices=Way.choices, editable=False)
    lead = models.TextField(_("lead"), blank=True)
    body = StreamField(BODY, verbose_name=_("text"), blank=True)

    is_creatable = False
    parent_page_types = ["cms.WayIndexPage"]
    subpage_types = []
    own_text_fields = ("lead", "body")
    content_panels = [TitleFieldPanel("title"), FieldPanel("lead"), NewerNumbersPanel(), FieldPanel("body")]
    promote_panels = [FieldPanel("search_description")]
    search_fields = SitePage.search_fields + [index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("page of a way")
        verbose_name_plural = _("pages of ways")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | belonging_to(self.way, self.locale)
