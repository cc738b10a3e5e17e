"""Public releases on the public site; mounted, localized, under `outcomes/`."""

from django.urls import path
from django.views.decorators.http import require_safe

from . import public_views as views
from .feed import ReleaseFeed
from .review import screens

app_name = "outcomes"
urlpatterns = [
    path("", views.releases, name="releases"),
    path("feed.atom", require_safe(ReleaseFeed()), name="feed"),
    path("<slug:slug>/", views.release, name="release"),
    path("<slug:slug>/sources/", screens.public_sources, name="sources"),
    path("<slug:slug>/changes/", screens.public_changes, name="changes"),
    path("<slug:slug>/sheet/", views.sheet, name="sheet"),
    path("<slug:slug>/compare/", views.compare, name="compare"),
    path("<slug:slug>/files/<str:name>", views.download, name="download"),
    path("<slug:slug>/charts/<str:name>", views.drawing, name="drawing"),
    path("<slug:slug>/measures/<slug:key>/", views.measure, name="measure"),
]
