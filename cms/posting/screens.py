"""The workspace's screens of everything that organizations post."""

from copy import copy

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from partnership.access.decorators import signed_in
from partnership.access.rights import held, is_partnership_staff
from partnership.audit import record
from partnership.screens.common import crumbs, page_of, show_form, try_action

from ..access.own import own_pages_q
from ..actions.postings import (
    hand_in_posting,
    publish_posting,
    refuse_change,
    review_posting,
    take_what_is_proposed,
    withdraw_posting,
    write_posting,
)
from ..actions.registrations import COMING
from ..models import BrokenLink
from .desk import desk_of
from .forms import writable_organizations
from .kinds import address_of, kinds


@signed_in
@require_safe
def desk(request):
    """What the person writes: what waits, drafts, what has to be read again; pages and postings alike."""
    _require_writer(request.user)
    context = desk_of(request.user) | {"kinds": kinds().values(), "crumbs": crumbs((_("Public site"), ""))}
    return render(request, "cms/workspace/desk.html", context)


@signed_in
@require_safe
def broken_links(request):
    """Links of the person's own pages that lead nowhere."""
    _require_writer(request.user)
    own = Page.objects.filter(own_pages_q(request.user)).order_by().values("pk")
    found = BrokenLink.objects.filter(page__in=own).select_related("page")
    title = _("Links that lead nowhere")
    context = {"page": page_of(request, found), "title": title, "crumbs": crumbs(step(), (title, ""))}
    return render(request, "cms/workspace/broken_links.html", context)


@signed_in
@require_safe
def postings(request, kind):
    kind = _kind(kind)
    _require_writer(request.user)
    found = kind.model.objects.visible_to(request.user).select_related("organization").order_by("-created_at")
    page = page_of(request, found)
    context = {
        "kind": kind,
        "page": page,
        "rows": [(posting, [_value(posting, name) for _heading, name in kind.columns]) for posting in page],
        "crumbs": crumbs(step(), (kind.plural, "")),
    }
    return render(request, "cms/workspace/postings.html", context)


@signed_in
def add(request, kind):
    kind = _kind(kind)
    _require_writer(request.user)
    if kind.is_composed:
        return redirect("workspace:compose")
    form = kind.form(
        request.POST or None, request.FILES or None, user=request.user, initial=_asked(request, kind)
    )
    if request.method == "POST" and form.is_valid():
        posting = write_posting(kind.model(), by=request.user, **form.posted())
        messages.success(request, _("Saved as a draft. Look at it, then hand it in."))
        return redirect(address_of(posting))
    return show_form(
        request,
        form,
        title=kind.add_label,
        lead=kind.sentence,
        submit=_("Save the draft"),
        steps=[step(), step(kind), (kind.add_label, "")],
    )


@signed_in
@require_safe
def posting(request, kind, pk):
    kind, posting = fetch(request.user, kind, pk)
    extra = import_string(kind.extra)(request, posting) if kind.extra else {}
    context = {
        "kind": kind,
        "posting": posting,
        "may_publish": posting.may_be_published_by(request.user),
        "may_withdraw": posting.may_be_published_by(request.user) or not posting.is_published,
        "previews": settings.LANGUAGES,
        "change_url": reverse("workspace:change_posting", args=[kind.key, pk]),
        "proposed": _proposed(posting),
        "facts": _facts(posting),
        "crumbs": crumbs(step(), step(kind), (str(posting), "")),
        **extra,
    }
    return render(request, "cms/workspace/posting.html", context)


@signed_in
@require_safe
def preview(request, kind, pk):
    """The public page as it would be, with a change that waits, in any language of the site (`?language=`)."""
    kind, posting = fetch(request.user, kind, pk)
    language = request.GET.get("language", get_language())
    if language not in dict(settings.LANGUAGES):
        raise Http404
    # The page says so, and leads to no form that is not there yet.
    request.preview_of = address_of(posting)
    with override(language):
        return import_string(kind.page)(request, take_what_is_proposed(posting))


