"""The evaluator orders an extract and reads it for its term."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from partnership.access.decorators import signed_in
from partnership.access.rights import holds_anywhere
from partnership.screens.common import crumbs, refused
from partnership.screens.forms.fields import DayField

from ...plans.visibility import fetch_plan
from ..actions import EVALUATE, admissions_of, order_extract, read_extract
from ..models import EvaluationExtract


class ExtractForm(forms.Form):
    project = forms.ChoiceField(
        label=gettext_lazy("Project"),
        help_text=gettext_lazy("As the organizations wrote it when they admitted you."),
    )
    expires_on = DayField(
        label=gettext_lazy("May be read until"),
        help_text=gettext_lazy(
            "Not after the first of the admissions ends. Then the file is destroyed here."
        ),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        names = sorted(set(admissions_of(user).values_list("project", flat=True)))
        self.fields["project"].choices = [(name, name) for name in names]


@signed_in
def extracts(request, pk):
    plan = fetch_plan(request.user, pk, to_plan=True)
    if not holds_anywhere(request.user, EVALUATE):
        raise PermissionDenied
    form = ExtractForm(request.POST or None, user=request.user)
    if form.is_valid():
        try:
            order_extract(plan, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            refused(request, form, refusal)
        else:
            messages.success(request, _("The extract is being made. It appears below when it is ready."))
            return redirect("workspace:evaluation_extracts", plan.pk)
    return render(
        request,
        "outcomes/evaluation/extracts.html",
        {
            "plan": plan,
            "form": form,
            "extracts": plan.extracts.filter(evaluator=request.user).prefetch_related("organizations"),
            "crumbs": crumbs(
                (_("Evaluations"), reverse("workspace:evaluations")),
                (plan.title, reverse("workspace:evaluation", args=[plan.pk])),
                (_("Extracts"), ""),
            ),
        },
    )


@require_safe
@signed_in
def download(request, pk):
    extract = get_object_or_404(EvaluationExtract.objects.filter(evaluator=request.user), pk=pk)
    content = read_extract(extract, by=request.user)
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="extract-{extract.pk}.zip"'},
    )
