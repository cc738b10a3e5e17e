from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outcomes.datasets import DATASETS
from outcomes.submissions.screens.forms import SubmitForm, school_years
from partnership.models import Organization
from partnership.screens.forms.fields import LastDayField
from programs.models import Program

from .. import links, on_behalf, tokens

TOO_LARGE = _("The file is too large to take in. Split it by school year and send the first part.")


def _datasets(organization):
    """Choices of what the organization can hand in at all."""
    return [
        (key, dataset.title)
        for key, dataset in DATASETS.items()
        if not (dataset.is_student_level and organization.is_law_enforcement)
    ]


class TokenForm(forms.Form):
    """A token for a scheduled export."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("What will use it, such as “Aeries, every Monday”. It stands in the audit log."),
    )
    datasets = forms.MultipleChoiceField(
        label=_("What it may hand in"), widget=forms.CheckboxSelectMultiple, choices=[]
    )
    may_accept = forms.BooleanField(
        label=_("It may also accept files without an error"),
        required=False,
        help_text=_("Without this, a file that has arrived waits until a person has looked at it."),
    )
    ends_on = LastDayField(label=_("Last day"), help_text=_("At the latest a year from now."))

    def __init__(self, *args, organization, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["datasets"].choices = _datasets(organization)
        self.fields["ends_on"].initial = timezone.localdate() + tokens.LONGEST

    def clean_ends_on(self):
        ends_on = self.cleaned_data["ends_on"]
        if ends_on > timezone.localdate() + tokens.LONGEST:
            raise forms.ValidationError(_("A token works for a year at most. Choose an earlier day."))
        return ends_on


class LinkForm(forms.Form):
    """An upload link for somebody without an account."""

    dataset = forms.ChoiceField(label=_("What the file holds"), widget=forms.RadioSelect)
    period = forms.ChoiceField(label=_("School year"), required=False)
    program = forms.ModelChoiceField(
        Program.objects.none(), label=_("Program"), required=False, help_text=_("Only for a program roster.")
    )
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("The link is sent there, and shown nowhere else.")
    )
    days = forms.IntegerField(
        label=_("Days it works"),
        min_value=1,
        max_value=links.LONGEST_DAYS,
        initial=links.LONGEST_DAYS,
    )

    def __init__(self, *args, organization, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dataset"].choices = _datasets(organization)
        self.fields["period"].choices = [("", _("As the file tells"))] + [(y, y) for y in school_years()]
        programs = Program.objects.filter(owners=organization)
        self.fields["program"].queryset = programs
        if not programs.exists():
            del self.fields["program"]


class OnBehalfForm(SubmitForm):
    """A file of totals that the partnership hands in for a partner."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["organization"].queryset = Organization.objects.exclude(kind="partnership")
        self.fields["organization"].empty_label = _("Choose the partner")
        totals = [(key, each.title) for key, each in DATASETS.items() if not each.is_student_level]
        self.fields["dataset"].choices = totals
        self.fields.pop("silent_schools", None)
        if any(DATASETS[key].needs_program for key, _title in totals):
            self.fields["program"].queryset = Program.objects.all()
        else:
            del self.fields["program"]


class SendForm(forms.Form):
    """What somebody without an account sends through a link."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("CSV, tab-separated text or an Excel workbook (.xlsx), as your system exports it."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    sent_by = forms.CharField(
        label=_("Your name"), max_length=200, help_text=_("Kept with the file, so that questions find you.")
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    allowed = forms.BooleanField(
        label=_("I am allowed to hand in this file, and it is what we want to report."),
        error_messages={"required": _("Confirm that you are allowed to hand in this file.")},
    )

    def __init__(self, *args, too_large=False, **kwargs):
        super().__init__(*args, **kwargs)
        if too_large:
            # Such a file never arrives.
            self.fields["file"].error_messages["required"] = TOO_LARGE


class AnswerForm(forms.Form):
    """What the contact of a partner says to a file that was handed in on its behalf."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, help_text=_("Kept with the file as the one who answered.")
    )
    certified = forms.BooleanField(
        label=_("I have looked at the counts, and these are the numbers that we want to report."),
        required=False,
    )
    why = forms.CharField(
        label=_("Why not"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text=_("Only if you do not confirm."),
    )

    @property
    def confirms(self):
        return self.data.get("decision") == "confirm"

    def clean(self):
        cleaned = super().clean()
        if self.confirms and not cleaned.get("certified"):
            self.add_error("certified", _("Confirm that you have looked at the counts."))
        if not self.confirms and not cleaned.get("why", "").strip():
            self.add_error("why", _("Say why not, so that the numbers can be put right."))
        return cleaned

    def answer(self, submission):
        """Confirm or decline, as the person of the link."""
        told = self.cleaned_data
        if self.confirms:
            return on_behalf.confirm(submission, name=told["name"])
        return on_behalf.decline(submission, name=told["name"], why=told["why"])
