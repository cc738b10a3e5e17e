"""Updates written for speed: what is known, what is not, what comes next; every correction stays visible."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnership.access.rights import can
from partnership.models import Place

from ..told import ToldField
from .events import Event
from .posting import Posting, PostingQuerySet

POST_AT_ONCE = "post_incident"
LONGEST_MESSAGE = 280


class UpdateKind(models.TextChoices):
    INCIDENT = "incident", _("Incident update")
    HEARD = "heard", _("What we heard")


class Update(Posting):
    """An incident update, or the summary of a listening session. Its facts and its time line are rows of their own."""

    kind = models.CharField(_("kind"), max_length=10, choices=UpdateKind.choices, default=UpdateKind.INCIDENT)
    event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("event"),
    )
    city = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("city")
    )
    unknown = ToldField(_("what we do not know yet"), lines=True, blank=True)
    coming = ToldField(_("what happens next"), lines=True, blank=True)
    next_update_at = models.DateTimeField(_("next update"), null=True, blank=True)
    contacts = ToldField(_("emergency contacts"), lines=True, blank=True)
    is_closed = models.BooleanField(_("no further update is planned"), default=False)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        ordering = ["-published_at", "-created_at"]

    def get_absolute_url(self):
        return reverse("site:update", args=[self.slug])

    def may_be_published_by(self, user):
        """A designated officer publishes at once; otherwise an approver does, with one tap."""
        return can(user, POST_AT_ONCE, self.organization) or super().may_be_published_by(user)

    @property
    def short_message(self):
        """The update in one message with its address, to copy."""
        address = settings.BASE_URL + self.get_absolute_url()
        room = LONGEST_MESSAGE - len(address) - 1
        text = f"{self.organization}: {self.title}"
        return f"{text if len(text) <= room else text[: room - 1].rstrip() + '…'} {address}"


class FactState(models.TextChoices):
    PRELIMINARY = "preliminary", _("Preliminary")
    CONFIRMED = "confirmed", _("Confirmed")
    CORRECTED = "corrected", _("Corrected")


class Fact(models.Model):
    """One thing that is said to be so, as it is said now; what was said before stands in the time line."""

    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="facts")
    text = ToldField(lines=True)
    state = models.CharField(max_length=12, choices=FactState.choices, default=FactState.PRELIMINARY)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["pk"]

    def __str__(self):
        return str(self.text)


class EntryKind(models.TextChoices):
    PUBLISHED = "published", _("Published")
    ADDED = "added", _("Added")
    CONFIRMED = "confirmed", _("Confirmed")
    CORRECTED = "corrected", _("Corrected")
    CHANGED = "changed", _("Changed")
    CLOSED = "closed", _("Closed")


class Entry(models.Model):
    """A line of an update's time line. Only ever added."""

    update = models.ForeignKey(Update, on_delete=models.CASCADE, related_name="entries")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    # Which part changed ("coming", "unknown" ...); blank for a fact.
    part = models.CharField(max_length=20, blank=True)
    before = ToldField(lines=True, blank=True)
    after = ToldField(lines=True, blank=True)

    class Meta:
        verbose_name = _("entry of a time line")
        verbose_name_plural = _("entries of a time line")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.update_id} {self.kind}"


class ComposerDraft(models.Model):
    """What somebody has typed into the composer and not sent yet; kept for a fortnight, for its owner alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("text in the composer")
        verbose_name_plural = _("texts in the composer")

    def __str__(self):
        return f"{self.owner_id} {self.changed_at}"


class Subscription(models.Model):
    """An e-mail address that wants the updates of a city. Nothing is sent before it has said so twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    city = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [models.UniqueConstraint(fields=["email", "city"], name="one_subscription_per_city")]

    def __str__(self):
        return f"{self.city_id}"
