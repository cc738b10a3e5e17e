"""Where Wagtail asks: what may be chosen, what its menus and screens show."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .access.files import may_fetch
from .access.listing import OwnPagesAPI, listed
from .access.own import choosable_pages_q, is_coordinator
from .access.screens import INSTEAD, SitePageViewSet, YourPages
from .choose_released import choose
from .newer_view import accept


@hooks.register("construct_page_chooser_queryset")
def offer_own_and_public_pages(pages, request):
    return listed(pages.filter(choosable_pages_q(request.user)))


@hooks.register("construct_admin_api", order=10)
def list_own_pages(router):
    router.register_endpoint("pages", OwnPagesAPI)


@hooks.register("register_admin_viewset", order=10)
def register_pages():
    return SitePageViewSet()


@hooks.register("register_admin_urls")
def screens_of_released_numbers():
    return [
        path("newer-numbers/<int:page_id>/", accept, name="cms_newer_numbers"),
        path("released/", choose, name="cms_choose_released"),
    ]


@hooks.register("construct_homepage_panels", order=10)
def show_own_pages_only(request, panels):
    panels[:] = [YourPages(), *(INSTEAD.get(type(panel), type(panel))() for panel in panels)]


@hooks.register("construct_homepage_summary_items", order=10)
def count_nothing(request, items):
    """Wagtail counts every page of the site, drafts of others included."""
    items.clear()


@hooks.register("construct_main_menu", order=10)
def leave_out_closed_doors(request, items):
    closed = {"help", "snippets", "forms"}
    if not is_coordinator(request.user):
        closed |= {"reports", "settings"}
    items[:] = [item for item in items if item.name not in closed]


@hooks.register("construct_reports_menu", order=10)
def leave_out_closed_reports(request, items):
    items[:] = [item for item in items if item.name != "page-types-usage"]


@hooks.register("construct_settings_menu", order=10)
def leave_out_settings(request, items):
    items.clear()


@hooks.register("insert_global_admin_css")
def dress_the_page_editor():
    return format_html('<link rel="stylesheet" href="{}">', static("cms/editor.css"))


@hooks.register("insert_global_admin_js")
def start_widgets_without_inline_scripts():
    return format_html('<script src="{}"></script>', static("cms/editor.js"))


@hooks.register("register_admin_menu_item")
def way_to_the_workspace():
    return MenuItem(_("Workspace"), reverse("workspace:home"), icon_name="table", order=10_000)


@hooks.register("before_serve_document")
def keep_unshown_documents(document, request):
    return may_fetch(document, request)
