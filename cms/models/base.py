"""What every page of the site shares."""

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, PublishingPanel
from wagtail.models import Page, PagePermissionTester

from ..access.own import is_coordinator
from ..forms import SitePageForm


class SitePermissionTester(PagePermissionTester):
    """Pages that actions open (home, indexes, the roots of sections) stay where they are, for everyone."""

    def __init__(self, user, page):
        super().__init__(user, page)
        self.is_placed = not page.specific_class.is_creatable

    def can_delete(self, ignore_bulk=False):
        if self.is_placed:
            return False
        if self.page.is_leaf() and "publish" not in self.permissions:
            # Wagtail asks the database, for each row of a list, what a page without children knows itself.
            return "change" in self.permissions and not self.page.live and self.user.is_active
        return super().can_delete(ignore_bulk)

    def can_publish(self):
        return super().can_publish() and (is_coordinator(self.user) or not self.page.is_sensitive)

    def can_unpublish(self):
        return not self.is_placed and super().can_unpublish()

    def can_copy(self):
        return not self.is_placed and super().can_copy()


class SitePage(Page):
    """A page of the public site."""

    reviewed_on = models.DateField(
        _("last reviewed"),
        null=True,
        blank=True,
        help_text=_("Readers see this day at the foot of the page."),
    )
    next_review_on = models.DateField(
        _("next review"),
        null=True,
        blank=True,
        help_text=_("A fortnight before it the owner of the page is reminded by e-mail."),
    )
    is_sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        help_text=_(
            "The partnership’s coordinator reads the page, too, before it is published, and alone takes the mark away."
        ),
    )

    base_form_class = SitePageForm
    promote_panels = []
    settings_panels = [
        PublishingPanel(),
        CommentPanel(),
        FieldPanel("reviewed_on"),
        FieldPanel("next_review_on"),
        FieldPanel("is_sensitive"),
    ]
    # Text that an editor wrote, and that can therefore be missing in a language.
    own_text_fields = ("body",)

    class Meta:
        abstract = True

    def permissions_for_user(self, user):
        return SitePermissionTester(user, self)

    @cached_property
    def is_untranslated(self):
        """True when the reader sees another language's text here, because nobody has translated it yet."""
        return bool(self.alias_of_id) and any(getattr(self, name) for name in self.own_text_fields)

    @cached_property
    def text_language(self):
        """The language code of what an editor wrote: that of the original where it is untranslated."""
        page = self
        while self.is_untranslated and page.alias_of_id:
            page = page.alias_of
        return page.locale.language_code

    def get_workflow(self):
        """Its section's way of approval; of a sensitive page the one that ends with the coordinator."""
        from ..actions.workflows import ending_with_the_coordinator

        usual = super().get_workflow()
        return ending_with_the_coordinator(usual) if usual and self.is_sensitive else usual

    def get_full_url(self, request=None):
        url = self.get_url(request)
        return url and settings.BASE_URL + url

    full_url = property(get_full_url)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["address"] = self.get_full_url(request)
        context["crumbs"] = self.crumbs(request)
        context["languages"] = self.languages(request)
        return context

    def crumbs(self, request):
        """Items with label and url: the home page first, this page last."""
        above = self.get_ancestors().filter(depth__gt=1).live()
        crumbs = [{"label": page.title, "url": page.get_url(request)} for page in above]
        return [*crumbs, {"label": self.title, "url": self.get_url(request)}]

    def languages(self, request):
        """This page in each language it exists in: items with code, label, url, full_url, current."""
        pages = {
            page.locale.language_code: page
            for page in self.get_translations(inclusive=True).live().select_related("locale")
        }
        return [
            {
                "code": code,
                "label": get_language_info(code)["name_local"].capitalize(),
                "url": pages[code].get_url(request),
                "full_url": settings.BASE_URL + (pages[code].get_url(request) or "/"),
                "current": pages[code].pk == self.pk,
            }
            for code, _name in settings.LANGUAGES
            if code in pages
        ]
