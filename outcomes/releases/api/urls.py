"""The API and its OpenAPI description; mounted under `api/v1/`."""

from wagtail.utils.urlpatterns import decorate_urlpatterns

from .views import api, open_to_all

app_name = "api"
urlpatterns = decorate_urlpatterns(api.urls[0], open_to_all)
