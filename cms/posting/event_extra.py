"""What the workspace's screen of an event shows besides the event: who registered, and where head counts go."""

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone

from partnership.access.rights import organizations_with
from partnership.navigation import url_or_blank

from ..actions.registrations import tell_of_calling_off
from ..models.events import RegistrationState


def extra(request, event):
    registered = Q(state=RegistrationState.REGISTERED)
    days = (
        event.registrations.filter(day__gte=timezone.localdate())
        .values("day")
        .annotate(
            coming=Sum("people", filter=registered, default=0),
            waiting=Count("pk", filter=Q(state=RegistrationState.WAITING)),
        )
        .order_by("day")
    )
    counts = ""
    if event.program_id and organizations_with(request.user, "sign_in_sessions").filter(
        programs=event.program
    ):
        counts = url_or_blank("workspace:program_sessions", event.program.slug)
    elif event.program_id and organizations_with(request.user, "submit_data").filter(programs=event.program):
        counts = reverse("workspace:submit")
    return {
        "template": "cms/workspace/event_extra.html",
        "days": days if event.takes_registrations else None,
        "counts_url": counts,
        "questions": event.questions.all() if event.is_listening else None,
        "heard": event.updates.all() if event.is_listening else None,
    }


def after_writing(event, before, *, by):
    """Whoever registered hears of it when an event is called off."""
    if event.is_published and event.is_called_off and not before["is_called_off"]:
        tell_of_calling_off(event, by=by)
