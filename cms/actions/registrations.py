"""Registering for an event without an account, by e-mail or telephone; the waiting list; reminders; forgetting."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from partnership.actions.invitations import hash_token
from partnership.audit import record
from partnership.mail import write_to
from partnership.models import Organization

from ..calendar.occurrences import occurrence_on
from ..models.events import Event, Registration, RegistrationState

KEPT_DAYS = 30
COMING = (RegistrationState.REGISTERED, RegistrationState.WAITING)


@transaction.atomic
def register(event, day, *, by=None, email="", phone="", people=1, needs="", language):
    """Register for an occurrence; on the waiting list where it is full.

    Returns the Registration with its `token` for this once. Raises ValidationError where nobody can register.
    """
    event = _locked(event)
    check_open(event, day)
    same = {"email__iexact": email} if email else {"phone": phone}
    if event.registrations.filter(day=day, state__in=COMING, **same).exists():
        raise ValidationError(
            _(
                "This address or number is registered for that day already. Use the link you were given to change it."
            ),
            code="twice",
        )
    token = secrets.token_urlsafe(24)
    registration = Registration.objects.create(
        event=event,
        day=day,
        email=email,
        phone=phone,
        people=people,
        needs=needs,
        language=language,
        state=RegistrationState.REGISTERED if _fits(event, day, people) else RegistrationState.WAITING,
        token_hash=hash_token(token),
    )
    registration.token = token
    record(
        "registration.made", by=by, organization=event.organization, target=event, state=registration.state
    )
    _write_to(
        registration, "registered" if registration.state == RegistrationState.REGISTERED else "waiting", token
    )
    return registration


@transaction.atomic
def cancel_registration(registration, *, by=None):
    """Free the places and let those who wait move up, in the order in which they came."""
    event = _locked(registration.event)
    registration.refresh_from_db()
    if registration.state == RegistrationState.CANCELLED:
        return []
    registration.state = RegistrationState.CANCELLED
    registration.save(update_fields=["state"])
    record("registration.cancelled", by=by, organization=event.organization, target=event)
    return move_up(event, registration.day)


def move_up(event, day):
    """Give free places to the waiting list; returns who moved up. Call within a transaction."""
    moved = []
    for waiting in event.registrations.filter(day=day, state=RegistrationState.WAITING):
        if not _has_room(event, day, waiting.people):
            break
        waiting.state = RegistrationState.REGISTERED
        token = secrets.token_urlsafe(24)
        waiting.token_hash = hash_token(token)
        waiting.save(update_fields=["state", "token_hash"])
        _write_to(waiting, "moved_up", token)
        moved.append(waiting)
    return moved


def check_open(event, day):
    """Raises ValidationError where nobody can register for that day."""
    occurrence = occurrence_on(event, day)
    if not event.is_published or not event.takes_registrations or occurrence is None:
        raise ValidationError(_("Nobody can register for that day. Choose another one."), code="day")
    if event.is_called_off:
        raise ValidationError(_("This event is called off."), code="called_off")
    if occurrence.start <= timezone.now():
        raise ValidationError(_("This has begun already. Choose a later day."), code="past")


def places_taken(event, day):
    """How many people are registered for a day."""
    registered = event.registrations.filter(day=day, state=RegistrationState.REGISTERED)
    return registered.aggregate(total=Sum("people"))["total"] or 0


def remind_of_events():
    """Remind everybody who gave an e-mail address, the day before; returns how many (`manage.py tick`)."""
    today = timezone.localdate()
    due = Registration.objects.filter(
        day__gte=today,
        day__lte=today + timedelta(days=1),
        state=RegistrationState.REGISTERED,
        reminded_at=None,
        event__is_called_off=False,
        event__state="published",
    ).exclude(email="")
    reminded = 0
    for registration in due.select_related("event", "event__organization", "event__city"):
        with transaction.atomic():
            claimed = Registration.objects.filter(pk=registration.pk, reminded_at=None).update(
                reminded_at=timezone.now()
            )
            occurrence = occurrence_on(registration.event, registration.day)
            if claimed and occurrence and occurrence.start > timezone.now():
                _write_to(registration, "reminder")
                reminded += 1
    return reminded


def forget_registrations():
    """Destroy what is known of people a month after their event; returns how many (`manage.py tick`)."""
    limit = timezone.localdate() - timedelta(days=KEPT_DAYS)
    return Registration.objects.filter(day__lt=limit).delete()[0]


@transaction.atomic
def tell_of_calling_off(event, *, by):
    """Tell everybody who registered for a day to come that the event is called off."""
    coming = event.registrations.filter(day__gte=timezone.localdate(), state__in=COMING).exclude(email="")
    for registration in coming:
        _write_to(registration, "called_off")
    record("event.called_off", by=by, organization=event.organization, target=event, told=len(coming))


def _locked(event):
    """The event, with nobody else registering for it until the transaction ends."""
    return (
        Event.objects.select_for_update(of=("self",)).select_related("organization", "city").get(pk=event.pk)
    )


def _fits(event, day, people):
    someone_waits = event.registrations.filter(day=day, state=RegistrationState.WAITING).exists()
    return not someone_waits and _has_room(event, day, people)


def _has_room(event, day, people):
    return event.capacity is None or places_taken(event, day) + people <= event.capacity


def _write_to(registration, what, token=None):
    """Send one of the texts of cms/email/registration.txt, in the language in which the person registered."""
    if not registration.email:
        return
    event = registration.event
    with override(registration.language):
        context = {
            "what": what,
            "event": event,
            "title": str(event.title),
            "occurrence": occurrence_on(event, registration.day),
            "people": registration.people,
            "partnership_name": Organization.name_of_partnership(),
            "address": settings.BASE_URL + event.get_absolute_url(),
            "link": token and settings.BASE_URL + reverse("site:registration", args=[token]),
        }
        subject = {
            "registered": _("You are registered: %(title)s"),
            "waiting": _("You are on the waiting list: %(title)s"),
            "moved_up": _("There is a place for you: %(title)s"),
            "reminder": _("Tomorrow: %(title)s"),
            "called_off": _("Called off: %(title)s"),
        }[what] % {"title": event.title}
        text = render_to_string("cms/email/registration.txt", context)
    write_to([registration.email], subject, text)
