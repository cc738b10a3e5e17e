from django.urls import path

from .screens import awards, challenges, programs, targets

urlpatterns = [
    path("programs/", programs.programs, name="programs"),
    path("programs/add/", programs.add, name="add_program"),
    path("programs/<slug:slug>/", programs.program, name="program"),
    path("programs/<slug:slug>/who/", programs.who, name="program_who"),
    path("programs/<slug:slug>/change/", programs.change, name="change_program"),
    path("programs/<slug:slug>/owners/", programs.owners, name="program_owners"),
    path("programs/<slug:slug>/sites/", programs.sites, name="program_sites"),
    path("programs/<slug:slug>/awards/add/", awards.add, name="add_award"),
    path("programs/<slug:slug>/challenges/add/", challenges.add, name="add_challenge"),
    path("awards/<uuid:pk>/", targets.award, name="award"),
    path("awards/<uuid:pk>/change/", awards.change, name="change_award"),
    path("awards/<uuid:pk>/targets/add/", targets.add, name="add_target"),
    path("targets/<uuid:pk>/", targets.change, name="change_target"),
    path("targets/<uuid:pk>/drop/", targets.drop, name="drop_target"),
    path("challenges/<uuid:pk>/", challenges.change, name="change_challenge"),
]
