"""That somebody without an account sent a form: counted for an hour, so that nobody sends a hundred."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Knock(models.Model):
    form = models.CharField(max_length=20)
    # A keyed hash of the network address and the day: it cannot be read back and means nothing tomorrow.
    who = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("form sent in")
        verbose_name_plural = _("forms sent in")
        indexes = [models.Index(fields=["form", "who", "at"])]

    def __str__(self):
        return f"{self.form} {self.at}"
