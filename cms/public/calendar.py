"""The public calendar: list, month, one event, registering, and the same for calendar programs."""

from calendar import Calendar
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from partnership.actions.invitations import hash_token
from partnership.icalendar import calendar_text
from partnership.models import Organization

from ..actions.registrations import cancel_registration, places_taken, register
from ..calendar.filters import CalendarFilter, month_of
from ..calendar.occurrences import next_occurrences, occurrence_on, occurrences
from ..models.events import Event, Registration, RegistrationState
from .common import crumbs
from .human import HumanForm
from .listening import what_came_of

LISTED_DAYS, FEED_DAYS, OFFERED_DAYS = 62, 366, 8
MOST_PEOPLE = 8


@require_safe
def calendar(request):
    """The next two months as a list, or one month as a grid (`?month=2026-03`)."""
    narrowed, today = CalendarFilter(request.GET), timezone.localdate()
    first = month_of(request.GET["month"]) if "month" in request.GET else None
    begin, end = (first, _last_of(first)) if first else (today, today + timedelta(days=LISTED_DAYS))
    events = [event for event in narrowed.found().running(begin, end) if narrowed.fits(event)]
    found = occurrences(events, begin, end)
    context = {
        "filter": narrowed,
        "occurrences": found,
        "month": first,
        "weeks": _weeks(first, found) if first else None,
        "earlier": first and (first - timedelta(days=1)).replace(day=1),
        "later": first and _last_of(first) + timedelta(days=1),
        "today": today,
        "this_month": today.replace(day=1),
        "query": _without(request.GET, "month"),
        "feed": _feed_address(narrowed.of_partner),
        "crumbs": crumbs((_("Calendar"), "")),
    }
    return render(request, "cms/site/calendar.html", context)


@require_safe
def event(request, slug):
    return event_page(request, _published(slug))


def event_page(request, event):
    upcoming = next_occurrences(event, OFFERED_DAYS)
    context = {
        "event": event,
        "upcoming": [(each, _room(event, each)) for each in upcoming],
        **(what_came_of(event) if event.is_listening else {}),
        "crumbs": crumbs((_("Calendar"), reverse("site:calendar")), (str(event.title), "")),
    }
    return render(request, "cms/site/event.html", context)


@require_safe
def consent(request, slug):
    """A consent form to print and sign by hand; the platform keeps none."""
    event = get_object_or_404(Event.objects.published().filter(asks_consent=True), slug=slug)
    context = {
        "event": event,
        "upcoming": next_occurrences(event, 1),
        "crumbs": crumbs((str(event.title), event.get_absolute_url()), (_("Consent form"), "")),
    }
    return render(request, "cms/site/consent.html", context)


class RegisterForm(HumanForm):
    # A school's office may register many families from one connection.
    per_hour = 30

    day = forms.ChoiceField(label=gettext_lazy("Day"))
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("An e-mail address or a telephone number, one of the two."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.RegexField(
        r"^[0-9+()., -]{7,30}$",
        label=gettext_lazy("or telephone number"),
        required=False,
        error_messages={"invalid": gettext_lazy("Write a telephone number such as (555) 555-0100.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    people = forms.IntegerField(
        label=gettext_lazy("How many of you come"), min_value=1, max_value=MOST_PEOPLE, initial=1
    )
    needs = forms.CharField(
        label=gettext_lazy("What would help you take part"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "An interpreter, a ramp, a place to nurse, a meal without meat. No names of children."
        ),
    )

    def __init__(self, request, *, event):
        super().__init__(request, key=f"register {event.pk}"[:20])
        days = [each for each in next_occurrences(event, OFFERED_DAYS) if each.start > timezone.now()]
        self.fields["day"].choices = [
            (each.day.isoformat(), date_format(each.start, "DATETIME_FORMAT")) for each in days
        ]
        self.initial["day"] = request.GET.get("day")

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("email")) == bool(cleaned.get("phone")) and not self.has_error("phone"):
            self.add_error(
                "email", ValidationError(_("Give an e-mail address or a telephone number, one of the two."))
            )
        return cleaned


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register_for(request, slug):
    event = get_object_or_404(Event.objects.published().filter(takes_registrations=True), slug=slug)
    form = RegisterForm(request, event=event)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            made = register(
                event,
                date.fromisoformat(asked["day"]),
                email=asked["email"],
                phone=asked["phone"],
                people=asked["people"],
                needs=asked["needs"],
                language=get_language(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("site:registration", made.token)
    context = {
        "event": event,
        "form": form,
        "crumbs": crumbs((str(event.title), event.get_absolute_url()), (_("Register"), "")),
    }
    return render(request, "cms/site/register.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request, token):
    """What one has registered for, and the way to give the place back."""
    found = get_object_or_404(
        Registration.objects.select_related("event", "event__city"), token_hash=hash_token(token)
    )
    if request.method == "POST":
        cancel_registration(found)
        messages.success(request, _("Thank you for telling us. Your place goes to somebody else."))
        return redirect("site:registration", token)
    context = {
        "registration": found,
        "event": found.event,
        "occurrence": occurrence_on(found.event, found.day),
        "is_cancelled": found.state == RegistrationState.CANCELLED,
        "crumbs": crumbs(
            (str(found.event.title), found.event.get_absolute_url()), (_("Your registration"), "")
        ),
    }
    return render(request, "cms/site/registration.html", context)


@require_safe
def feed(request, slug=""):
    """The calendar of all partners, or of one, for calendar programs."""
    partner = get_object_or_404(Organization, slug=slug) if slug else None
    today = timezone.localdate()
    first, last = today - timedelta(days=31), today + timedelta(days=FEED_DAYS)
    events = Event.objects.published().select_related("city")
    if partner:
        events = events.filter(organization=partner)
    found = occurrences(events.running(first, last), first, last)
    return _as_calendar(request, partner or Organization.name_of_partnership(), found)


@require_safe
def event_feed(request, slug):
    event = _published(slug)
    return _as_calendar(request, event, next_occurrences(event, FEED_DAYS))


def _as_calendar(request, name, found):
    entries = (
        {
            "uid": f"{each.event.pk}-{each.day:%Y%m%d}",
            "summary": str(each.event.title),
            "start": each.start,
            "end": each.end,
            "location": ", ".join(
                part
                for part in (each.event.venue, each.event.address, getattr(each.event.city, "name", ""))
                if part
            ),
            "description": str(each.event.summary),
            "url": request.build_absolute_uri(each.event.get_absolute_url()),
            "status": "CANCELLED" if each.event.is_called_off else "CONFIRMED",
        }
        for each in found
    )
    text = calendar_text(name, entries, product="events")
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _published(slug):
    events = Event.objects.published().select_related("organization", "city", "program")
    return get_object_or_404(events, slug=slug)


def _room(event, occurrence):
    """Free places on a day, or None where there is no limit."""
    if event.capacity is None:
        return None
    return max(event.capacity - places_taken(event, occurrence.day), 0)


def _weeks(first, found):
    """Weeks of (day, its occurrences), for the grid of a month."""
    by_day = {}
    for each in found:
        by_day.setdefault(each.day, []).append(each)
    month = Calendar(firstweekday=6).monthdatescalendar(first.year, first.month)
    return [[(day, by_day.get(day, [])) for day in week] for week in month]


def _last_of(first):
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _without(query, name):
    kept = query.copy()
    kept.pop(name, None)
    return kept.urlencode()


def _feed_address(partner):
    return reverse("site:partner_feed", args=[partner.slug]) if partner else reverse("site:feed")
