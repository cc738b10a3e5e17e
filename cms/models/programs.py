from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Collection, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from programs.models import Program

from .. import released
from ..blocks import BODY
from ..calendar.coming import coming_of
from ..newer_panel import NewerNumbersPanel
from .base import SitePage
from .section import SectionRoot


class ProgramIndexPage(SitePage):
    """All programs."""

    intro = models.TextField(_("introduction"), blank=True)

    is_creatable = False
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ProgramPage"]
    own_text_fields = ("intro",)
    content_panels = [FieldPanel("title"), FieldPanel("intro")]
    promote_panels = [FieldPanel("search_description")]

    class Meta:
        verbose_name = _("program index")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["programs"] = ProgramPage.objects.readable(self.locale)
        return context


class ProgramQuerySet(PageQuerySet):
    def readable(self, locale):
        """What the public may read in a language, by name."""
        pages = self.live().public().filter(locale=locale)
        return pages.select_related("program", "picture").order_by("program__name")


class ProgramPage(SectionRoot):
    """A program's page, written by every organization that owns the program.

    Who owns it, where it takes place, for whom and by which strategy is read from the program, never typed.
    """

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="pages")
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="+", editable=False)
    picture = models.ForeignKey(
        "cms.Picture",
        verbose_name=_("image"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    body = StreamField(BODY, verbose_name=_("text"), blank=True)

    objects = PageManager.from_queryset(ProgramQuerySet)()

    is_creatable = False
    parent_page_types = ["cms.ProgramIndexPage"]
    subpage_types = ["cms.SectionPage", "cms.NewsPage"]
    content_panels = [FieldPanel("picture"), NewerNumbersPanel(), FieldPanel("body")]
    promote_panels = [FieldPanel("search_description")]
    search_fields = SitePage.search_fields + [index.SearchField("body")]

    class Meta:
        verbose_name = _("program page")
        verbose_name_plural = _("program pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["program"] = self.program
        context["release"] = released.latest(self.program)
        context["evaluations"] = released.evaluations(self.program)
        context["owners"] = self.program.owners.all()
        context["occurrences"] = coming_of(self.program)
        context["refer_url"] = reverse("site:refer", args=[self.program.slug])
        context["sites"] = self.program.sites.select_related("city").order_by("name")
        return context
