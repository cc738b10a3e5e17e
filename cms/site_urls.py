"""The page trees, beneath their language."""

from django.urls import re_path
from wagtail.urls import serve_pattern

from . import views

urlpatterns = [re_path(serve_pattern, views.serve_page, name="wagtail_serve")]
