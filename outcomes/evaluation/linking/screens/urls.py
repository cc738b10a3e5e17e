from django.urls import path

from . import views

urlpatterns = [
    path("programs/<slug:slug>/roster-of-names/", views.hand_over, name="hand_over_roster"),
    path("organizations/<slug:slug>/rosters/", views.rosters, name="rosters_to_link"),
    path("rosters/<uuid:pk>/", views.linking, name="link_roster"),
    path("rosters/<uuid:pk>/destroy/", views.destroy_roster, name="destroy_roster"),
]