@signed_in
def change(request, kind, pk):
    kind, posting = fetch(request.user, kind, pk)
    if kind.is_composed:
        return redirect("workspace:revise_update", pk)
    before = {field.attname: getattr(posting, field.attname) for field in posting._meta.concrete_fields}
    form = kind.form(request.POST or None, request.FILES or None, user=request.user, instance=copy(posting))
    if request.method == "POST" and form.is_valid():
        write_posting(posting, by=request.user, **form.posted())
        if posting.proposed:
            messages.success(
                request, _("Your change waits for approval. Until then the public reads what was there.")
            )
        else:
            messages.success(request, _("Saved."))
            if kind.after_writing:
                import_string(kind.after_writing)(posting, before, by=request.user)
        return redirect(address_of(posting))
    return show_form(
        request,
        form,
        title=_("Change %(title)s") % {"title": posting},
        submit=_("Save"),
        steps=[step(), step(kind), (str(posting), address_of(posting)), (_("Change"), "")],
    )


def _doing(action, done):
    """A view that does one thing with a posting and comes back to it."""

    @signed_in
    @require_POST
    def view(request, kind, pk):
        kind, posting = fetch(request.user, kind, pk)
        does = import_string(kind.publishing) if action is publish_posting else action
        return try_action(
            request, lambda: does(posting, by=request.user), to=address_of(posting), done=str(done)
        )

    return view


hand_in = _doing(hand_in_posting, gettext_lazy("It waits for approval now."))
publish = _doing(publish_posting, gettext_lazy("It is published."))
give_back = _doing(refuse_change, gettext_lazy("It is given back to its writers."))
withdraw = _doing(withdraw_posting, gettext_lazy("The public no longer sees it."))
review = _doing(review_posting, gettext_lazy("Noted: you have read it today."))


@signed_in
@require_safe
def registrations(request, pk):
    """How to reach those who come to an event; each reading is logged."""
    kind, event = fetch(request.user, "events", pk)
    record("registrations.read", by=request.user, organization=event.organization, target=event)
    coming = event.registrations.filter(state__in=COMING, day__gte=timezone.localdate())
    context = {
        "registrations": coming.order_by("day", "registered_at"),
        "crumbs": crumbs(step(), step(kind), (str(event), address_of(event)), (_("Who comes"), "")),
    }
    return render(request, "cms/workspace/registrations.html", context)


def fetch(user, kind, pk):
    """(Kind, posting): 404 to a stranger to its organization, 403 to a member who does not write."""
    kind = _kind(kind)
    posting = get_object_or_404(kind.model.objects.select_related("organization"), pk=pk)
    if not posting.may_be_written_by(user):
        if posting.organization_id in held(user) or is_partnership_staff(user):
            raise PermissionDenied
        raise Http404
    return kind, posting


def step(kind=None):
    if kind is None:
        return _("Public site"), reverse("workspace:desk")
    return kind.plural, reverse("workspace:postings", args=[kind.key])


def _kind(key):
    if key not in kinds():
        raise Http404
    return kinds()[key]


def _require_writer(user):
    if not writable_organizations(user).exists():
        raise PermissionDenied


def _asked(request, kind):
    """What the address fills in beforehand: `?program=...` and the like."""
    names = {field.name for field in kind.model._meta.concrete_fields}
    return kind.initial | {name: value for name, value in request.GET.items() if name in names}


def _value(posting, name):
    display = getattr(posting, f"get_{name}_display", None)
    return display() if display else getattr(posting, name)


def _facts(posting, hidden=("id", "slug", "title", "state", "created_by", "proposed", "organization")):
    """[(name, value)] of what it says, in the order of its form."""
    facts = []
    for field in posting._meta.concrete_fields:
        value = _value(posting, field.name)
        if (
            field.name in hidden
            or value in (None, "", [], False)
            or not (field.editable or field.name == "reviewed_on")
        ):
            continue
        label = str(field.verbose_name)
        facts.append((label[:1].upper() + label[1:], _readable(value)))
    return facts


def _readable(value):
    if value is True:
        return _("yes")
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _proposed(posting):
    """[(name, before, after)] of a change that waits."""
    if not posting.proposed:
        return []
    rows = []
    for name, after in posting.proposed.items():
        field = posting._meta.get_field(name)
        before = field.value_from_object(posting)
        if field.to_python(after) != before and not (not after and not before):
            rows.append((field.verbose_name, before, after))
    return rows
