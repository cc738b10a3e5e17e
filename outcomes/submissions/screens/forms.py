from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outcomes.datasets import DATASETS
from outcomes.datasets.declaration import ALWAYS, YEAR
from outcomes.datasets.periods import is_year
from outcomes.submissions.models import State
from partnership.access.rights import can, organizations_with
from partnership.models import Organization, Place
from partnership.models.place import PlaceKind
from programs.models import Program

YEARS_BACK = 10


def school_years(today=None):
    """School years (1 July to 30 June) one may hand in, the running one first."""
    today = today or timezone.localdate()
    running = today.year if today.month >= 7 else today.year - 1
    return [f"{year}-{(year + 1) % 100:02d}" for year in range(running, running - YEARS_BACK, -1)]


def periods(today=None):
    """Choices of what a file is complete for: school years, and calendar years for datasets of such."""
    today = today or timezone.localdate()
    years = [str(year) for year in range(today.year, today.year - YEARS_BACK, -1)]
    return [
        ("", _("As the file tells")),
        (_("School and fiscal years"), [(year, year) for year in school_years(today)]),
        (_("Calendar years"), [(year, year) for year in years]),
    ]


class SubmitForm(forms.Form):
    """What is handed in: for whom, of which kind, for when, and the file."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Organization"))
    dataset = forms.ChoiceField(
        label=_("What the file holds"),
        widget=forms.RadioSelect,
        help_text=_("One file is handed in for one kind of data."),
    )
    period = forms.ChoiceField(
        label=_("Year"),
        help_text=_(
            "Where the file itself names its years, those count, and this is checked against them. What law "
            "enforcement reports, trainings and the workforce are of calendar years."
        ),
    )
    program = forms.ModelChoiceField(
        Program.objects.none(),
        label=_("Program"),
        required=False,
        help_text=_("Only for what is of a program: roster, service log, challenge results, scores."),
    )
    silent_schools = forms.ModelMultipleChoiceField(
        Place.objects.none(),
        label=_("Schools that have not reported"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Only for discipline: a school without a row counts as having had no case, unless you tick it here."
        ),
    )
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("CSV, tab-separated text or an Excel workbook (.xlsx), as your system exports it."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        own = organizations_with(user, "submit_data")
        self.fields["organization"].queryset = own
        if len(own) == 1:
            self.fields["organization"].initial = own[0]
            self.fields["organization"].empty_label = None
        self._offer_schools(own)
        self.fields["dataset"].choices = [
            (dataset.key, dataset.title) for dataset in datasets_possible_for(own, user)
        ]
        self.fields["period"].choices = periods()
        self.fields["period"].required = False
        self.fields["program"].queryset = Program.objects.owned_with(user, "submit_data")

    def _offer_schools(self, own):
        schools = Place.objects.filter(kind=PlaceKind.SCHOOL)
        schools = schools.filter(steward__in=own) | schools.filter(parent__steward__in=own)
        if schools.exists():
            self.fields["silent_schools"].queryset = schools
        else:
            del self.fields["silent_schools"]

    def clean(self):
        cleaned = super().clean()
        dataset = DATASETS.get(cleaned.get("dataset"))
        if not dataset:
            return cleaned
        organization, period = cleaned.get("organization"), cleaned.get("period")
        if organization and not dataset.fits(organization):
            self.add_error(
                "dataset",
                _("%(organization)s is not of a kind that hands this in. Choose what the file holds.")
                % {"organization": organization},
            )
        if dataset.needs_period and not period:
            self.add_error("period", _("Choose the school year that this file is complete for."))
        if period and dataset.period != ALWAYS and is_year(period) != (dataset.period == YEAR):
            self.add_error(
                "period",
                _("This kind of data is of calendar years. Choose one of those, or leave it to the file.")
                if dataset.period == YEAR
                else _("This kind of data is of school years. Choose one of those, or leave it to the file."),
            )
        if dataset.needs_program and not cleaned.get("program"):
            self.add_error("program", _("Choose the program that this file is about."))
        return cleaned


def datasets_possible_for(organizations, user):
    """The datasets that fit the kind of at least one of the organizations, and that the person may hand in."""
    organizations = list(organizations)
    return [
        dataset
        for dataset in DATASETS.values()
        if any(map(dataset.fits, organizations)) and (not dataset.also_needs or can(user, dataset.also_needs))
    ]


class FilterForm(forms.Form):
    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Organization"), required=False, empty_label=_("All")
    )
    dataset = forms.ChoiceField(label=_("Kind of data"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations_with(user, "view_submissions")
        self.fields["dataset"].choices = [("", _("All"))] + [(k, d.title) for k, d in DATASETS.items()]
        self.fields["state"].choices = [("", _("All")), *State.choices]

    def apply(self, submissions):
        """The submissions that the filter lets through."""
        if self.is_valid():
            chosen = {name: value for name, value in self.cleaned_data.items() if value}
            submissions = submissions.filter(**chosen)
        return submissions


class ReasonForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text=_("Kept with the submission, so that the next person understands."),
    )


class RejectForm(forms.Form):
    decided_why = forms.CharField(
        label=_("Why you do not approve it"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text=_("Whoever accepted the file reads this, and can correct it."),
    )


class CertifyForm(forms.Form):
    """What the person who accepts confirms; and the reason, where so much changes that a second person looks."""

    certified = forms.BooleanField(
        label=_("I have looked at the counts and problems, and this file is what we want to report."),
        error_messages={
            "required": _("Confirm that you have looked at the counts and problems, then accept.")
        },
    )
    why = forms.CharField(
        label=_("Why so much changes"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text=_("The second person decides by this reason and the preview."),
        error_messages={
            "required": _("Say why so much changes, for the second person who has to approve it.")
        },
    )

    def __init__(self, *args, asks_why, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks_why:
            del self.fields["why"]

    def sentences(self):
        """What is missing, as messages."""
        return [message for messages in self.errors.values() for message in messages]
