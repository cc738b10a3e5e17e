import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnership.models import Organization

from .program import Program


class Session(models.Model):
    """One meeting of a program: what was offered on a day, and for how long. Who came is outcomes.participation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="sessions")
    # Which of the program's owners held it; it hands in who came.
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="sessions")
    date = models.DateField(_("day"))
    service = models.CharField(_("what was offered"), max_length=40)
    hours = models.DecimalField(
        _("hours"),
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(0.25), MaxValueValidator(24)],
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    # Until then who came may be ticked; afterwards it is handed in.
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-date", "-created_at"]
        indexes = [models.Index(fields=["program", "organization", "date"])]

    def __str__(self):
        return f"{self.service}, {self.date.isoformat()}"
