"""Forms of those who plan evaluations."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outcomes.datasets.periods import school_year_of
from outcomes.measures.student_year import ATTENDANCE, SUMMARY
from outcomes.submissions.models import Claim
from programs.models import Program

from ... import floors
from .. import periods
from ..outcomes import OUTCOMES, SUBGROUPS
from ..terms import CHOSEN, COMPARISONS, MOST_PRIMARY, Terms

# A plan is best locked before its outcome exists: so many school years ahead can be chosen.
AHEAD = 2


class StartForm(forms.Form):
    """Which program, and in which steps of time."""

    program = forms.ModelChoiceField(
        Program.objects.none(),
        to_field_name="slug",
        label=gettext_lazy("Program"),
        empty_label=gettext_lazy("Choose a program"),
    )
    step = forms.ChoiceField(
        label=gettext_lazy("Before and after are counted by"),
        choices=periods.STEPS.items,
        initial=periods.TERM,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Short steps show a change early; a school year smooths what single months bring. Totals of schools come "
            "by school year."
        ),
    )

    def __init__(self, *args, programs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = programs.order_by("name")


class PlanForm(forms.Form):
    """What a plan says. `terms()` after validation."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    question = forms.CharField(
        label=gettext_lazy("The question, in your own words"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "For example: do students come to school more often after they have a mentor than they would without?"
        ),
    )
    before = forms.TypedChoiceField(
        label=gettext_lazy("Last period before the program"),
        coerce=int,
        help_text=gettext_lazy(
            "It and the one before it are what students are compared on. Whoever entered in it or earlier counts on "
            "neither side."
        ),
    )
    first = forms.TypedChoiceField(label=gettext_lazy("Outcome measured from"), coerce=int)
    last = forms.TypedChoiceField(
        label=gettext_lazy("Outcome measured to"),
        coerce=int,
        help_text=gettext_lazy("Everybody who entered by then counts as served, whether or not they stayed."),
    )
    comparison = forms.ChoiceField(
        label=gettext_lazy("Compared with"), choices=COMPARISONS.items, widget=forms.RadioSelect
    )
    chosen = forms.ChoiceField(
        label=gettext_lazy("How students were chosen"), choices=CHOSEN.items, widget=forms.RadioSelect
    )
    primary = forms.MultipleChoiceField(
        label=gettext_lazy("Primary outcomes"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("One or two: what the program is for."),
    )
    secondary = forms.MultipleChoiceField(
        label=gettext_lazy("Secondary outcomes"), widget=forms.CheckboxSelectMultiple, required=False
    )
    subgroups = forms.MultipleChoiceField(
        label=gettext_lazy("Groups to look at by themselves"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Each further look makes a finding by chance likelier; this is allowed for."),
    )
    least_students = forms.IntegerField(
        label=gettext_lazy("Least number of students a side"),
        initial=floors.STUDENTS_A_SIDE,
        min_value=floors.STUDENTS_A_SIDE,
        max_value=10000,
    )
    least_schools = forms.IntegerField(
        label=gettext_lazy("Least number of schools a side"),
        initial=floors.SCHOOLS_A_SIDE,
        min_value=floors.SCHOOLS_A_SIDE,
        max_value=1000,
    )
    least_days = forms.IntegerField(
        label=gettext_lazy("Enrolled days that a period must hold to count"),
        initial=20,
        min_value=1,
        max_value=180,
    )

    planned_sessions = forms.IntegerField(
        label=gettext_lazy("Sessions planned in the school years of the outcome"),
        required=False,
        min_value=0,
        max_value=10000,
        help_text=gettext_lazy("What was held stands beside it: was the program given as it was meant?"),
    )
    planned_hours = forms.IntegerField(
        label=gettext_lazy("Hours planned for each participant"),
        required=False,
        min_value=0,
        max_value=10000,
    )

    def __init__(self, *args, step, terms=None, title="", **kwargs):
        if terms is not None:
            kwargs["initial"] = {"title": title, **initial_of(terms)}
        super().__init__(*args, **kwargs)
        self.step = step
        choices = [(period, periods.label(step, period)) for period in periods_to_choose(step, terms)]
        for name in ("before", "first", "last"):
            self.fields[name].choices = choices
        outcomes = [(key, outcome.title) for key, outcome in OUTCOMES.items()]
        self.fields["primary"].choices = self.fields["secondary"].choices = outcomes
        self.fields["subgroups"].choices = SUBGROUPS.items()
        if terms is None:
            self.initial |= {"comparison": next(iter(COMPARISONS)), "chosen": next(iter(CHOSEN))}
            self.initial |= {"primary": ["attendance"]} | _latest(step, choices)

    def clean_primary(self):
        chosen = self.cleaned_data["primary"]
        if len(chosen) > MOST_PRIMARY:
            raise ValidationError(
                _("Choose one or two primary outcomes; with more, one of them would look good by chance.")
            )
        return chosen

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("first") and cleaned.get("last") and cleaned["last"] < cleaned["first"]:
            self.add_error("last", _("The window ends before it begins. Choose a later last period."))
        elif not self.errors and (problems := self.terms().problems()):
            raise ValidationError(problems)
        return cleaned

    def terms(self):
        """The `Terms` that were chosen."""
        chosen = self.cleaned_data
        return Terms(
            question=chosen["question"],
            step=self.step,
            window=tuple(range(chosen["first"], chosen["last"] + 1)),
            before=chosen["before"],
            primary=tuple(chosen["primary"]),
            secondary=tuple(key for key in chosen["secondary"] if key not in chosen["primary"]),
            subgroups=tuple(chosen["subgroups"]),
            comparison=chosen["comparison"],
            chosen=chosen["chosen"],
            least_students=chosen["least_students"],
            least_schools=chosen["least_schools"],
            least_days=chosen["least_days"],
            planned_sessions=chosen["planned_sessions"] or 0,
            planned_hours=chosen["planned_hours"] or 0,
        )


class LockForm(forms.Form):
    people = forms.CharField(
        label=gettext_lazy("Who planned it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "The organizations and functions of those who agreed on this plan. It stands beside every result."
        ),
    )


class AmendForm(PlanForm):
    why = forms.CharField(
        label=gettext_lazy("Why the plan is changed"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Readers see this, what was changed, and whether results were known by then."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["title"]


def initial_of(terms):
    """The form's fields of stored terms."""
    stored = terms.as_json()
    # Nothing planned is an empty field, not a plan of nothing.
    stored |= {name: stored[name] or None for name in ("planned_sessions", "planned_hours")}
    return {**stored, "first": min(terms.window), "last": max(terms.window)}


def periods_to_choose(step, terms=None):
    """Periods from the oldest data to some years ahead, and those that a plan names already."""
    known = Claim.objects.filter(in_effect=True, dataset__in=[ATTENDANCE, SUMMARY, "school_totals"])
    years = set(known.order_by().values_list("period", flat=True).distinct())
    starts = {
        periods.period_of_month(periods.YEAR, text) if _is_month(text) else int(text[:4]) for text in years
    }
    today = int(school_year_of(timezone.localdate())[:4])
    first, last = min(starts | {today - 1}), max(starts | {today}) + AHEAD
    parts = periods.PARTS[step]
    found = set(range(first * parts, (last + 1) * parts))
    if terms is not None:
        found |= {*terms.window, *terms.baselines}
    return sorted(found)


def _is_month(text):
    """ "2024-09" but not the school year "2024-25"."""
    return len(text) == 7 and 1 <= int(text[5:7]) <= 12 and int(text[5:7]) != (int(text[:4]) + 1) % 100


def _latest(step, choices):
    """The last school year as window, and what came before it, to begin with."""
    now = periods.period_of_day(step, timezone.localdate())
    window = now - 1
    known = [period for period, _label in choices]
    return {"before": max(window - 1, known[0]), "first": window, "last": window}
