from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outcomes.participation.codes import MOST_AT_ONCE
from partnership.models import Organization
from programs.models import Session


class _OfOwner(forms.Form):
    """Asks which of the program's owners acts, where the person acts for several."""

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        self.owners = owners
        if len(owners) > 1:
            choice = forms.ModelChoiceField(Organization.objects.filter(pk__in=[o.pk for o in owners]))
            choice.label = _("For which organization")
            self.fields["organization"] = choice

    @property
    def organization(self):
        return self.cleaned_data.get("organization") or self.owners[0]


class PrintForm(_OfOwner):
    number = forms.IntegerField(
        label=_("How many new codes"),
        initial=24,
        min_value=1,
        max_value=MOST_AT_ONCE,
        help_text=_("One for each participant of whom you have no school id, and some in reserve."),
    )


class SessionForm(_OfOwner):
    date = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    service = forms.CharField(
        label=_("What was offered"),
        max_length=40,
        help_text=_("A few words that you use each time, like “Homework help”. Never a person's name."),
        widget=forms.TextInput(attrs={"list": "services"}),
    )
    hours = forms.DecimalField(
        label=_("Hours"), min_value=0.25, max_value=24, max_digits=4, decimal_places=2, initial=1
    )

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["date"].initial = timezone.localdate
        latest = Session.objects.filter(program=program).first()
        if latest:
            self.fields["service"].initial = latest.service
            self.fields["hours"].initial = latest.hours
        self.services = list(
            Session.objects.filter(program=program)
            .order_by("service")
            .values_list("service", flat=True)
            .distinct()
        )


class _NeverShownAgain(forms.TextInput):
    """An input that comes back empty, also beside an error."""

    def format_value(self, value):
        return None


class LinkForm(forms.Form):
    student_id = forms.CharField(
        label=_("Student id on the consent form"),
        max_length=40,
        widget=_NeverShownAgain(attrs={"autocomplete": "off"}),
        help_text=_(
            "The district's own id or the state's. It becomes a keyed hash; it is not stored and not logged."
        ),
    )
    consented = forms.BooleanField(
        label=_("I have the family's signed consent for this code before me."),
        error_messages={"required": _("Link a code only with the family's signed consent before you.")},
    )
