from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """Who did what, for whom, under which right. Only ever added to; no foreign keys, so that nothing
    that is deleted takes its history along. Nothing identifying a student is ever put in.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    verb = models.CharField(_("what"), max_length=60, db_index=True)
    actor_id = models.UUIDField(null=True, db_index=True)
    actor_label = models.CharField(_("who"), max_length=200, blank=True)
    organization_id = models.UUIDField(null=True, db_index=True)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=64, blank=True, db_index=True)
    target_label = models.CharField(_("of what"), max_length=200, blank=True)
    right = models.CharField(_("under which right"), max_length=200, blank=True)
    # For which of the person's organizations, from which network address, in answer to which request.
    acting_for = models.UUIDField(null=True)
    address = models.GenericIPAddressField(_("from where"), null=True)
    request_id = models.CharField(max_length=40, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.verb} {self.target_label}"
