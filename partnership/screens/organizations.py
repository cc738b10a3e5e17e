"""Partners: the list, who can do what in one, and the form that keeps them."""

from copy import copy

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..access.decorators import signed_in, with_right
from ..access.rights import can, fetch, is_partnership_staff
from ..actions.organizations import add_organization, change_organization
from ..models import Agreement, Membership, Organization
from .common import crumbs, page_of, show_form
from .explained import context_of
from .forms.organizations import AddOrganizationForm, ChangeOrganizationForm, OrganizationFilter


@signed_in
@require_safe
def organizations(request):
    """The person's own organizations; all of them for the partnership's staff."""
    filter_form = OrganizationFilter(request.GET)
    found = filter_form.narrow(Organization.objects.visible_to(request.user))
    in_force = Membership.objects.in_force().values("pk")
    found = found.select_related("city").annotate(
        people=Count("memberships__user", filter=Q(memberships__in=in_force), distinct=True),
        has_agreement=Exists(Agreement.objects.in_force().filter(organization=OuterRef("pk"))),
    )
    found = found.order_by("name")
    return render(
        request,
        "partnership/organizations.html",
        {
            "page": page_of(request, found),
            "filter": filter_form,
            "is_narrowed": filter_form.is_used(),
            "is_staff": is_partnership_staff(request.user),
            "may_add": can(request.user, "manage_partnership"),
            "crumbs": crumbs((_("Organizations"), "")),
        },
    )


@signed_in
@require_safe
def organization(request, slug):
    """Who can see and do what in an organization, and because of which role."""
    visible = Organization.objects.visible_to(request.user).select_related("city")
    organization = get_object_or_404(visible, slug=slug)
    return render(
        request,
        "partnership/organization.html",
        {
            "organization": organization,
            **context_of(request, organization),
            "may_manage_people": can(request.user, "manage_people", organization),
            "may_manage_agreements": can(request.user, "manage_agreements", organization),
            "may_admit": can(request.user, "admit_evaluators", organization)
            and not organization.is_law_enforcement,
            "may_change": can(request.user, "manage_partnership"),
            "crumbs": crumbs(*_steps(request), (organization.name, "")),
        },
    )


@with_right("manage_partnership")
def add(request):
    form = AddOrganizationForm(request.POST or None)
    if form.is_valid():
        added = add_organization(by=request.user, **form.cleaned_data)
        messages.success(
            request,
            _("%(organization)s is a partner now. Invite its administrator next.") % {"organization": added},
        )
        return redirect("workspace:organization", added.slug)
    return show_form(
        request,
        form,
        title=_("Add an organization"),
        lead=_("Its section of the site opens with it. Its people come by invitation."),
        submit=_("Add the organization"),
        steps=[*_steps(request), (_("Add an organization"), "")],
    )


@signed_in
def change(request, slug):
    organization = fetch(request.user, "manage_partnership", Organization.objects, slug=slug)
    # The form writes what was typed onto its instance; the action must still see what was there before.
    form = ChangeOrganizationForm(request.POST or None, instance=copy(organization))
    if form.is_valid():
        change_organization(organization, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(organization)s is changed.") % {"organization": organization})
        return redirect("workspace:organization", organization.slug)
    return show_form(
        request,
        form,
        title=_("Change %(organization)s") % {"organization": organization},
        submit=_("Save"),
        steps=[
            *_steps(request),
            (organization.name, reverse("workspace:organization", args=[organization.slug])),
            (_("Change"), ""),
        ],
    )


def _steps(request):
    if not is_partnership_staff(request.user):
        return []
    return [(_("Organizations"), reverse("workspace:organizations"))]
