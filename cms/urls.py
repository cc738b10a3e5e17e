"""The page editor and the files of pages. Which of Wagtail's doors are open is in cms.access.doors."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as admin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from . import views
from .access.doors import guarded
from .access.screens import EditorAccount

editor = [
    path(
        "login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="wagtailadmin_login",
    ),
    path("account/", require_admin_access(EditorAccount.as_view()), name="wagtailadmin_account"),
    path("", include(admin_urls)),
]

urlpatterns = [
    path("admin/", include(decorate_urlpatterns(editor, guarded))),
    # Where Wagtail sends a reader of a page for some; it knows this name only.
    path(
        "signin/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="wagtailcore_login",
    ),
    path(
        "documents/<int:document_id>/<path:document_filename>", views.serve_download, name="wagtaildocs_serve"
    ),
    path("media/images/<str:name>", views.serve_image),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
