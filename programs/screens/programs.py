"""Programs: what is done together, by whom and where."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnership.access.decorators import signed_in, with_right
from partnership.access.rights import can, organizations_with
from partnership.navigation import url_or_blank
from partnership.screens.common import crumbs, page_of, show_form
from partnership.screens.explained import explain

from ..actions.programs import add_program, change_program, set_owners, set_sites
from ..models import Program
from .forms import AddProgramForm, OwnersForm, ProgramFilter, ProgramForm, SitesForm


@signed_in
@require_safe
def programs(request):
    filter_form = ProgramFilter(request.GET)
    found = filter_form.narrow(Program.objects.visible_to(request.user))
    found = found.annotate(site_count=Count("sites", distinct=True)).prefetch_related("owners")
    found = found.order_by("name")
    return render(
        request,
        "programs/programs.html",
        {
            "page": page_of(request, found),
            "filter": filter_form,
            "is_narrowed": filter_form.is_used(),
            "may_add": can(request.user, "manage_partnership"),
            "crumbs": crumbs((_("Programs"), "")),
        },
    )


@signed_in
@require_safe
def program(request, slug):
    program = fetch(request.user, slug)
    return render(
        request,
        "programs/program.html",
        {
            "program": program,
            "owners": program.owners.select_related("city"),
            "sites": program.sites.select_related("parent", "city"),
            "awards": program.awards.visible_to(request.user)
            .select_related("funder")
            .annotate(target_count=Count("targets")),
            "challenges": program.challenges.all(),
            "may_change": can(request.user, "manage_partnership"),
            "sessions_url": _sessions_url(request.user, program),
            "crumbs": crumbs(step(), (program.name, "")),
        },
    )


@signed_in
@require_safe
def who(request, slug):
    """Who can see and do what with a program, and because of what."""
    program = fetch(request.user, slug)
    return explain(request, program, steps=[step(), step(program)])


@with_right("manage_partnership")
def add(request):
    form = AddProgramForm(request.POST or None)
    if form.is_valid():
        fields = dict(form.cleaned_data)
        program = add_program(by=request.user, owners=[fields.pop("owner")], **fields)
        messages.success(request, _("%(program)s is added. Choose its sites next.") % {"program": program})
        return redirect("workspace:program", program.slug)
    return show_form(
        request,
        form,
        title=_("Add a program"),
        lead=_("Its public page opens with it, to be written by the editors of its owners."),
        submit=_("Add the program"),
        steps=[step(), (_("Add a program"), "")],
    )


@signed_in
def change(request, slug):
    program = fetch(request.user, slug, "manage_partnership")
    # The form writes what was typed onto its instance; the action must still see what was there before.
    form = ProgramForm(request.POST or None, instance=copy(program))
    if form.is_valid():
        change_program(program, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(program)s is changed.") % {"program": program})
        return redirect("workspace:program", program.slug)
    return show_form(
        request,
        form,
        title=_("Change %(program)s") % {"program": program},
        submit=_("Save"),
        steps=[step(), step(program), (_("Change"), "")],
    )


@signed_in
def owners(request, slug):
    program = fetch(request.user, slug, "manage_partnership")
    form = OwnersForm(request.POST or None, program=program)
    return _choose(
        request,
        form,
        program,
        action=lambda chosen: set_owners(program, by=request.user, owners=chosen),
        title=_("Owners of %(program)s") % {"program": program},
        lead=_("Their editors may write the program's page; those of former owners no longer."),
        done=_("The owners are changed."),
    )


@signed_in
def sites(request, slug):
    program = fetch(request.user, slug, "manage_partnership")
    form = SitesForm(request.POST or None, program=program)
    return _choose(
        request,
        form,
        program,
        action=lambda chosen: set_sites(program, by=request.user, sites=chosen),
        title=_("Sites of %(program)s") % {"program": program},
        lead=_("Where it takes place: usually schools."),
        done=_("The sites are changed."),
    )


def fetch(user, slug, codename=None):
    """The program: 404 to a stranger to it, 403 to those who see it without the right."""
    program = get_object_or_404(Program.objects.visible_to(user), slug=slug)
    if codename and not can(user, codename):
        raise PermissionDenied
    return program


def step(program=None):
    """The breadcrumb of the list, or of one program."""
    if program is None:
        return _("Programs"), reverse("workspace:programs")
    return program.name, reverse("workspace:program", args=[program.slug])


def _choose(request, form, program, *, action, title, lead, done):
    if form.is_valid():
        try:
            action(form.chosen())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, done)
            return redirect("workspace:program", program.slug)
    return show_form(
        request,
        form,
        title=title,
        lead=lead,
        submit=_("Save"),
        steps=[step(), step(program), (title, "")],
    )


def _sessions_url(user, program):
    """Where the program's sessions are signed in to, for those who may; an upper app provides it."""
    may = organizations_with(user, "sign_in_sessions").filter(programs=program).exists()
    return url_or_blank("workspace:program_sessions", program.slug) if may else ""
