from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outcomes.datasets.declaration import ALWAYS, YEAR
from outcomes.submissions.screens.forms import school_years
from partnership.access.rights import organizations_with
from partnership.actions.places import places_claimable_by
from partnership.models import Organization, Place
from partnership.models.place import PlaceKind
from programs.models import Program

LEVELS = (PlaceKind.SCHOOL, PlaceKind.DISTRICT, PlaceKind.COUNTY)
YEARS_BACK = 10


def fitting(user, dataset):
    """[Organization] for which the person may hand in such a file."""
    return [each for each in organizations_with(user, "submit_data") if dataset.fits(each)]


class ScopeForm(forms.Form):
    """What a sheet is complete for: whose numbers, where, and when."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Organization"))
    place = forms.ModelChoiceField(Place.objects.none(), label=_("School"))
    program = forms.ModelChoiceField(Program.objects.none(), label=_("Program"))
    period = forms.ChoiceField(label=_("School year"))

    def __init__(self, *args, user, dataset, **kwargs):
        super().__init__(*args, **kwargs)
        self.dataset = dataset
        own = fitting(user, dataset)
        organizations = own
        self.fields["organization"].queryset = Organization.objects.filter(pk__in=[each.pk for each in own])
        if len(organizations) == 1:
            self.fields["organization"].initial = organizations[0].pk
            self.fields["organization"].empty_label = None
        self._offer_places(organizations)
        if dataset.needs_program:
            self.fields["program"].queryset = Program.objects.owned_with(user, "submit_data")
        else:
            del self.fields["program"]
        self._offer_periods()

    @property
    def scope(self):
        """{"period", and one of "place", "program", "agency"} as `outcomes.sheets` takes it."""
        told = self.cleaned_data
        scope = {"period": told.get("period", "")} | {
            name: told[name] for name in ("place", "program") if told.get(name)
        }
        return scope if len(scope) > 1 else scope | {"agency": told["organization"]}

    def clean(self):
        cleaned = super().clean()
        organization, place = cleaned.get("organization"), cleaned.get("place")
        if organization and place and not places_claimable_by(organization).filter(pk=place.pk).exists():
            self.add_error(
                "place",
                _("%(organization)s does not answer for this place.") % {"organization": organization},
            )
        program = cleaned.get("program")
        if organization and program and not program.owners.filter(pk=organization.pk).exists():
            self.add_error(
                "program",
                _("%(organization)s is not an owner of this program.") % {"organization": organization},
            )
        return cleaned

    def _offer_places(self, organizations):
        if self.dataset.place not in ("school", "levels"):
            del self.fields["place"]
            return
        kinds = LEVELS if self.dataset.place == "levels" else LEVELS[:1]
        places = Place.objects.none()
        for organization in organizations:
            places |= places_claimable_by(organization)
        self.fields["place"].queryset = places.filter(kind__in=kinds, in_partnership=True).distinct()
        if self.dataset.place == "levels":
            self.fields["place"].label = _("School or district")

    def _offer_periods(self):
        years = school_years()
        if self.dataset.period == ALWAYS:
            del self.fields["period"]
            return
        if self.dataset.period == YEAR:
            years = [str(timezone.localdate().year - back) for back in range(YEARS_BACK)]
            self.fields["period"].label = _("Calendar year")
        self.fields["period"].choices = [(year, year) for year in years]
