"""Narrowing the calendar."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnership.models import Organization, Place
from partnership.screens.forms.filters import Filter

from ..models.events import Audience, Event, EventKind, SpokenLanguage


class CalendarFilter(Filter):
    city = forms.ChoiceField(label=_("City"))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *EventKind.choices])
    audience = forms.ChoiceField(label=_("For"), choices=[("", _("Anybody")), *Audience.choices])
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("Any language")), *SpokenLanguage.choices]
    )
    partner = forms.SlugField(widget=forms.HiddenInput)

    def __init__(self, data):
        super().__init__(data)
        cities = Place.objects.filter(kind="city", in_partnership=True).values_list("code", "name")
        self.fields["city"].choices = [("", _("All cities")), *cities]

    def found(self):
        """The published events that match."""
        events = Event.objects.published().select_related("organization", "city")
        if self.chosen("city"):
            events = events.filter(city__code=self.chosen("city"))
        if self.chosen("kind"):
            events = events.filter(kind=self.chosen("kind"))
        if self.chosen("audience"):
            # What is for everyone is for each of them, too.
            wanted = {self.chosen("audience")} - {Audience.PARTNERS}
            events = events.filter(
                audience__in=wanted | {Audience.EVERYONE} if wanted else [Audience.PARTNERS]
            )
        if self.chosen("partner"):
            events = events.filter(organization__slug=self.chosen("partner"))
        return events

    def fits(self, event):
        """What a database does not ask of a JSON list alike on SQLite and PostgreSQL."""
        return not self.chosen("language") or self.chosen("language") in event.languages

    @property
    def of_partner(self):
        slug = self.chosen("partner")
        return Organization.objects.filter(slug=slug).first() if slug else None


def month_of(text):
    """The first day of a month written "2026-03"; that of today where it is not."""
    today = timezone.localdate()
    try:
        wanted = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return wanted if abs(wanted.year - today.year) <= 5 else today.replace(day=1)
