from django.core.paginator import Paginator
from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Collection
from wagtail.search import index
from wagtail.url_routing import RouteResult

from partnership.models import Organization

from ..blocks import BODY
from ..cities import cities_with_counts
from ..directory import DirectoryFilter, facts_of
from ..newer_panel import NewerNumbersPanel
from .base import SitePage
from .section import SectionRoot

PARTNERS_PER_PAGE = 30


class DirectoryPage(SitePage):
    """The directory of partners: every organization, found by name, city and kind.

    An organization has the address `<directory>/<its slug>/` from its first day: a detail made from the
    directory's own facts, until it opens a section whose page takes that place.
    """

    intro = models.TextField(_("introduction"), blank=True)

    is_creatable = False
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.OrganizationPage"]
    own_text_fields = ("intro",)
    content_panels = [FieldPanel("title"), FieldPanel("intro")]
    promote_panels = [FieldPanel("search_description")]

    class Meta:
        verbose_name = _("partner directory")

    def route(self, request, path_components):
        try:
            return super().route(request, path_components)
        except Http404:
            organization = self._entry(path_components)
            if organization is None:
                raise
            return RouteResult(self, kwargs={"organization": organization})

    def _entry(self, path_components):
        """The organization of an address that no page has taken."""
        if not self.live or len(path_components) != 1:
            return None
        return Organization.objects.filter(slug=path_components[0]).select_related("city").first()

    def get_template(self, request, *args, organization=None, **kwargs):
        return "cms/directory_entry.html" if organization else self.template

    def get_context(self, request, *args, organization=None, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        if organization:
            return context | self._context_of_entry(context, organization)
        form = DirectoryFilter(request.GET or None)
        context["filter"] = form
        context["cities"] = cities_with_counts()
        context["partners"] = Paginator(form.found(), PARTNERS_PER_PAGE).get_page(request.GET.get("page"))
        return context

    def _context_of_entry(self, context, organization):
        for language in context["languages"]:
            language["url"] += f"{organization.slug}/"
            language["full_url"] += f"{organization.slug}/"
        return facts_of(organization) | {
            "crumbs": [*context["crumbs"], {"label": organization.name}],
            "address": context["address"] + f"{organization.slug}/",
        }


class OrganizationPage(SectionRoot):
    """The root of an organization's section. Name and address follow the organization's own."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="pages")
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="+", editable=False)
    body = StreamField(BODY, verbose_name=_("text"), blank=True)

    is_creatable = False
    parent_page_types = ["cms.DirectoryPage"]
    subpage_types = ["cms.SectionPage", "cms.NewsPage"]
    content_panels = [NewerNumbersPanel(), FieldPanel("body")]
    promote_panels = [FieldPanel("search_description")]
    search_fields = SitePage.search_fields + [index.SearchField("body")]

    class Meta:
        verbose_name = _("organization page")
        verbose_name_plural = _("organization pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | facts_of(self.organization)
