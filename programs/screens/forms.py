from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnership.models import Organization, Place
from partnership.screens.forms.fields import DayField
from partnership.screens.forms.filters import Filter, named

from ..models import Award, Challenge, Program
from ..models.program import Strategy


class ProgramFilter(Filter):
    q = forms.CharField(label=gettext_lazy("Name"), widget=forms.SearchInput)
    strategy = forms.ChoiceField(
        label=gettext_lazy("Strategy"), choices=[("", gettext_lazy("Any strategy")), *Strategy.choices]
    )

    def narrow(self, queryset):
        if words := self.chosen("q"):
            queryset = queryset.filter(named(words, "name"))
        if strategy := self.chosen("strategy"):
            queryset = queryset.filter(strategy=strategy)
        return queryset


class TermForm(forms.ModelForm):
    """Something with a first and a last day."""

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day is before the first. Choose a later last day."))
        return cleaned


class ProgramForm(TermForm):
    starts_on = DayField(label=gettext_lazy("First day"), required=False)
    ends_on = DayField(label=gettext_lazy("Last day"), required=False)

    class Meta:
        model = Program
        fields = ["name", "summary", "strategy", "grades", "starts_on", "ends_on"]
        labels = {
            "name": gettext_lazy("Name"),
            "summary": gettext_lazy("Summary"),
            "strategy": gettext_lazy("Strategy"),
            "grades": gettext_lazy("Grades"),
        }
        help_texts = {
            "summary": gettext_lazy("What it gives and for whom, in two or three sentences."),
            "strategy": gettext_lazy("One of the five strategies of the OJJDP Comprehensive Gang Model."),
            "grades": gettext_lazy("For example 4-8."),
        }


class AddProgramForm(ProgramForm):
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Owner"),
        queryset=Organization.objects.all(),
        empty_label=gettext_lazy("Choose an organization"),
        help_text=gettext_lazy("More owners can be added afterwards."),
    )

    class Meta(ProgramForm.Meta):
        fields = ["name", "slug", *ProgramForm.Meta.fields[1:]]
        labels = ProgramForm.Meta.labels | {"slug": gettext_lazy("Short name for addresses")}
        help_texts = ProgramForm.Meta.help_texts | {
            "slug": gettext_lazy(
                "Lower-case letters and hyphens; made from the name if left empty. It never changes."
            )
        }

    field_order = ["name", "slug", "owner"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def clean_slug(self):
        slug = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("name", ""))
        if Program.objects.filter(slug=slug).exists():
            raise forms.ValidationError(
                _("Another program already has the short name “%(slug)s”. Choose a different one.")
                % {"slug": slug}
            )
        return slug


class ChoiceOfMany(forms.Form):
    """Keep or drop what is chosen, and add one more; a list of hundreds of boxes would help nobody."""

    def __init__(self, *args, chosen, possible, labels, **kwargs):
        super().__init__(*args, **kwargs)
        keep, add = labels
        if chosen.exists():
            self.fields["keep"] = forms.ModelMultipleChoiceField(
                label=keep,
                queryset=chosen,
                initial=chosen,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["add"] = forms.ModelChoiceField(
            label=add,
            queryset=possible.exclude(pk__in=chosen.values("pk")),
            required=False,
            empty_label=_("No one"),
        )

    def chosen(self):
        added = self.cleaned_data["add"]
        return [*self.cleaned_data.get("keep", []), *([added] if added else [])]


class OwnersForm(ChoiceOfMany):
    def __init__(self, *args, program, **kwargs):
        super().__init__(
            *args,
            chosen=program.owners.all(),
            possible=Organization.objects.all(),
            labels=(_("Keep as owners"), _("Add an owner")),
            **kwargs,
        )


class SitesForm(ChoiceOfMany):
    def __init__(self, *args, program, **kwargs):
        super().__init__(
            *args,
            chosen=program.sites.all(),
            possible=Place.objects.filter(in_partnership=True, kind__in=["school", "city"]),
            labels=(_("Keep as sites"), _("Add a site")),
            **kwargs,
        )


class AwardForm(TermForm):
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))
    review_until = DayField(label=gettext_lazy("Outcomes may be reviewed until"))

    class Meta:
        model = Award
        fields = ["title", "dollars", "starts_on", "ends_on", "review_until", "is_public"]
        labels = {
            "title": gettext_lazy("Title"),
            "dollars": gettext_lazy("Dollars"),
            "is_public": gettext_lazy("Everybody may know of it"),
        }
        help_texts = {
            "is_public": gettext_lazy(
                "Its dollars and targets then stand on the public page of the program's release."
            )
        }

    def clean(self):
        cleaned = super().clean()
        ends, review = cleaned.get("ends_on"), cleaned.get("review_until")
        if ends and review and review < ends:
            self.add_error("review_until", _("The review ends before the award does. Choose a later day."))
        return cleaned


class AddAwardForm(AwardForm):
    review_until = DayField(
        label=gettext_lazy("Outcomes may be reviewed until"),
        required=False,
        help_text=gettext_lazy("Leave it empty for one year after the last day: results arrive late."),
    )
    funder = forms.ModelChoiceField(
        label=gettext_lazy("Funder"),
        queryset=Organization.objects.all(),
        empty_label=gettext_lazy("Choose an organization"),
    )
    field_order = ["title", "funder"]


class ChallengeForm(TermForm):
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))

    class Meta:
        model = Challenge
        fields = [
            "title",
            "starts_on",
            "ends_on",
            "no_unexcused_absence",
            "no_suspension",
            "better_attendance",
            "reward",
        ]
        labels = {
            "title": gettext_lazy("Title"),
            "no_unexcused_absence": gettext_lazy("No unexcused absence"),
            "no_suspension": gettext_lazy("No suspension"),
            "better_attendance": gettext_lazy("Better attendance than before"),
            "reward": gettext_lazy("Reward"),
        }
