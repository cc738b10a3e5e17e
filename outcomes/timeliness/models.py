import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnership.models import Organization


class Contact(models.Model):
    """Whom to call about an organization's files."""

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, primary_key=True, related_name="data_contact"
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self):
        return f"{self.organization}: {self.contact}"


class CallNote(models.Model):
    """What was said on the telephone; kept by the partnership's staff."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="call_notes")
    text = models.TextField(_("note"))
    on = models.DateField(_("day of the call"), default=timezone.localdate)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"{self.on}: {self.organization}"


class Extension(models.Model):
    """More time for one dataset and period of an organization: due on the day named instead."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="extensions")
    dataset = models.CharField(max_length=40)
    period = models.CharField(max_length=10)
    until = models.DateField(_("due on"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.organization}: {self.dataset} {self.period}"


class Nudge(models.Model):
    """That an organization was reminded by e-mail: once a day at most."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="nudges")
    on = models.DateField(default=timezone.localdate)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "on"], name="one_nudge_a_day")]

    def __str__(self):
        return f"{self.on}: {self.organization}"


class CalendarLink(models.Model):
    """The secret address under which a calendar program fetches a person's deadlines; only its hash is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="calendar_link"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return str(self.user)

    @staticmethod
    def hashed(token):
        return hashlib.sha256(token.encode()).hexdigest()
