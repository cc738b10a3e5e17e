"""The workspace's screens for what organizations post on the public site."""

from django.urls import path

from .posting import composer, listening_screens, screens

urlpatterns = [
    path("site/", screens.desk, name="desk"),
    path("site/broken-links/", screens.broken_links, name="broken_links"),
    path("site/compose/", composer.compose, name="compose"),
    path("site/compose/keep/", composer.keep_draft, name="keep_draft"),
    path("site/updates/<uuid:pk>/revise/", composer.revise, name="revise_update"),
    path("site/questions/<uuid:pk>/", listening_screens.question, name="question"),
    path("site/commitments/<uuid:pk>/follow-up/", listening_screens.follow_up_commitment, name="follow_up"),
    path("site/events/<uuid:pk>/registrations/", screens.registrations, name="registrations"),
    path("site/<slug:kind>/", screens.postings, name="postings"),
    path("site/<slug:kind>/add/", screens.add, name="add_posting"),
    path("site/<slug:kind>/<uuid:pk>/", screens.posting, name="posting"),
    path("site/<slug:kind>/<uuid:pk>/preview/", screens.preview, name="preview_posting"),
    path("site/<slug:kind>/<uuid:pk>/change/", screens.change, name="change_posting"),
    path("site/<slug:kind>/<uuid:pk>/hand-in/", screens.hand_in, name="hand_in_posting"),
    path("site/<slug:kind>/<uuid:pk>/publish/", screens.publish, name="publish_posting"),
    path("site/<slug:kind>/<uuid:pk>/give-back/", screens.give_back, name="give_back_posting"),
    path("site/<slug:kind>/<uuid:pk>/withdraw/", screens.withdraw, name="withdraw_posting"),
    path("site/<slug:kind>/<uuid:pk>/review/", screens.review, name="review_posting"),
]
