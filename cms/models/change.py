from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicChange(models.Model):
    """That something public changed; written by triggers of the database alone (cms.caching.stamp)."""

    number = models.BigIntegerField()

    class Meta:
        verbose_name = _("change of what is public")
        verbose_name_plural = _("changes of what is public")

    def __str__(self):
        return str(self.number)
