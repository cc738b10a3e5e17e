"""What comes of listening: questions from anybody, and what partners commit themselves to."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..told import ToldField
from .events import Event
from .posting import Posting, PostingQuerySet


class QuestionState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be read")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Not published")


class Question(models.Model):
    """A question to a hearing or listening session, sent in by anybody. How to reach the sender is never shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(_("question"), max_length=1000)
    language = models.CharField(max_length=10)
    contact = models.EmailField(_("e-mail address"), blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=QuestionState.choices, default=QuestionState.WAITING)
    answer = ToldField(_("answer"), lines=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["asked_at"]

    def __str__(self):
        return self.text[:60]

    @property
    def organization(self):
        return self.event.organization


class CommitmentStatus(models.TextChoices):
    OPEN = "open", _("Begun")
    KEPT = "kept", _("Kept")
    LATE = "late", _("Late")
    GIVEN_UP = "given_up", _("Given up")


class CommitmentQuerySet(PostingQuerySet):
    def in_public_order(self):
        """What is still owed first, the nearest due day first."""
        ended = models.Case(
            models.When(status__in=[CommitmentStatus.KEPT, CommitmentStatus.GIVEN_UP], then=1), default=0
        )
        return self.published().select_related("organization", "event").order_by(ended, "due_on")


class Commitment(Posting):
    """What an organization said it would do, by when, and how far it has come."""

    event = models.ForeignKey(
        Event,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("said at"),
    )
    text = ToldField(_("what exactly"), lines=True, blank=True)
    who = ToldField(_("who answers for it"), longest=120)
    due_on = models.DateField(_("by when"))
    status = models.CharField(
        _("state"), max_length=10, choices=CommitmentStatus.choices, default=CommitmentStatus.OPEN
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["due_on"]

    def get_absolute_url(self):
        return reverse("site:commitment", args=[self.slug])

    @property
    def state_now(self):
        """Its state today: what is begun and past its day is late, whatever its owner says."""
        if self.status == CommitmentStatus.OPEN and self.due_on < timezone.localdate():
            return CommitmentStatus.LATE
        return CommitmentStatus(self.status)


class FollowUp(models.Model):
    """What was done about a commitment, and which state it has since. Only ever added."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="follow_ups")
    at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=CommitmentStatus.choices)
    text = ToldField(_("what was done"), lines=True, blank=True)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["-at"]

    def __str__(self):
        return f"{self.commitment_id} {self.status}"
