from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...audit_words import every_word
from .fields import DayField
from .filters import Filter, named


class AuditFilter(Filter):
    verb = forms.ChoiceField(label=_("What"))
    person = forms.CharField(label=_("Who"), widget=forms.SearchInput)
    of = forms.CharField(label=_("Of whom or what"), widget=forms.SearchInput)
    address = forms.GenericIPAddressField(label=_("From which network address"))
    since = DayField(label=_("From"))
    until = DayField(label=_("Until"))

    def __init__(self, data):
        super().__init__(data)
        self.fields["verb"].choices = [("", _("Anything")), *every_word().items()]

    def narrow(self, queryset):
        if verb := self.chosen("verb"):
            queryset = queryset.filter(verb=verb)
        if words := self.chosen("person"):
            queryset = queryset.filter(named(words, "actor_label"))
        if words := self.chosen("of"):
            queryset = queryset.filter(named(words, "target_label"))
        if address := self.chosen("address"):
            queryset = queryset.filter(address=address)
        if since := self.chosen("since"):
            queryset = queryset.filter(at__gte=_midnight(since))
        if until := self.chosen("until"):
            queryset = queryset.filter(at__lt=_midnight(until + timedelta(days=1)))
        return queryset


def _midnight(day):
    """The first moment of a local day, so that the index on `at` can be used."""
    return timezone.make_aware(datetime.combine(day, time.min))
