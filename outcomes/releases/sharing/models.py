from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...ways_in.models import StandIn
from ..models import Release


class ShareLink(StandIn):
    """Opens one release to a reader without an account, for a while; made under a role, and ended with it."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="share_links")
    # For whom: "Board of the foundation, spring meeting".
    reader = models.CharField(_("for whom"), max_length=120)
    expires_at = models.DateTimeField(_("works until"))
    opened = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        ordering = ["-created_at"]

    def __str__(self):
        return self.reader

    @staticmethod
    def not_over():
        return models.Q(expires_at__gt=timezone.now())

    @property
    def organization(self):
        return self.membership.organization

    @property
    def last_day(self):
        return timezone.localtime(self.expires_at)
