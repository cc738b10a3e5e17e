from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnership.models import User
from partnership.screens.forms.fields import DayField, LastDayField

from ..people import possible_contacts


class ContactForm(forms.Form):
    contact = forms.ModelChoiceField(
        User.objects.none(), label=_("Whom to call"), required=False, empty_label=_("Nobody yet")
    )
    deputy = forms.ModelChoiceField(
        User.objects.none(), label=_("Who stands in"), required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args, organization, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.queryset = possible_contacts(organization)


class CallForm(forms.Form):
    on = DayField(label=_("Day of the call"), initial=timezone.localdate)
    text = forms.CharField(
        label=_("Note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("What was agreed. Name no student."),
    )


class ExtensionForm(forms.Form):
    what = forms.ChoiceField(label=_("File"))
    until = LastDayField(label=_("Due on"))
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text=_("The organization reads it."),
    )

    def __init__(self, *args, found, **kwargs):
        """found: the organization's expectations."""
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [
            (f"{each.dataset.key}:{period.period}", f"{each.dataset.title}, {period.period}")
            for each in found
            for period in each.open_periods
        ]

    def chosen(self):
        """{"dataset", "period", "until", "reason"}"""
        dataset, _colon, period = self.cleaned_data["what"].partition(":")
        told = {name: self.cleaned_data[name] for name in ("until", "reason")}
        return {"dataset": dataset, "period": period, **told}
