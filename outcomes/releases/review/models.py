from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnership.models import Organization

from ..frozen import Frozen, FrozenQuerySet
from ..models import Release


class ReleaseGuard(Frozen, models.Model):
    """Which counts of students a release must not give away: for the auditor alone, printed nowhere."""

    release = models.OneToOneField(Release, on_delete=models.CASCADE, related_name="guard")
    # auditing.guard.as_stored
    facts = models.JSONField(default=list)

    objects = FrozenQuerySet.as_manager()

    def __str__(self):
        return f"{self.release}"


class Story(Frozen, models.Model):
    """The story behind the curve: what an organization says of its numbers, beside them."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="stories")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("story behind the curve"), max_length=4000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now=True)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("story behind the curve")
        verbose_name_plural = _("stories behind the curve")
        ordering = ["organization__name"]
        constraints = [
            models.UniqueConstraint(fields=["release", "organization"], name="one_story_per_organization")
        ]

    def __str__(self):
        return f"{self.organization}"
