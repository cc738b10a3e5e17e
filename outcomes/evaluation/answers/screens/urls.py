from django.urls import path

from . import views

urlpatterns = [path("organizations/<slug:slug>/answers/", views.own_file, name="own_file_answers")]
