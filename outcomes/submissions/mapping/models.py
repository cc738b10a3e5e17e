"""What an organization's people said about its files, version by version."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnership.models import Organization


class Kind(models.TextChoices):
    COLUMNS = "columns", _("Columns")
    WORDS = "words", _("Words")


class Mapping(models.Model):
    """One version of an answer; the latest version of its kind and signature is in force unless it was revoked.

    signature: of columns, a keyed hash of the file's headers (`remembered.signature`); of words, "".
    choices: of columns, {"sheet": name or "", "header_row": number or 0, "columns": {ours: header},
    "fixed": {ours: text of every row}, "id_kind": "local", "state" or ""}; of words, {column: {word: target}}
    (targets: `words`).
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="mappings")
    dataset = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    signature = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField()
    choices = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["dataset", "kind", "signature", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "dataset", "kind", "signature", "version"],
                name="one_mapping_per_version",
            )
        ]

    def __str__(self):
        return f"{self.dataset}, {self.kind}, version {self.version}"
