"""Data-sharing agreements: which are in force, what they cover, how they are signed and ended."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..access.decorators import signed_in
from ..access.rights import fetch, organizations_with
from ..actions.agreements import (
    attach_document,
    hold_data,
    lift_hold,
    open_document,
    sign_agreement,
    terminate_agreement,
)
from ..catalog import datasets, elements
from ..models import Agreement, Organization
from ..vault import Destroyed
from .common import crumbs, page_of, show_form, try_action
from .forms.agreements import AgreementFilter, AgreementForm, DocumentForm, HoldForm, TerminationForm


@signed_in
@require_safe
def agreements(request):
    """Agreements of the organizations whose agreements the person keeps."""
    kept = organizations_with(request.user, "manage_agreements")
    filter_form = AgreementFilter(request.GET, organizations=kept)
    found = filter_form.narrow(Agreement.objects.filter(organization__in=kept))
    chosen = filter_form.chosen("organization")
    return render(
        request,
        "partnership/agreements.html",
        {
            "page": page_of(request, found.select_related("organization").prefetch_related("datasets")),
            "titles": _titles(),
            "filter": filter_form,
            "is_narrowed": filter_form.is_used(),
            "sign_for": [chosen] if chosen else list(kept[:4]),
            "crumbs": crumbs((_("Agreements"), "")),
        },
    )


@signed_in
@require_safe
def agreement(request, pk):
    agreement = _fetch(request, pk)
    return render(
        request,
        "partnership/agreement.html",
        {
            "agreement": agreement,
            "parties": [agreement.organization, Organization.partnership(), *agreement.further_parties.all()],
            "datasets": _datasets_in_words(agreement),
            "crumbs": crumbs(*_steps(), (agreement.title, "")),
        },
    )


@signed_in
def sign(request, slug):
    organization = fetch(request.user, "manage_agreements", Organization.objects, slug=slug)
    form = AgreementForm(request.POST or None, organization=organization)
    if form.is_valid():
        try:
            signed = sign_agreement(by=request.user, organization=organization, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The agreement is recorded."))
            return redirect("workspace:agreement", signed.pk)
    return show_form(
        request,
        form,
        title=_("Record an agreement with %(organization)s") % {"organization": organization},
        lead=_(
            "An agreement in force opens uploads of the datasets it names, and student-level views of them; "
            "when it ends, both close."
        ),
        submit=_("Record the agreement"),
        steps=[*_steps(), (organization.name, "")],
    )


@signed_in
def terminate(request, pk):
    agreement = _fetch(request, pk)
    form = TerminationForm(request.POST or None)
    if form.is_valid():
        try:
            terminate_agreement(agreement, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The agreement ends on the day you chose."))
            return redirect("workspace:agreement", agreement.pk)
    return show_form(
        request,
        form,
        title=_("Terminate “%(agreement)s”") % {"agreement": agreement},
        lead=_(
            "From that day on, uploads and student-level views under it are closed. What was released stays."
        ),
        submit=_("Terminate the agreement"),
        danger=True,
        steps=[*_steps_to(agreement), (_("Terminate"), "")],
    )


@signed_in
def document(request, pk):
    """Attach the signed PDF."""
    agreement = _fetch(request, pk)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            attach_document(agreement, by=request.user, content=form.cleaned_data["document"].read())
        except ValidationError as refusal:
            form.add_error("document", refusal)
        else:
            messages.success(request, _("The signed agreement is locked in the vault."))
            return redirect("workspace:agreement", agreement.pk)
    return show_form(
        request,
        form,
        title=_("Attach the signed agreement"),
        lead=_("A document that was attached before is destroyed."),
        submit=_("Attach"),
        steps=[*_steps_to(agreement), (_("Signed agreement"), "")],
    )


@signed_in
@require_safe
def read_document(request, pk):
    """The signed PDF; each opening is logged by the vault."""
    agreement = _fetch(request, pk)
    try:
        content = open_document(agreement, by=request.user)
    except Destroyed:
        messages.error(request, _("The signed agreement is not in the vault. Attach it again."))
        return redirect("workspace:agreement", agreement.pk)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="agreement-{agreement.pk}.pdf"'},
    )


@signed_in
def hold(request, pk):
    """Place a legal hold."""
    agreement = _fetch(request, pk)
    form = HoldForm(request.POST or None)
    if form.is_valid():
        try:
            hold_data(agreement, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("Nothing that came under this agreement is destroyed until you lift the hold.")
            )
            return redirect("workspace:agreement", agreement.pk)
    return show_form(
        request,
        form,
        title=_("Place a legal hold on “%(agreement)s”") % {"agreement": agreement},
        lead=_(
            "Data that came under it is then kept, whatever its retention says, until the hold is lifted."
        ),
        submit=_("Place the hold"),
        steps=[*_steps_to(agreement), (_("Legal hold"), "")],
    )


@signed_in
@require_POST
def lift(request, pk):
    agreement = _fetch(request, pk)
    return try_action(
        request,
        lambda: lift_hold(agreement, by=request.user),
        to=reverse("workspace:agreement", args=[agreement.pk]),
        done=_("The hold is lifted. The retention counts again from the end of the agreement."),
    )


def _datasets_in_words(agreement):
    """[(title, titles of the columns that are shared, titles of those that are not)]"""
    titles, every = _titles(), elements()
    return [
        (
            titles.get(each.dataset, each.dataset),
            [title for name, title, _optional in every.get(each.dataset, ()) if name not in each.withheld],
            [title for name, title, _optional in every.get(each.dataset, ()) if name in each.withheld],
        )
        for each in agreement.datasets.all()
    ]


def _steps_to(agreement):
    return [*_steps(), (agreement.title, reverse("workspace:agreement", args=[agreement.pk]))]


def _fetch(request, pk):
    every = Agreement.objects.select_related("organization", "created_by", "document").prefetch_related(
        "datasets", "further_parties"
    )
    return fetch(request.user, "manage_agreements", every, pk=pk)


def _titles():
    return {dataset.key: dataset.title for dataset in datasets()}


def _steps():
    return [(_("Agreements"), reverse("workspace:agreements"))]
