"""Three places: the public site at `/`, the page editor at `/admin/`, the workspace at `/workspace/`.

Upper apps are mounted by string, so that this lowest app imports none of them.
"""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from .web.nowhere import nowhere

urlpatterns = [
    path("", include("partnership.access.urls")),
    path("", include("partnership.web.urls")),
    path("workspace/", include("partnership.workspace_urls")),
    path("", include("outcomes.ways_in.public_urls")),
    path("api/v1/", include("outcomes.releases.api.urls")),
    re_path("^api/", nowhere, name="api_nowhere"),
    path("shared/", include("outcomes.releases.sharing.urls")),
    path("", include("cms.urls")),
]
urlpatterns += i18n_patterns(
    path("outcomes/", include("outcomes.releases.public_urls")),
    path("", include("cms.public_urls")),
    path("", include("cms.site_urls")),
)
