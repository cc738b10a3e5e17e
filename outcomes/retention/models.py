import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnership.access.rights import organizations_with
from partnership.models import Agreement, Organization


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Certificates of the organizations whose agreements the person keeps."""
        return self.filter(organization__in=organizations_with(user, "manage_agreements"))


class DestructionCertificate(models.Model):
    """That rows which came under an agreement were destroyed: which, when and by which rule. Never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="certificates")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    # The agreement as it was that day: {"title", "starts_on", "last_day", "retention_days", "kept_until"}.
    terms = models.JSONField()
    # [{"dataset", "periods": [...], "claims", "rows"}]
    datasets = models.JSONField(default=list)
    rows = models.PositiveBigIntegerField(_("rows"), default=0)
    # From here on the rows count for nothing; they are gone, with all that was derived, when it is completed.
    decided_at = models.DateTimeField(auto_now_add=True)
    completed_at = models.DateTimeField(null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("destruction certificate")
        ordering = ["-decided_at"]

    def __str__(self):
        return str(_("Destruction of data under “%(agreement)s”") % {"agreement": self.terms["title"]})
