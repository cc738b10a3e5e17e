"""Evaluators whom an organization admits to its student-level rows: its own decision, nobody else's."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..access.decorators import signed_in
from ..access.rights import fetch
from ..actions.admissions import admit_evaluator, end_admission
from ..models import Admission, Organization
from .common import crumbs, show_form, try_action
from .forms.admissions import AdmissionForm


@signed_in
@require_safe
def admissions(request, slug):
    organization = fetch(request.user, "admit_evaluators", Organization.objects, slug=slug)
    every = organization.admissions.select_related("evaluator", "admitted_by").order_by("-ends_on", "project")
    in_force = set(organization.admissions.in_force().values_list("pk", flat=True))
    return render(
        request,
        "partnership/admissions.html",
        {
            "organization": organization,
            "admissions": [(admission, admission.pk in in_force) for admission in every],
            "crumbs": crumbs(_step(organization), (_("Evaluators"), "")),
        },
    )


@signed_in
def admit(request, slug):
    organization = fetch(request.user, "admit_evaluators", Organization.objects, slug=slug)
    form = AdmissionForm(request.POST or None)
    if form.is_valid():
        try:
            admission = admit_evaluator(by=request.user, organization=organization, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("%(person)s is admitted.") % {"person": admission.evaluator})
            return redirect("workspace:admissions", organization.slug)
    return show_form(
        request,
        form,
        title=_("Admit an evaluator"),
        lead=_(
            "Until the last day, the evaluator may read student-level rows of %(organization)s for this project. "
            "Each reading is logged. The agreement in force must allow it."
        )
        % {"organization": organization},
        submit=_("Admit the evaluator"),
        steps=[
            _step(organization),
            (_("Evaluators"), reverse("workspace:admissions", args=[organization.slug])),
            (_("Admit an evaluator"), ""),
        ],
    )


@signed_in
@require_POST
def end(request, pk):
    running = Admission.objects.filter(ended_at=None).select_related("organization", "evaluator")
    admission = fetch(request.user, "admit_evaluators", running, pk=pk)
    return try_action(
        request,
        lambda: end_admission(admission, by=request.user),
        to=reverse("workspace:admissions", args=[admission.organization.slug]),
        done=_("The admission of %(person)s has ended.") % {"person": admission.evaluator},
    )


def _step(organization):
    return organization.name, reverse("workspace:organization", args=[organization.slug])
