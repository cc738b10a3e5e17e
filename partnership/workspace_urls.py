"""The workspace: everything with data. Each app adds its screens; one namespace, `workspace:`."""

from django.urls import include, path

app_name = "workspace"
urlpatterns = [
    path("", include("partnership.screens.urls")),
    path("", include("programs.urls")),
    path("", include("outcomes.urls")),
    path("", include("cms.workspace_urls")),
]
