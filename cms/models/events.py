"""What partners invite to: games, academies, leagues, ride-alongs, meetings, hearings, listening sessions."""

import uuid
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnership.models import Place
from programs.models import Program

from ..told import ToldField
from .posting import Posting, PostingQuerySet

LONGEST_SERIES = timedelta(days=2 * 366)


class EventKind(models.TextChoices):
    GAME = "game", _("Game")
    LEAGUE = "league", _("League")
    ACADEMY = "academy", _("Academy")
    RIDE_ALONG = "ride_along", _("Ride-along")
    MEETING = "meeting", _("Meeting")
    FAIR = "fair", _("Open house or fair")
    TRAINING = "training", _("Training for the public")
    HEARING = "hearing", _("Hearing")
    LISTENING = "listening", _("Listening session")


# Where people speak and are answered: questions are sent in, what was heard is written down.
LISTENING = (EventKind.HEARING, EventKind.LISTENING)


class Audience(models.TextChoices):
    EVERYONE = "everyone", _("Everyone")
    FAMILIES = "families", _("Families")
    YOUNG_PEOPLE = "young_people", _("Young people")
    ADULTS = "adults", _("Adults")
    PARTNERS = "partners", _("Staff of partners")


class Repeats(models.TextChoices):
    ONCE = "once", _("Once")
    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every second week")
    MONTHLY_DAY = "monthly_day", _("Every month, on the same weekday of the month")


class SpokenLanguage(models.TextChoices):
    """Languages that partners speak or interpret at an event; not those of the site."""

    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")
    VIETNAMESE = "vi", _("Vietnamese")
    TAGALOG = "tl", _("Tagalog")
    CHINESE = "zh", _("Chinese")
    KOREAN = "ko", _("Korean")
    ASL = "ase", _("American Sign Language")


class EventQuerySet(PostingQuerySet):
    def running(self, first, last):
        """Those that may take place between two days, both included."""
        ends = models.Q(repeats=Repeats.ONCE, ends_at__date__gte=first) | models.Q(repeats_until__gte=first)
        return self.filter(ends, starts_at__date__lte=last)


class Event(Posting):
    """An event, once or again and again. Its occurrences are reckoned, not stored (cms.calendar.occurrences)."""

    kind = models.CharField(_("kind"), max_length=12, choices=EventKind.choices)
    program = models.ForeignKey(
        Program,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("program"),
    )
    summary = ToldField(_("in one sentence"), longest=200)
    text = ToldField(_("what happens"), lines=True, blank=True)
    agenda = ToldField(_("agenda"), lines=True, blank=True)
    access = ToldField(_("access"), lines=True, blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    repeats = models.CharField(_("repeats"), max_length=12, choices=Repeats.choices, default=Repeats.ONCE)
    repeats_until = models.DateField(_("until"), null=True, blank=True)
    # Days on which it does not take place, as ISO dates.
    skipped = models.JSONField(_("not on these days"), default=list, blank=True)
    venue = models.CharField(_("place"), max_length=120)
    address = models.CharField(_("address"), max_length=200, blank=True)
    city = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("city")
    )
    audience = models.CharField(_("for"), max_length=12, choices=Audience.choices, default=Audience.EVERYONE)
    languages = models.JSONField(_("languages spoken or interpreted"), default=list)
    capacity = models.PositiveIntegerField(
        _("how many people"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    takes_registrations = models.BooleanField(_("people register here"), default=False)
    asks_consent = models.BooleanField(_("minors need a consent form"), default=False)
    phone = models.CharField(_("telephone for questions"), max_length=30, blank=True)
    is_called_off = models.BooleanField(_("called off"), default=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at"]

    def get_absolute_url(self):
        return reverse("site:event", args=[self.slug])

    def clean(self):
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It ends before it begins. Choose a later end.")})
        if self.repeats == Repeats.ONCE:
            self.repeats_until = None
        elif self.repeats_until is None:
            raise ValidationError({"repeats_until": _("Say until which day it repeats.")})
        elif self.starts_at and self.repeats_until - self.starts_at.date() > LONGEST_SERIES:
            raise ValidationError(
                {"repeats_until": _("A series lasts two years at most. Choose an earlier day.")}
            )

    @property
    def is_listening(self):
        return self.kind in LISTENING

    def spoken(self):
        """The names of its languages."""
        return [SpokenLanguage(code).label for code in self.languages if code in SpokenLanguage.values]


class RegistrationState(models.TextChoices):
    REGISTERED = "registered", _("Registered")
    WAITING = "waiting", _("On the waiting list")
    CANCELLED = "cancelled", _("Cancelled")


class Registration(models.Model):
    """Somebody who comes: an address to reach them and how many they are. No names; destroyed after the event."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    day = models.DateField()
    # One of the two.
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    people = models.PositiveSmallIntegerField(default=1)
    needs = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=RegistrationState.choices)
    # sha256 of what the link to cancel holds.
    token_hash = models.CharField(max_length=64, unique=True)
    registered_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["registered_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email="") ^ models.Q(phone=""), name="registration_by_email_or_phone"
            )
        ]
        indexes = [models.Index(fields=["event", "day", "state"])]

    def __str__(self):
        return f"{self.event_id} {self.day}"
