from django.urls import path

from . import on_behalf, ways

urlpatterns = [
    path("organizations/<slug:slug>/ways-in/", ways.ways_in, name="ways_in"),
    path("organizations/<slug:slug>/ways-in/token/", ways.make_token, name="make_upload_token"),
    path("organizations/<slug:slug>/ways-in/link/", ways.make_link, name="make_upload_link"),
    path("upload-tokens/<uuid:pk>/revoke/", ways.revoke_token, name="revoke_upload_token"),
    path("upload-links/<uuid:pk>/revoke/", ways.revoke_link, name="revoke_upload_link"),
    path("submissions/on-behalf/", on_behalf.hand_in, name="submit_on_behalf"),
    path("submissions/<uuid:pk>/ask/", on_behalf.ask, name="ask_to_confirm"),
    path("submissions/<uuid:pk>/confirm/", on_behalf.confirm, name="confirm_submission"),
    path("submissions/<uuid:pk>/decline/", on_behalf.decline, name="decline_submission"),
]
