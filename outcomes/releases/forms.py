"""Forms of those who build releases."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.models import Program

from .build import years_with_data
from .level import Level
from .models import Audience


class BuildForm(forms.Form):
    program = forms.ModelChoiceField(
        Program.objects.all(),
        label=_("What it is about"),
        empty_label=_("The partnership as a whole"),
        required=False,
    )
    years = forms.MultipleChoiceField(
        label=_("School years"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: all years that have data."),
    )
    audience = forms.ChoiceField(
        label=_("Who may read it"),
        choices=Audience.choices,
        initial=Audience.FUNDERS,
        widget=forms.RadioSelect,
        help_text=_("A release for everyone appears on the public site as soon as it is published."),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("Left empty: the name and the years."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = years_with_data(Level(None))
        self.fields["years"].choices = [(year, year) for year in years]


class CorrectionForm(forms.Form):
    erratum = forms.CharField(
        label=_("What was wrong, and what is right now"),
        widget=forms.Textarea,
        help_text=_("Readers of the old and the new release see this text."),
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Left empty: the same title.")
    )
