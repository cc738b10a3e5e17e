"""Releases in the workspace: fetch, check, call one action, redirect."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnership.access.decorators import with_right
from partnership.access.rights import can
from partnership.audit import record
from partnership.models import Organization
from partnership.screens.common import crumbs, page_of, show_form, try_action
from partnership.screens.explained import explain

from . import comparing, pages
from .approve import missing_signatures, organizations_to_sign, sign_release
from .background import build_outcome, order_build, order_correction
from .forms import BuildForm, CorrectionForm
from .funder import summaries
from .models import Release
from .promised import awards_for
from .publish import discard_release, publish_release
from .review.screens import desk
from .sharing.links import membership_to_share
from .visibility import BUILD


@login_required
@require_GET
def releases(request):
    found = Release.objects.visible_to(request.user).in_lists().select_related("program")
    found = found.order_by("-built_at")
    context = {"page": page_of(request, found, 25), "may_build": can(request.user, BUILD)}
    return render(request, "outcomes/releases/list.html", context)


@login_required
@require_GET
def outcomes(request):
    """The programs that the person funds, each with its latest release."""
    return render(request, "outcomes/releases/outcomes.html", {"summaries": summaries(request.user)})


@login_required
@require_GET
def release(request, slug):
    found = _visible(request, slug)
    context = pages.release_context(
        found,
        request.GET,
        readable=Release.objects.visible_to(request.user),
        awards=awards_for(found, user=request.user),
    )
    context |= {"crumbs": _crumbs((found.title, "")), **pages.IN_WORKSPACE, **_desk(request, found)}
    context["who_url"] = reverse("workspace:release_who", args=[found.slug])
    return pages.answer(request, "outcomes/releases/release.html", context)


@login_required
@require_GET
def measure(request, slug, key):
    found = _visible(request, slug)
    context = pages.measure_context(found, key, request.GET)
    title = context["section"].words["title"]
    context |= {
        **pages.IN_WORKSPACE,
        "crumbs": _crumbs((found.title, found.get_absolute_url()), (title, "")),
    }
    return pages.answer(request, "outcomes/releases/measure.html", context)


@login_required
@require_GET
def sheet(request, slug):
    """One page of paper for a board."""
    found = _visible(request, slug)
    context = pages.sheet_context(
        found, readable=Release.objects.visible_to(request.user), awards=awards_for(found, user=request.user)
    )
    context |= {
        **pages.IN_WORKSPACE,
        "crumbs": _crumbs((found.title, found.get_absolute_url()), (_("Board sheet"), "")),
    }
    return pages.answer(request, "outcomes/releases/sheet.html", context)


@login_required
@require_GET
def compare(request, slug):
    """This release beside another one."""
    found = _visible(request, slug)
    context = comparing.context(found, Release.objects.visible_to(request.user), request.GET)
    context |= {
        **pages.IN_WORKSPACE,
        "crumbs": _crumbs((found.title, found.get_absolute_url()), (_("Compare"), "")),
    }
    return pages.answer(request, "outcomes/releases/compare.html", context)


@login_required
@require_GET
def who(request, slug):
    """Who can see and do what with a release, and because of what."""
    found = _visible(request, slug)
    steps = [(_("Releases"), reverse("workspace:releases")), (found.title, found.get_absolute_url())]
    return explain(request, found, steps=steps)


@login_required
@require_GET
def drawing(request, slug, name):
    """A chart as part of a page."""
    return pages.stored_file(request, _visible(request, slug), name)


@login_required
@require_GET
def download(request, slug, name):
    found = _visible(request, slug)
    response = pages.stored_file(request, found, name, download=True)
    if not found.is_public and response.status_code == 200:
        record("release.downloaded", by=request.user, target=found, file=name)
    return response


@login_required
@require_POST
def sign(request, slug):
    found = _visible(request, slug)
    organization = get_object_or_404(Organization, slug=request.POST.get("organization", ""))
    return try_action(
        request,
        lambda: sign_release(found, by=request.user, organization=organization),
        to=found,
        done=_("Signed for %(organization)s.") % {"organization": organization},
    )


@login_required
@require_POST
def publish(request, slug):
    found = _visible(request, slug)
    return try_action(
        request,
        lambda: publish_release(found, by=request.user),
        to=found,
        done=_("The release is published. From now on nothing of it changes."),
    )


@login_required
@require_POST
def discard(request, slug):
    found = _visible(request, slug)
    return try_action(
        request,
        lambda: discard_release(found, by=request.user),
        to="workspace:releases",
        done=_("The draft is discarded."),
    )


@with_right(BUILD)
@require_http_methods(["GET", "POST"])
def build(request):
    form = BuildForm(request.POST or None)
    if form.is_valid():
        return redirect("workspace:release_building", order_build(by=request.user, **form.cleaned_data))
    return show_form(
        request,
        form,
        title=_("Build a release"),
        lead=_(
            "Counts the students of the schools that reported, hides what could tell of a few of them, and makes "
            "a draft. Nobody outside sees anything until it is signed and published."
        ),
        submit=_("Build the draft"),
        steps=[(_("Releases"), reverse("workspace:releases")), (_("Build a release"), "")],
    )


@with_right(BUILD)
@require_http_methods(["GET", "POST"])
def correct(request, slug):
    found = _visible(request, slug)
    form = CorrectionForm(request.POST or None)
    if form.is_valid():
        result = order_correction(by=request.user, release=found, **form.cleaned_data)
        return redirect("workspace:release_building", result)
    return show_form(
        request,
        form,
        title=_("Correct a release"),
        lead=_(
            "Builds a new draft from the data accepted since. When it is published, %(release)s stays at its "
            "address and says what was corrected."
        )
        % {"release": found},
        submit=_("Build the correction"),
        steps=[
            (_("Releases"), reverse("workspace:releases")),
            (found.title, found.get_absolute_url()),
            (_("Correct"), ""),
        ],
    )


@with_right(BUILD)
@require_GET
def building(request, result):
    """How far a build is; htmx asks for its progress alone."""
    outcome = build_outcome(result)
    if outcome is None:
        raise Http404
    if outcome.slug:
        address = reverse("workspace:release", args=[outcome.slug])
        return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else redirect(address)
    template = "_building.html" if request.htmx else "building.html"
    context = {"outcome": outcome, "result": result, "crumbs": _crumbs((_("Build a release"), ""))}
    return render(request, f"outcomes/releases/{template}", context)


def _visible(request, slug):
    return pages.fetch(Release.objects.visible_to(request.user), slug)


def _crumbs(*steps):
    return crumbs((_("Releases"), reverse("workspace:releases")), *steps)


def _desk(request, found):
    """What the person may do with the release."""
    if found.is_draft:
        missing = missing_signatures(found)
        return {
            "may_build": can(request.user, BUILD),
            "to_sign": organizations_to_sign(found, request.user),
            "missing": missing,
            "waiting_for": found.contributors.all(),
            **desk(request, found),
        }
    return {
        "may_correct": found.state == "published" and can(request.user, BUILD),
        "may_share": not found.is_public and membership_to_share(found, request.user) is not None,
    }
