"""The desk of a draft, and the pages on where numbers come from and what changed: fetch, check, call one action."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from partnership.access.rights import can
from partnership.models import Organization
from partnership.navigation import Item
from partnership.screens.common import crumbs, try_action

from .. import pages
from ..approve import may_sign_for, organizations_to_sign
from ..background import order_rebuild
from ..models import Release
from ..provenance import definition_facts
from ..tables import definitions_of
from ..visibility import BUILD
from .actions import open_review, schedule_release, silent_organizations, tell_story
from .forms import ReviewForm, ScheduleForm, StoryForm
from .own import by_measure, own_rows
from .sources import changes_between, sources_of


@login_required
@require_GET
def own(request, slug, organization):
    """What a draft (or a release) says of one organization, for its signers and the coordinators."""
    release, owner = _visible(request, slug), _contributor(request, slug, organization)
    story = release.stories.filter(organization=owner).first()
    signs = owner in organizations_to_sign(release, request.user)
    context = {
        "release": release,
        "organization": owner,
        "measures": by_measure(own_rows(release, owner)),
        "story": story,
        "form": StoryForm(initial={"text": story.text if story else ""}) if signs else None,
        "signs": signs,
        "crumbs": _crumbs(release, (str(owner), "")),
    }
    return render(request, "outcomes/releases/review/own.html", context)


@login_required
@require_POST
def story(request, slug):
    release = _visible(request, slug)
    owner = get_object_or_404(Organization, slug=request.POST.get("organization", ""))
    return try_action(
        request,
        lambda: tell_story(release, by=request.user, organization=owner, text=request.POST.get("text", "")),
        to=reverse("workspace:release_own", args=[slug, owner.slug]),
        done=_("The story is kept with the draft."),
    )


@login_required
@require_POST
def review(request, slug):
    release, form = _kept(request, slug), ReviewForm(request.POST)
    return try_action(
        request,
        lambda: open_review(release, by=request.user, until=_given(form, "until")),
        to=release,
        done=_("The organizations are asked to read and sign."),
    )


@login_required
@require_POST
def schedule(request, slug):
    release, form = _kept(request, slug), ScheduleForm(request.POST)
    return try_action(
        request,
        lambda: schedule_release(release, by=request.user, at=_given(form, "at")),
        to=release,
        done=_("The moment of publication is kept."),
    )


@login_required
@require_POST
def rebuild(request, slug):
    release = _kept(request, slug)
    if not silent_organizations(release):
        return try_action(request, _nobody_silent, to=release, done="")
    return redirect("workspace:release_building", order_rebuild(by=request.user, release=release))


@login_required
@require_GET
def sources(request, slug):
    release = _visible(request, slug)
    context = _sources(release) | {
        **pages.IN_WORKSPACE,
        "shows_rows": can(request.user, BUILD),
        "crumbs": _crumbs(release, (_("Where these numbers come from"), "")),
    }
    return render(request, "outcomes/releases/review/sources.html", context)


@login_required
@require_GET
def changes(request, slug):
    release = _visible(request, slug)
    context = _changes(release) | {**pages.IN_WORKSPACE, "crumbs": _crumbs(release, (_("What changed"), ""))}
    return render(request, "outcomes/releases/review/changes.html", context)


@require_safe
def public_sources(request, slug):
    release = pages.fetch(Release.objects.public(), slug)
    context = _sources(release) | {**pages.IN_PUBLIC, "shows_rows": False}
    context["crumbs"] = _public_crumbs(release, _("Where these numbers come from"))
    return pages.answer(request, "outcomes/releases/review/sources.html", context, public=True)


@require_safe
def public_changes(request, slug):
    release = pages.fetch(Release.objects.public(), slug)
    context = _changes(release) | {**pages.IN_PUBLIC, "crumbs": _public_crumbs(release, _("What changed"))}
    return pages.answer(request, "outcomes/releases/review/changes.html", context, public=True)


def desk(request, release):
    """Context of what stands between a draft and its readers, for those who build."""
    if not (release.is_draft and can(request.user, BUILD)):
        return {}
    return {
        "silent": silent_organizations(release),
        "review_form": ReviewForm(initial={"until": release.review_until}),
        "schedule_form": ScheduleForm(initial={"at": release.publish_at}),
    }


def _sources(release):
    found, gone = sources_of(release)
    worded = [(one, one.in_language(get_language())) for one in definitions_of(release)]
    words = [(words["title"], definition_facts(one, words)) for one, words in worded]
    return {
        "release": release,
        "at": release.slug,
        "sources": found,
        "gone": gone,
        "purged": sum(one.purged for one in found),
        "without": Organization.objects.filter(slug__in=release.pins.get("without", ())).order_by("name"),
        "definitions": words,
    }


def _changes(release):
    if release.supersedes is None:
        raise Http404
    changed, added, dropped = changes_between(release.supersedes, release)
    return {"release": release, "at": release.slug, "changes": changed, "added": added, "dropped": dropped}


def _given(form, name):
    if not form.is_valid():
        raise ValidationError([message for messages in form.errors.values() for message in messages])
    return form.cleaned_data[name]


def _nobody_silent():
    raise ValidationError(
        _("Nobody is left out before the day by which organizations are to sign, nor after all have signed.")
    )


def _visible(request, slug):
    return pages.fetch(Release.objects.visible_to(request.user), slug)


def _kept(request, slug):
    """A release of those the person sees, if the person builds releases."""
    found = _visible(request, slug)
    if not can(request.user, BUILD):
        raise PermissionDenied
    return found


def _contributor(request, slug, organization):
    found = get_object_or_404(Organization, slug=organization)
    release = _visible(request, slug)
    if found not in release.contributors.all():
        raise Http404
    if not (may_sign_for(request.user, found) or can(request.user, BUILD)):
        raise Http404
    return found


def _crumbs(release, *steps):
    return crumbs(
        (_("Releases"), reverse("workspace:releases")), (release.title, release.get_absolute_url()), *steps
    )


def _public_crumbs(release, label):
    steps = [
        (_("Home"), "/"),
        (_("Outcomes"), reverse("outcomes:releases")),
        (release.title, reverse("outcomes:release", args=[release.slug])),
        (label, ""),
    ]
    return [Item(str(label), address) for label, address in steps]
