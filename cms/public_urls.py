"""What the public reads beside the pages; mounted, localized, before the page tree."""

from django.urls import path
from django.views.decorators.http import require_safe

from .public import (
    accessibility,
    calendar,
    cities,
    families,
    library,
    listening,
    numbers,
    search,
    subscribing,
    updates,
)

app_name = "site"
feed = require_safe(updates.UpdatesFeed())
news_feed = require_safe(updates.NewsFeed())
urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar.ics", calendar.feed, name="feed"),
    path("calendar/of/<slug:slug>.ics", calendar.feed, name="partner_feed"),
    path("calendar/registration/<str:token>/", calendar.registration, name="registration"),
    path("calendar/<slug:slug>/", calendar.event, name="event"),
    path("calendar/<slug:slug>.ics", calendar.event_feed, name="event_feed"),
    path("calendar/<slug:slug>/register/", calendar.register_for, name="register"),
    path("calendar/<slug:slug>/consent/", calendar.consent, name="consent"),
    path("calendar/<slug:slug>/question/", listening.question, name="question"),
    path("listening/", listening.listening, name="listening"),
    path("commitments/", listening.commitments, name="commitments"),
    path("commitments/<slug:slug>/", listening.commitment, name="commitment"),
    path("updates/", updates.updates, name="updates"),
    path("news.atom", news_feed, name="news_feed"),
    path("updates.atom", feed, name="updates_feed"),
    path("updates/of/<slug:code>.atom", feed, name="city_updates_feed"),
    path("updates/by-email/", subscribing.subscribe, name="subscribe"),
    path("updates/by-email/asked/", subscribing.asked, name="subscription_asked"),
    path("updates/by-email/confirm/<str:key>/", subscribing.confirm, name="confirm_subscription"),
    path("updates/by-email/end/<str:key>/", subscribing.unsubscribe, name="unsubscribe"),
    path("updates/<slug:slug>/", updates.update, name="update"),
    path("policies/", library.policies, name="policies"),
    path("policies.csv", library.policies_csv, name="policies_csv"),
    path("policies/<slug:slug>/<slug:topic>/", library.policy, name="policy"),
    path("commend-or-complain/", library.feedback_index, name="feedback_index"),
    path("commend-or-complain/<slug:slug>/", library.feedback, name="feedback"),
    path("trainings/", library.trainings, name="trainings"),
    path("trainings/<slug:slug>/", library.training, name="training"),
    path("openings/", library.openings, name="openings"),
    path("openings/<slug:slug>/", library.opening, name="opening"),
    path("cities/", cities.cities, name="cities"),
    path("cities/<slug:code>/", cities.city, name="city"),
    path("numbers/<slug:topic>/", numbers.numbers, name="numbers"),
    path("search/", search.search, name="search"),
    path("your-childs-data/", families.families, name="families"),
    path("your-childs-data/request/", families.request_form, name="data_request"),
    path("your-childs-data/consent/", families.consent, name="data_consent"),
    path("accessibility/", accessibility.accessibility, name="accessibility"),
    path("refer/<slug:slug>/", cities.refer, name="refer"),
]
