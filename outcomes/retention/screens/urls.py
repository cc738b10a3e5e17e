from django.urls import path

from . import views

urlpatterns = [
    path("certificates/", views.certificates, name="certificates"),
    path("certificates/<uuid:pk>/", views.certificate, name="certificate"),
    path("organizations/<slug:slug>/erase-student/", views.erase, name="erase_student"),
]
