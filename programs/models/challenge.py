import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .program import Program


class Challenge(models.Model):
    """An incentive challenge: a window, rules and a reward. Results are computed from submitted data."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="challenges")
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("last day"))
    no_unexcused_absence = models.BooleanField(_("no unexcused absence"), default=True)
    no_suspension = models.BooleanField(_("no suspension"), default=True)
    better_attendance = models.BooleanField(_("better attendance than before"), default=True)
    reward = models.CharField(_("reward"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("incentive challenge")
        verbose_name_plural = _("incentive challenges")
        ordering = ["-starts_on"]

    def __str__(self):
        return self.title
