"""Listening: questions, what was heard, and what partners committed themselves to."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ..actions.questions import ask
from ..calendar.occurrences import occurrences
from ..models import Commitment, Event, FollowUp, Update
from ..models.events import LISTENING
from ..models.listening import QuestionState
from ..models.updates import UpdateKind
from .common import crumbs
from .human import HumanForm

AHEAD = timedelta(days=180)


class QuestionForm(HumanForm):
    text = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Name no child and nobody who could be harmed by it. It is read before it is shown."
        ),
    )
    contact = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy(
            "Only to tell you of the answer. It is never shown, and deleted after 90 days."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request, slug):
    event = get_object_or_404(Event.objects.published().filter(kind__in=LISTENING), slug=slug)
    form = QuestionForm(request, key="question")
    if request.method == "POST" and form.is_valid():
        try:
            ask(
                event,
                text=form.cleaned_data["text"],
                contact=form.cleaned_data["contact"],
                language=get_language(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(
                request, _("Thank you. We read your question, and it appears here with its answer.")
            )
            return redirect(event.get_absolute_url())
    context = {
        "event": event,
        "form": form,
        "crumbs": crumbs((str(event), event.get_absolute_url()), (_("Ask a question"), "")),
    }
    return render(request, "cms/site/question.html", context)


def what_came_of(event):
    """What the page of a session shows besides: {summary, questions, commitments}."""
    return {
        "summary": event.updates.published().prefetch_related("facts").first(),
        "questions": event.questions.filter(state=QuestionState.PUBLISHED),
        "commitments": Commitment.objects.in_public_order().filter(event=event),
    }


@require_safe
def listening(request):
    """Sessions to come, what was heard at past ones, and commitments."""
    today = timezone.localdate()
    events = Event.objects.published().filter(kind__in=LISTENING).select_related("city", "organization")
    heard = Update.objects.published().filter(kind=UpdateKind.HEARD).select_related("organization", "event")
    context = {
        "occurrences": occurrences(events.running(today, today + AHEAD), today, today + AHEAD),
        "heard": heard[:12],
        "commitments": Commitment.objects.in_public_order()[:12],
        "crumbs": crumbs((_("Listening"), "")),
    }
    return render(request, "cms/site/listening_index.html", context)


@require_safe
def commitments(request):
    """Every commitment, or those of one partner (`?partner=`)."""
    found = Commitment.objects.in_public_order()
    partner = request.GET.get("partner", "")
    if partner:
        found = found.filter(organization__slug=partner)
    context = {"commitments": found, "crumbs": crumbs((_("Commitments"), ""))}
    return render(request, "cms/site/commitments.html", context)


@require_safe
def commitment(request, slug):
    found = Commitment.objects.published().select_related("organization", "event")
    return commitment_page(request, get_object_or_404(found, slug=slug))


def commitment_page(request, commitment):
    prefetch_related_objects([commitment], Prefetch("follow_ups", FollowUp.objects.order_by("-at")))
    context = {
        "commitment": commitment,
        "crumbs": crumbs((_("Commitments"), reverse("site:commitments")), (str(commitment), "")),
    }
    return render(request, "cms/site/commitment.html", context)
