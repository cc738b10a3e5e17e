"""Where a district says which of its students a participant code is."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from outcomes.participation.links import REFUSALS, RIGHT, codes_for, link_code, unlink_code
from outcomes.participation.participants import participants_of
from outcomes.submissions.participants import StudentLink
from partnership.access.decorators import signed_in
from partnership.access.rights import fetch
from partnership.audit import record
from partnership.models import Organization
from partnership.screens.common import crumbs, show_form, try_action

from .forms import LinkForm

CONSENTS = {
    "given": gettext_lazy("given"),
    "declined": gettext_lazy("declined"),
    "withdrawn": gettext_lazy("withdrawn"),
    "pending": gettext_lazy("pending"),
}


@signed_in
@require_safe
def codes(request, slug):
    """Codes of the programs that serve the district's schools, those to be linked first."""
    organization = _district(request.user, slug)
    found = [each for each in participants_of(codes_for(organization)) if each.is_known]
    links = StudentLink.objects.select_related("linked_by", "organization").in_bulk(
        [each.key for each in found], field_name="from_key"
    )
    for each in found:
        each.link = links.get(each.key)
        each.consent_word = CONSENTS.get(each.consent, _("not told"))
        each.may_be_linked = each.consent not in REFUSALS
    record(
        "codes.read",
        by=request.user,
        organization=organization,
        target=organization,
        right=RIGHT,
        participants=len(found),
    )
    return render(
        request,
        "outcomes/participation/link_codes.html",
        {
            "organization": organization,
            "waiting": [each for each in found if not each.link],
            "linked": [each for each in found if each.link],
            "crumbs": crumbs(*_steps(organization)[:1], (_("Link participant codes"), "")),
        },
    )


@sensitive_post_parameters("student_id")
@sensitive_variables()
@signed_in
def link(request, slug, pk):
    organization = _district(request.user, slug)
    code = get_object_or_404(codes_for(organization).select_related("program", "organization"), pk=pk)
    form = LinkForm(request.POST or None)
    if form.is_valid():
        try:
            link_code(
                code, by=request.user, organization=organization, student_id=form.cleaned_data["student_id"]
            )
        except ValidationError as refusal:
            form.add_error("student_id", refusal)
        else:
            messages.success(
                request,
                _("The code %(code)s is linked. What is reported under it counts for this student.")
                % {"code": code},
            )
            return redirect("workspace:link_codes", organization.slug)
    return show_form(
        request,
        form,
        title=_("Link the code %(code)s") % {"code": code},
        lead=_(
            "Printed by %(organization)s for “%(program)s”. Look the code up on the consent form that the family signed."
        )
        % {"organization": code.organization, "program": code.program},
        submit=_("Link this code"),
        steps=[*_steps(organization), (str(code), "")],
    )


@signed_in
@require_POST
def unlink(request, slug, pk):
    organization = _district(request.user, slug)
    code = get_object_or_404(codes_for(organization).select_related("program", "organization"), pk=pk)
    return try_action(
        request,
        lambda: unlink_code(code, by=request.user, organization=organization),
        to=reverse("workspace:link_codes", args=[organization.slug]),
        done=_("The link of %(code)s is taken back. Everything counts as before it.") % {"code": code},
    )


def _district(user, slug):
    return fetch(user, RIGHT, Organization.objects, slug=slug)


def _steps(organization):
    return [
        (organization.name, reverse("workspace:organization", args=[organization.slug])),
        (_("Link participant codes"), reverse("workspace:link_codes", args=[organization.slug])),
    ]
