"""An organization's own view: what is expected, what is missing, school by school; and the chaser's notes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.datasets import DATASETS
from partnership.access.decorators import signed_in
from partnership.access.rights import can, fetch
from partnership.models import Organization
from partnership.screens.common import crumbs, show_form

from ..actions import choose_contact, extend, note_call
from ..expectations import expectations, rates
from ..models import Contact
from .forms import CallForm, ContactForm, ExtensionForm

# Partnership-wide: who follows every organization's files also chases them.
CHASE = "every_view_submissions"


@signed_in
@require_safe
def timeliness(request, slug):
    organization = fetch(request.user, "view_submissions", Organization.objects, slug=slug)
    found = expectations(Organization.objects.filter(pk=organization.pk))
    chases = can(request.user, CHASE)
    extensions = organization.extensions.select_related("by")
    return render(
        request,
        "outcomes/timeliness/organization.html",
        {
            "organization": organization,
            "expectations": found,
            "rates": rates(found),
            "contact": Contact.objects.filter(organization=organization)
            .select_related("contact", "deputy")
            .first(),
            "extensions": [
                (each, DATASETS[each.dataset].title) for each in extensions if each.dataset in DATASETS
            ],
            "calls": organization.call_notes.select_related("by") if chases else [],
            "chases": chases,
            "may_choose_contact": chases or can(request.user, "manage_people", organization),
            "may_submit": can(request.user, "submit_data", organization),
            "may_link": can(request.user, "submit_data", organization)
            or can(request.user, "submit_on_behalf", organization),
            "crumbs": crumbs(*_steps(request.user, organization)[:-1], (organization.name, "")),
        },
    )


@signed_in
def contact(request, slug):
    right = CHASE if can(request.user, CHASE) else "manage_people"
    organization = fetch(request.user, right, Organization.objects, slug=slug)
    chosen = Contact.objects.filter(organization=organization).first()
    initial = {"contact": chosen.contact_id, "deputy": chosen.deputy_id} if chosen else {}
    form = ContactForm(request.POST or None, organization=organization, initial=initial)
    return _done(
        request,
        form,
        organization,
        lambda: choose_contact(organization, by=request.user, **form.cleaned_data),
        title=_("Whom to call about the files of %(organization)s") % {"organization": organization},
        lead=_("People who hand in the organization's data; invite them first if they are not listed."),
        submit=_("Save"),
    )


@signed_in
def call(request, slug):
    organization = fetch(request.user, CHASE, Organization.objects, slug=slug)
    form = CallForm(request.POST or None)
    return _done(
        request,
        form,
        organization,
        lambda: note_call(organization, by=request.user, **form.cleaned_data),
        title=_("Note a call with %(organization)s") % {"organization": organization},
        lead=_("Only those who follow every organization's files read it."),
        submit=_("Keep the note"),
    )


@signed_in
def give_time(request, slug):
    organization = fetch(request.user, CHASE, Organization.objects, slug=slug)
    form = ExtensionForm(
        request.POST or None, found=expectations(Organization.objects.filter(pk=organization.pk))
    )
    return _done(
        request,
        form,
        organization,
        lambda: extend(organization, by=request.user, **form.chosen()),
        title=_("Give %(organization)s more time") % {"organization": organization},
        lead=_("Until the day you choose the file is not late."),
        submit=_("Give more time"),
    )


def _done(request, form, organization, action, *, title, lead, submit):
    """One form, one action, and back to the organization's page."""
    if form.is_valid():
        try:
            action()
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("workspace:timeliness_of", organization.slug)
    steps = [*_steps(request.user, organization), (title, "")]
    return show_form(request, form, title=title, lead=lead, submit=submit, steps=steps)


def _steps(user, organization):
    board = [(_("Who is late"), reverse("workspace:timeliness"))] if can(user, CHASE) else []
    return [*board, (organization.name, reverse("workspace:timeliness_of", args=[organization.slug]))]
