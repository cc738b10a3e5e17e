from django.urls import path

from . import codes, links, sessions

urlpatterns = [
    path("programs/<slug:slug>/sessions/", sessions.sessions, name="program_sessions"),
    path("programs/<slug:slug>/sessions/open/", sessions.begin, name="open_session"),
    path("sessions/<uuid:pk>/", sessions.session, name="session"),
    path("sessions/<uuid:pk>/tick/", sessions.tick_one, name="tick_session"),
    path("sessions/<uuid:pk>/close/", sessions.close, name="close_session"),
    path("sessions/<uuid:pk>/reopen/", sessions.reopen, name="reopen_session"),
    path("programs/<slug:slug>/codes/", codes.codes, name="participant_codes"),
    path("programs/<slug:slug>/codes/cards/", codes.cards, name="code_cards"),
    path("codes/<int:pk>/retire/", codes.retire, name="retire_code"),
    path("organizations/<slug:slug>/participant-codes/", links.codes, name="link_codes"),
    path("organizations/<slug:slug>/participant-codes/<int:pk>/", links.link, name="link_code"),
    path("organizations/<slug:slug>/participant-codes/<int:pk>/unlink/", links.unlink, name="unlink_code"),
]
