from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.admin.widgets.slug import SlugInput
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from ..blocks import BODY
from ..newer_panel import NewerNumbersPanel
from ..ways import Way
from .base import SitePage

NEWS_PER_PAGE = 12


class NewsIndexPage(SitePage):
    """All news of all partners, newest first; beneath it the partnership's own."""

    intro = models.TextField(_("introduction"), blank=True)

    is_creatable = False
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    own_text_fields = ("intro",)
    content_panels = [FieldPanel("title"), FieldPanel("intro")]
    promote_panels = [FieldPanel("search_description")]

    class Meta:
        verbose_name = _("news index")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        paginator = Paginator(NewsPage.objects.readable(self.locale), NEWS_PER_PAGE)
        context["news"] = paginator.get_page(request.GET.get("page"))
        return context


class NewsQuerySet(PageQuerySet):
    def readable(self, locale):
        """What the public may read in a language, newest first."""
        return self.live().public().filter(locale=locale).select_related("picture").order_by("-day", "-pk")


class NewsPage(SitePage):
    """News of a partner, a program or the partnership."""

    day = models.DateField(_("date"), default=timezone.localdate)
    lead = models.TextField(_("lead"), help_text=_("What happened, in one or two sentences."))
    picture = models.ForeignKey(
        "cms.Picture",
        verbose_name=_("image"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    way = models.CharField(
        _("one of the seven ways"),
        max_length=16,
        choices=Way.choices,
        blank=True,
        help_text=_("The news is shown on the page of this way, too."),
    )
    body = StreamField(BODY, verbose_name=_("text"), blank=True)

    objects = PageManager.from_queryset(NewsQuerySet)()

    parent_page_types = ["cms.NewsIndexPage", "cms.OrganizationPage", "cms.ProgramPage"]
    subpage_types = []
    own_text_fields = ("lead",)
    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("day"),
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("way"),
        NewerNumbersPanel(),
        FieldPanel("body"),
    ]
    promote_panels = [FieldPanel("slug", widget=SlugInput), FieldPanel("search_description")]
    search_fields = SitePage.search_fields + [index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")
