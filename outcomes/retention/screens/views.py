"""Screens of retention: certificates of what was destroyed, and the erasure of one student."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from outcomes.datasets import DATASETS
from outcomes.submissions.identity import LOCAL_ID
from partnership.access.decorators import signed_in
from partnership.access.rights import fetch
from partnership.models import Organization
from partnership.screens.common import crumbs, page_of, show_form

from ..erase import erase_student
from ..models import DestructionCertificate
from .forms import EraseForm


@signed_in
@require_safe
def certificates(request):
    """Certificates of the organizations whose agreements the person keeps."""
    found = DestructionCertificate.objects.visible_to(request.user).select_related("organization")
    return render(
        request,
        "outcomes/retention/certificates.html",
        {"page": page_of(request, found), "crumbs": crumbs((_("Destruction certificates"), ""))},
    )


@signed_in
@require_safe
def certificate(request, pk):
    """One certificate, made to be printed."""
    every = DestructionCertificate.objects.select_related("organization", "agreement")
    certificate = fetch(request.user, "manage_agreements", every, pk=pk)
    lines = [
        each | {"title": DATASETS[each["dataset"]].title if each["dataset"] in DATASETS else each["dataset"]}
        for each in certificate.datasets
    ]
    steps = [(_("Destruction certificates"), reverse("workspace:certificates")), (str(certificate), "")]
    return render(
        request,
        "outcomes/retention/certificate.html",
        {"certificate": certificate, "datasets": lines, "crumbs": crumbs(*steps)},
    )


@sensitive_post_parameters("student_id", "again")
@sensitive_variables()
@signed_in
def erase(request, slug):
    """The form by which a data steward erases one student."""
    organization = fetch(request.user, "link_students", Organization.objects, slug=slug)
    form = EraseForm(request.POST or None, organization=organization)
    if form.is_valid():
        told = form.cleaned_data
        try:
            erased = erase_student(
                by=request.user,
                issuer=organization,
                student_id=told["student_id"],
                kind=told.get("kind", LOCAL_ID),
            )
        except ValidationError as refusal:
            form.add_error("student_id", refusal)
        else:
            messages.success(request, _told(erased))
            return redirect("workspace:organization", organization.slug)
    return show_form(
        request,
        form,
        title=_("Erase a student"),
        lead=_(
            "Removes every row of one student, whoever handed it in, and what was derived from it. Later files that "
            "name the student lose those rows on arrival. Files that wait in the vault and may name the student are "
            "destroyed; to correct their rows, they are handed in again. "
            "Published releases hold no student and do not change."
        ),
        submit=_("Erase this student for good"),
        danger=True,
        steps=[
            (organization.name, reverse("workspace:organization", args=[organization.slug])),
            (_("Erase a student"), ""),
        ],
    )


def _told(erased):
    if not erased.rows:
        told = _(
            "No row of this student was here. Later files that name the student lose those rows on arrival."
        )
    else:
        told = ngettext(
            "The student is erased: %(rows)s row is gone. It does not come back with a later file.",
            "The student is erased: %(rows)s rows are gone. They do not come back with a later file.",
            erased.rows,
        ) % {"rows": erased.rows}
    if not erased.files:
        return told
    files = ngettext(
        "%(files)s file that waited in the vault is destroyed: it may have named the student.",
        "%(files)s files that waited in the vault are destroyed: they may have named the student.",
        erased.files,
    )
    return f"{told} {files % {'files': erased.files}}"
