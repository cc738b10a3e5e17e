from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnership.screens.forms.fields import DayField

from ..models import Event
from ..models.events import SpokenLanguage
from .forms import LinesField, MomentInput, PostingForm, SeveralField, review_day


class EventForm(PostingForm):
    starts_at = forms.DateTimeField(label=gettext_lazy("Begins"), widget=MomentInput)
    ends_at = forms.DateTimeField(label=gettext_lazy("Ends"), widget=MomentInput)
    repeats_until = DayField(label=gettext_lazy("Repeats until"), required=False)
    skipped = LinesField(
        label=gettext_lazy("Not on these days"),
        required=False,
        help_text=gettext_lazy("One day a line, such as 2026-11-26."),
    )
    languages = SeveralField(
        label=gettext_lazy("Languages spoken or interpreted"), choices=SpokenLanguage.choices
    )
    next_review_on = review_day()

    class Meta:
        model = Event
        fields = (
            ["organization", "program", "kind", "title", "summary", "text", "agenda"]
            + ["starts_at", "ends_at", "repeats", "repeats_until", "skipped"]
            + ["venue", "address", "city", "audience", "languages", "access", "phone"]
            + ["takes_registrations", "capacity", "asks_consent", "is_called_off", "next_review_on"]
        )
        help_texts = {
            "access": gettext_lazy(
                "Ramps, parking, child care, quiet room, food: what people ask before they come."
            ),
            "agenda": gettext_lazy("One point a line."),
            "capacity": gettext_lazy("Left blank: as many as come."),
            "program": gettext_lazy("Head counts are handed in for it like any other of its numbers."),
            "takes_registrations": gettext_lazy(
                "People give an e-mail address or a telephone number, no name; it is destroyed after 30 days."
            ),
            "asks_consent": gettext_lazy(
                "The page offers a form to print; nothing about a minor is kept here."
            ),
            "is_called_off": gettext_lazy("Everybody who registered by e-mail is told."),
        }

    def clean_skipped(self):
        days = self.cleaned_data["skipped"]
        wrong = [day for day in days if not _is_day(day)]
        if wrong:
            raise ValidationError(
                _("“%(text)s” is not a day. Write it like 2026-11-26.") % {"text": wrong[0]}
            )
        return days


def _is_day(text):
    try:
        return parse_date(text) is not None
    except ValueError:
        return False
