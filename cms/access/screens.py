"""The few screens of Wagtail that would tell an editor about people and pages of others, told less."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.ui.components import Component
from wagtail.admin.views import account, home
from wagtail.admin.views.pages.listing import EditedByFilter, GenericPageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, PageLogEntry

from .own import WRITING, is_coordinator, is_own, own_pages_q
from .policy import policy


def _owners(request):
    pages = Page.objects.filter(own_pages_q(request.user))
    return get_user_model().objects.filter(pk__in=pages.values("owner").order_by())


def _writers(request):
    pages = Page.objects.filter(own_pages_q(request.user))
    edits = PageLogEntry.objects.filter(action="wagtail.edit", page__in=pages)
    return get_user_model().objects.filter(pk__in=edits.values("user").order_by())


class OwnPagesFilterSet(GenericPageFilterSet):
    """Wagtail's filters name everybody who ever wrote a page; here only those who wrote one's own."""

    owner = MultipleUserFilter(label=_("Owner"), queryset=_owners, widget=CheckboxSelectMultiple)
    edited_by = EditedByFilter(label=_("Edited by"), queryset=_writers, widget=CheckboxSelectMultiple)


class SitePageViewSet(PageViewSet):
    filterset_class = OwnPagesFilterSet


class EditorAccount(account.AccountView):
    """How the page editor looks to a person; name, e-mail and password are kept elsewhere."""

    def get_panels(self):
        kept = (account.NotificationsSettingsPanel, account.LocaleSettingsPanel, account.ThemeSettingsPanel)
        return [panel for panel in super().get_panels() if isinstance(panel, kept)]


class YourPages(Component):
    """Where a person's own pages begin: sections, program pages."""

    name = "your_pages"
    template_name = "cms/editor/your_pages.html"
    order = 50

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        begins = Q(depth=2) if is_coordinator(user) else Q(path__in=policy.roots(user, WRITING))
        pages = Page.objects.filter(begins).select_related("locale")
        return {"pages": pages.order_by("locale", "title")}


class RecentEdits(home.RecentEditsPanel):
    """Pages the person edited, as long as they are the person's own."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        user = parent_context["request"].user
        context["last_edits"] = [(at, page) for at, page in context["last_edits"] if is_own(user, page)]
        return context


class OwnInModeration(home.UserObjectsInWorkflowModerationPanel):
    """Pages the person handed in, as long as they are the person's own."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        user = parent_context["request"].user
        states = context["workflow_states"]
        context["workflow_states"] = [state for state in states if is_own(user, state.content_object)]
        return context


class OwnLocked(home.LockedPagesPanel):
    """Pages the person locked, as long as they are the person's own."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        context["locked_pages"] = context["locked_pages"].filter(own_pages_q(parent_context["request"].user))
        return context


INSTEAD = {
    home.RecentEditsPanel: RecentEdits,
    home.UserObjectsInWorkflowModerationPanel: OwnInModeration,
    home.LockedPagesPanel: OwnLocked,
}
