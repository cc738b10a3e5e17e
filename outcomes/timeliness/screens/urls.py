from django.urls import path

from . import board, calendar, organization

urlpatterns = [
    path("timeliness/", board.board, name="timeliness"),
    path("timeliness/nudge/", board.nudge, name="nudge_late"),
    path("timeliness/calendar/", calendar.settings, name="calendar_link"),
    path("timeliness/calendar/<str:token>.ics", calendar.feed, name="calendar_feed"),
    path("organizations/<slug:slug>/timeliness/", organization.timeliness, name="timeliness_of"),
    path("organizations/<slug:slug>/timeliness/contact/", organization.contact, name="choose_contact"),
    path("organizations/<slug:slug>/timeliness/call/", organization.call, name="note_call"),
    path("organizations/<slug:slug>/timeliness/extend/", organization.give_time, name="extend_deadline"),
]
