"""The composer: three boxes and one button, made for a phone and a bad minute.

What is typed is kept as one types, on the server and in the browser, also when the sign-in has run out meanwhile:
the form carries a signed key to its own draft, with which text can be put into it and nothing read from it.
"""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from partnership.access.decorators import signed_in
from partnership.access.rights import can
from partnership.models import Place
from partnership.screens.common import crumbs

from ..actions.updates import compose_update, revise_update
from ..models import ComposerDraft, Event, Update
from ..models.events import LISTENING
from ..models.updates import POST_AT_ONCE, FactState, UpdateKind
from ..told import Told
from .forms import LinesField, MomentInput, writable_organizations
from .kinds import address_of
from .screens import fetch, step

LONGEST_TITLE = 100
KEPT_FIELDS = (
    "facts",
    "unknown",
    "coming",
    "title",
    "contacts",
    "organization",
    "city",
    "next_update_at",
    "event",
    "kind",
)


class ComposerForm(forms.Form):
    """Three boxes; the rest is filled in already or lies behind "More"."""

    facts = LinesField(
        label=gettext_lazy("What we know"),
        help_text=gettext_lazy("One fact a line. Each is marked preliminary until you confirm it."),
    )
    unknown = forms.CharField(
        label=gettext_lazy("What we do not know yet"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    coming = forms.CharField(
        label=gettext_lazy("What happens next"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    no_minor = forms.BooleanField(label=gettext_lazy("No minor can be recognized"))
    no_victim = forms.BooleanField(label=gettext_lazy("No victim is named or described"))
    no_case = forms.BooleanField(label=gettext_lazy("No facts of a case or an investigation"))
    next_update_at = forms.DateTimeField(
        label=gettext_lazy("Next update"), required=False, widget=MomentInput
    )
    title = forms.CharField(
        label=gettext_lazy("Headline"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=gettext_lazy("Left blank: the first fact."),
    )
    contacts = forms.CharField(
        label=gettext_lazy("Emergency contacts"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    organization = forms.ModelChoiceField(label=gettext_lazy("Organization"), queryset=None, empty_label=None)
    city = forms.ModelChoiceField(
        label=gettext_lazy("City"),
        queryset=Place.objects.filter(kind="city", in_partnership=True).order_by("name"),
        required=False,
    )
    kind = forms.ChoiceField(choices=UpdateKind.choices, widget=forms.HiddenInput)
    event = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput, required=False)

    boxes = ("facts", "unknown", "coming")
    checks = ("no_minor", "no_victim", "no_case")

    def __init__(self, *args, user, heard=False, **kwargs):
        super().__init__(*args, **kwargs)
        organizations = writable_organizations(user).order_by("name")
        self.fields["organization"].queryset = organizations
        own = Event.objects.visible_to(user).filter(kind__in=LISTENING)
        self.fields["event"].queryset = own
        if heard:
            self.fields["facts"].label = _("What we heard")
            self.fields["facts"].help_text = _("One point a line.")
            self.fields["unknown"].label = _("What we could not answer")
            self.fields["coming"].label = _("What we do next")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == UpdateKind.HEARD and not cleaned.get("event"):
            raise ValidationError(_("Open this from the listening session that it is about."))
        event = cleaned.get("event")
        if event and cleaned.get("organization") and event.organization_id != cleaned["organization"].pk:
            raise ValidationError(_("A session is summed up by the organization that held it."))
        return cleaned

    def group(self, names):
        return [self[name] for name in names]

    @property
    def three_boxes(self):
        return self.group(self.boxes)

    @property
    def checklist(self):
        return self.group(self.checks)

    @property
    def more(self):
        return self.group(
            name for name in self.fields if name not in (*self.boxes, *self.checks, "kind", "event")
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request):
    """The composer. What somebody sends whose sign-in has run out is kept, and shown again after signing in."""
    draft = _draft_of_key(request.POST.get("draft_key", "")) if request.method == "POST" else None
    if not request.user.is_authenticated:
        return _after_signing_in(request, draft)
    organizations = writable_organizations(request.user)
    if not organizations.exists():
        raise PermissionDenied
    if draft and draft.owner_id != request.user.pk:
        draft = None
    draft = draft or _own_draft(request)
    event = _event_of(request)
    heard = event is not None or (draft.data.get("kind") == UpdateKind.HEARD)
    form = ComposerForm(
        request.POST or None,
        user=request.user,
        heard=heard,
        initial=_first_values(request.user, event) | draft.data,
    )
    if request.method == "POST":
        keep(draft, request.POST)
        if form.is_valid():
            update = _write(form, draft, by=request.user)
            if update.is_published:
                messages.success(request, _("It is published."))
            else:
                messages.success(request, _("It waits for approval. Whoever approves it was written to."))
            return redirect(address_of(update))
    at_once = any(can(request.user, POST_AT_ONCE, each) for each in organizations[:5])
    title = _("What we heard") if heard else _("Incident update")
    context = {
        "form": form,
        "title": title,
        "draft": draft,
        "draft_key": signing.dumps(str(draft.pk), salt="composer"),
        "at_once": at_once or any(can(request.user, "approve_pages", each) for each in organizations[:5]),
        "is_restored": bool(draft.data.get("facts")) and request.method != "POST",
        "crumbs": crumbs(step(), (title, "")),
    }
    return render(request, "cms/workspace/compose.html", context)


@never_cache
@require_POST
def keep_draft(request):
    """Keep what was typed so far. Whoever holds the form may put text into its draft, signed in or not."""
    draft = _draft_of_key(request.POST.get("draft_key", ""))
    if draft is None:
        raise Http404
    keep(draft, request.POST)
    return HttpResponse(status=204)


def keep(draft, data):
    draft.data = {name: data[name] for name in KEPT_FIELDS if data.get(name)}
    draft.save(update_fields=["data", "changed_at"])


@signed_in
def revise(request, pk):
    """Confirm, correct and add, in the open."""
    _kind, update = fetch(request.user, "updates", pk)
    may = update.may_be_published_by(request.user) or not update.is_published
    if not may:
        raise PermissionDenied
    language = get_language()
    form = ReviseForm(request.POST or None, update=update, language=language)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        revise_update(
            update,
            by=request.user,
            language=language,
            changes=form.changes(),
            added=told["added"],
            unknown=told["unknown"],
            coming=told["coming"],
            contacts=told["contacts"],
            next_update_at=told["next_update_at"],
            close=told["close"],
        )
        messages.success(request, _("Saved. What changed stands in the time line."))
        return redirect(address_of(update))
    title = _("Confirm, correct, add")
    context = {
        "form": form,
        "update": update,
        "title": title,
        "submit_label": _("Save"),
        "cancel_url": address_of(update),
        "crumbs": crumbs(step(), (str(update), address_of(update)), (title, "")),
    }
    return render(request, "cms/workspace/revise.html", context)


class ReviseForm(forms.Form):
    """Each fact with its state and its words, then what is new."""

    added = LinesField(
        label=gettext_lazy("New facts"),
        required=False,
        help_text=gettext_lazy("One a line, preliminary at first."),
    )
    unknown = forms.CharField(
        label=gettext_lazy("What we do not know yet"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    coming = forms.CharField(
        label=gettext_lazy("What happens next"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_update_at = forms.DateTimeField(
        label=gettext_lazy("Next update"), required=False, widget=MomentInput
    )
    contacts = forms.CharField(
        label=gettext_lazy("Emergency contacts"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    close = forms.BooleanField(label=gettext_lazy("No further update is planned"), required=False)

    def __init__(self, *args, update, language, **kwargs):
        super().__init__(*args, **kwargs)
        self.update_facts = list(update.facts.all())
        for number, fact in enumerate(self.update_facts, 1):
            self.fields[f"text-{fact.pk}"] = forms.CharField(
                label=_("Fact %(number)s") % {"number": number},
                initial=fact.text.get(language, ""),
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="" if fact.text.get(language) else str(fact.text),
            )
            self.fields[f"state-{fact.pk}"] = forms.ChoiceField(
                label=_("State of fact %(number)s") % {"number": number},
                choices=FactState.choices,
                initial=fact.state,
            )
        for name in ("unknown", "coming", "contacts"):
            self.initial[name] = getattr(update, name).get(language, "")
        self.initial |= {"next_update_at": update.next_update_at, "close": update.is_closed}
        self.order_fields([name for name in self.fields if name.startswith(("text-", "state-"))])

    def changes(self):
        return {
            fact.pk: (self.cleaned_data[f"state-{fact.pk}"], self.cleaned_data[f"text-{fact.pk}"])
            for fact in self.update_facts
        }


def forget_drafts():
    """Delete what was typed a fortnight ago and never sent (`manage.py tick`)."""
    return ComposerDraft.objects.filter(changed_at__lt=timezone.now() - timedelta(days=14)).delete()[0]


def _write(form, draft, *, by):
    told, language = form.cleaned_data, get_language()
    title = told["title"] or _cut(told["facts"][0])
    organization = told["organization"]
    return compose_update(
        Update(),
        by=by,
        language=language,
        draft=draft,
        facts=told["facts"],
        organization=organization,
        kind=told["kind"],
        event=told["event"],
        city=told["city"] or organization.city,
        title=Told({language: title}),
        unknown=Told({language: told["unknown"]}),
        coming=Told({language: told["coming"]}),
        contacts=Told({language: told["contacts"]}),
        next_update_at=told["next_update_at"],
    )


def _cut(text):
    return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def _after_signing_in(request, draft):
    """To the sign-in, and from there back to the text."""
    address = reverse("workspace:compose")
    if draft:
        keep(draft, request.POST)
        address = f"{address}?draft={draft.pk}"
    return redirect_to_login(address, reverse(settings.LOGIN_URL))


def _own_draft(request):
    """The draft that the address names, or else the newest of the same session or none, or a new one."""
    own = ComposerDraft.objects.filter(owner=request.user)
    asked, event = request.GET.get("draft", ""), request.GET.get("event", "")
    if asked:
        found = own.filter(pk=asked).first() if _is_key(asked) else None
        if found:
            return found
    for draft in own.order_by("-changed_at")[:10]:
        if draft.data.get("event", "") == event:
            return draft
    return ComposerDraft.objects.create(owner=request.user)


def _draft_of_key(key):
    try:
        found = signing.loads(key, salt="composer", max_age=14 * 24 * 60 * 60)
    except signing.BadSignature:
        return None
    return ComposerDraft.objects.filter(pk=found).first()


def _event_of(request):
    asked = request.GET.get("event") or request.POST.get("event")
    if not asked:
        return None
    if not _is_key(asked):
        raise Http404
    return get_object_or_404(Event.objects.visible_to(request.user).filter(kind__in=LISTENING), pk=asked)


def _first_values(user, event):
    """What need not be typed in a bad minute."""
    organization = event.organization if event else writable_organizations(user).order_by("name").first()
    values = {"organization": organization.pk, "city": organization.city_id, "kind": UpdateKind.INCIDENT}
    if event:
        return values | {
            "kind": UpdateKind.HEARD,
            "event": event.pk,
            "city": event.city_id,
            "title": (_("What we heard: %(title)s") % {"title": event.title})[:LONGEST_TITLE],
        }
    emergency = _("Emergency: 911")
    return values | {
        "contacts": f"{emergency}\n{organization}: {organization.phone}" if organization.phone else emergency
    }


def _is_key(text):
    try:
        UUID(text)
    except ValueError:
        return False
    return True
