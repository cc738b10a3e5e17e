"""From the newest result of a plan to the draft of its release."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outcomes.evaluation.plans.models import EvaluationPlan, RunState
from partnership.access.decorators import with_right
from partnership.screens.common import refused, show_form

from ..models import Audience
from ..visibility import BUILD
from .build import build_evaluation_release


class EvaluationReleaseForm(forms.Form):
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may read it"),
        choices=Audience.choices,
        initial=Audience.FUNDERS,
        widget=forms.RadioSelect,
    )
    erratum = forms.CharField(
        label=gettext_lazy("What was wrong, and what is right now"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only where this plan has been released before."),
    )


@with_right(BUILD)
def build_evaluation(request, pk):
    plan = get_object_or_404(EvaluationPlan.objects.visible_to(request.user), pk=pk)
    form = EvaluationReleaseForm(request.POST or None)
    if form.is_valid():
        try:
            run = plan.runs.select_related("version", "plan__program").filter(state=RunState.DONE).first()
            if run is None:
                raise ValidationError(_("This plan has no finished result. Compute it first."))
            release = build_evaluation_release(by=request.user, run=run, **form.cleaned_data)
        except ValidationError as refusal:
            refused(request, form, refusal)
        else:
            return redirect("workspace:release", release.slug)
    return show_form(
        request,
        form,
        title=_("Release an evaluation"),
        lead=_(
            "Freezes the newest result of this plan, word by word and number by number, as a draft to be signed. Whatever "
            "the result is, it is worded and shown alike."
        ),
        submit=_("Make the draft"),
        steps=[
            (_("Evaluations"), reverse("workspace:evaluations")),
            (plan.title, reverse("workspace:evaluation", args=[plan.pk])),
            (_("Release"), ""),
        ],
    )
