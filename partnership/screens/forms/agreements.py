from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...catalog import datasets_possible_for, elements
from ...models import Agreement, Organization
from .fields import DayField, LastDayField
from .filters import Filter

STATES = {
    "in_force": gettext_lazy("In force"),
    "not_begun": gettext_lazy("Not begun"),
    "lapsed": gettext_lazy("Lapsed"),
    "terminated": gettext_lazy("Terminated"),
}


class AgreementFilter(Filter):
    organization = forms.ModelChoiceField(
        label=gettext_lazy("Organization"),
        queryset=Organization.objects.none(),
        to_field_name="slug",
        empty_label=gettext_lazy("All of them"),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=[("", gettext_lazy("Any state")), *STATES.items()]
    )

    def __init__(self, data, *, organizations):
        super().__init__(data)
        self.fields["organization"].queryset = organizations
        # Who keeps the agreements of one organization has nothing to choose from.
        if len(organizations[:2]) < 2:
            del self.fields["organization"]

    def narrow(self, queryset):
        if organization := self.chosen("organization"):
            queryset = queryset.filter(organization=organization)
        if state := self.chosen("state"):
            queryset = queryset.filter(_in_state(state))
        return queryset


def _in_state(state):
    today = timezone.localdate()
    terminated = Q(terminated_on__isnull=False, terminated_on__lte=today)
    return {
        "terminated": terminated,
        "not_begun": ~terminated & Q(starts_on__gt=today),
        "lapsed": ~terminated & Q(ends_on__lt=today),
        "in_force": ~terminated & Q(starts_on__lte=today, ends_on__gte=today),
    }[state]


class AgreementForm(forms.ModelForm):
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))
    datasets = forms.MultipleChoiceField(
        label=gettext_lazy("Datasets it covers"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing else can be handed in under it."),
    )
    withheld = forms.MultipleChoiceField(
        label=gettext_lazy("Data elements that are not shared"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Everything else of the datasets is. A column ticked here is dropped as a file is read."
        ),
    )

    class Meta:
        model = Agreement
        fields = [
            "title",
            "purpose",
            "legal_basis",
            "further_parties",
            "permitted_recipients",
            "starts_on",
            "ends_on",
            "first_year",
            "last_year",
            "retention_days",
        ]
        widgets = {
            "further_parties": forms.CheckboxSelectMultiple,
            "permitted_recipients": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {
            "title": gettext_lazy("Title"),
            "purpose": gettext_lazy("Purpose"),
            "legal_basis": gettext_lazy("Legal basis"),
            "further_parties": gettext_lazy("Further parties"),
            "permitted_recipients": gettext_lazy("Who may receive the data"),
            "first_year": gettext_lazy("First school year it covers"),
            "last_year": gettext_lazy("Last school year it covers"),
            "retention_days": gettext_lazy("Days the data is kept after the end"),
        }
        help_texts = {
            "purpose": gettext_lazy("What the data is used for, as signed. Families read it."),
            "legal_basis": gettext_lazy("For example 34 CFR 99.31(a)(1) or (a)(6), or Education Code 49076."),
            "further_parties": gettext_lazy(
                "The organization and the partnership are parties always. Choose who else signs."
            ),
            "permitted_recipients": gettext_lazy(
                "For example the evaluator of a project. Nobody else may be given student-level data."
            ),
            "first_year": gettext_lazy("Like 2024-25. Empty: every earlier year too."),
            "last_year": gettext_lazy("Like 2024-25. Empty: every later year too."),
            "retention_days": gettext_lazy("After that the rows are destroyed, and a certificate says so."),
        }

    def __init__(self, *args, organization, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["datasets"].choices = [
            (dataset.key, dataset.title) for dataset in datasets_possible_for(organization)
        ]
        self.fields["further_parties"].queryset = Organization.objects.exclude(
            pk__in=[organization.pk, Organization.partnership().pk]
        )
        self._offer_elements()
        if organization.is_law_enforcement:
            self.fields["datasets"].help_text = _(
                "Datasets with student-level rows are not offered to a law-enforcement organization."
            )

    def _offer_elements(self):
        every = elements()
        offered = [
            (title, [(f"{key}:{name}", label) for name, label, optional in every.get(key, ()) if optional])
            for key, title in self.fields["datasets"].choices
        ]
        self.fields["withheld"].choices = [(title, columns) for title, columns in offered if columns]
        if not self.fields["withheld"].choices:
            del self.fields["withheld"]

    def clean_withheld(self):
        """{dataset: [column]}"""
        withheld = {}
        for value in self.cleaned_data["withheld"]:
            dataset, _colon, column = value.partition(":")
            withheld.setdefault(dataset, []).append(column)
        return withheld

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("The last school year is before the first. Choose a later one."))
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day is before the first. Choose a later last day."))
        return cleaned


class TerminationForm(forms.Form):
    on = LastDayField(
        label=gettext_lazy("It ends on"),
        required=False,
        help_text=gettext_lazy("Leave it empty to end it today."),
    )


class DocumentForm(forms.Form):
    document = forms.FileField(
        label=gettext_lazy("Signed agreement"),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        help_text=gettext_lazy("A PDF of at most 20 MB. It rests encrypted, and every opening is logged."),
    )


class HoldForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("Who asked that the data be preserved, and in which matter. Name no student."),
    )
