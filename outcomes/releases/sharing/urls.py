"""What is reached with a secret instead of an account; mounted under `shared/`."""

from django.urls import path

from . import views

app_name = "shared"
urlpatterns = [
    path("<str:secret>/", views.release, name="release"),
    path("<str:secret>/measures/<slug:key>/", views.measure, name="measure"),
    path("<str:secret>/sheet/", views.sheet, name="sheet"),
    path("<str:secret>/files/<str:name>", views.download, name="download"),
    path("<str:secret>/charts/<str:name>", views.drawing, name="drawing"),
]
