"""The form of one promise."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnership.screens.forms.fields import DayField

from ..catalog import measures
from ..models import Target

# How many school years before and after the award's own can be promised or measured from.
YEARS_AROUND = 2


class TargetForm(forms.ModelForm):
    measure = forms.ChoiceField(
        label=_("Measure"),
        help_text=_("From the registry of measures, so that the promise and the release count alike."),
    )
    year = forms.ChoiceField(label=_("School year"))
    baseline_year = forms.ChoiceField(
        label=_("Measured from"),
        required=False,
        help_text=_("The school year that the promise starts from, when one was agreed."),
    )
    due_on = DayField(label=_("Result due on"))

    class Meta:
        model = Target
        fields = [
            "words",
            "measure",
            "survey",
            "population",
            "year",
            "bound",
            "value",
            "baseline_year",
            "due_on",
        ]
        widgets = {"population": forms.RadioSelect, "bound": forms.RadioSelect}
        labels = {
            "words": _("In the words of the award"),
            "survey": _("Survey"),
            "population": _("Of whom"),
            "bound": _("Promised is"),
            "value": _("Number"),
        }
        help_texts = {
            "words": _("For example “Nine of ten mentored students come to school regularly.”"),
            "survey": _(
                "Only for a measure told by survey, such as scores that rose: its name as in the file of scores."
            ),
            "value": _("In the unit of the measure; 93.5 for 93.5 percent."),
        }

    def __init__(self, *args, award, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [
            ("", _("Choose a measure")),
            *((key, one.in_words) for key, one in measures().items()),
        ]
        years = years_around(award)
        self.fields["year"].choices = [("", _("Choose a school year")), *((year, year) for year in years)]
        self.fields["baseline_year"].choices = [
            ("", _("Not agreed")),
            *((year, year) for year in years),
        ]
        for name in ("population", "bound"):
            self.fields[name].choices = [one for one in self.fields[name].choices if one[0]]

    def _post_clean(self):
        """The action checks the target as a whole, also against what the award promises already."""


def years_around(award):
    """School years (July to June) of an award, and some around them: ["2022-23", ...]."""
    first = award.starts_on.year - (award.starts_on.month < 7) - YEARS_AROUND
    last = award.ends_on.year - (award.ends_on.month < 7) + YEARS_AROUND
    return [f"{year}-{(year + 1) % 100:02d}" for year in range(first, last + 1)]
