"""A roster of names that waits to be linked. The names lie in the vault; here are numbers and days only."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnership.models import Organization, VaultItem
from programs.models import Program


class LinkingState(models.TextChoices):
    HANDED_OVER = "handed_over", _("Waiting for the district's list")
    SUGGESTED = "suggested", _("Waiting to be confirmed")
    DONE = "done", _("Done; the names are destroyed")


class RosterLinking(models.Model):
    """One roster, from the partner's hand to the district's data steward and out of the vault again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    # Whose roster it is, and whose students they may be.
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=LinkingState.choices, default=LinkingState.HANDED_OVER)
    roster = models.ForeignKey(VaultItem, on_delete=models.SET_NULL, null=True, related_name="+")
    suggestions = models.ForeignKey(VaultItem, on_delete=models.SET_NULL, null=True, related_name="+")
    destroy_on = models.DateField()
    rows = models.PositiveIntegerField()
    linked = models.PositiveIntegerField(default=0)
    # {column: {value: [rows, linked]}} of what the roster told of groups.
    groups = models.JSONField(default=dict)
    handed_over_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    handed_over_at = models.DateTimeField(auto_now_add=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("roster to link")
        verbose_name_plural = _("rosters to link")
        ordering = ["-handed_over_at"]

    def __str__(self):
        return f"{self.program}, {self.handed_over_at:%Y-%m-%d}"

    @property
    def unlinked(self):
        return self.rows - self.linked
