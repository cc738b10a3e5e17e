from django.urls import path

from . import views

urlpatterns = [
    path("evaluations/<uuid:pk>/extracts/", views.extracts, name="evaluation_extracts"),
    path("extracts/<uuid:pk>/", views.download, name="evaluation_extract"),
]
