from django.urls import path

from . import views

urlpatterns = [
    path("submit/type/", views.sheets, name="sheets"),
    path("submit/type/<slug:key>/", views.sheet, name="sheet"),
]
