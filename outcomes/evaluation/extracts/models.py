import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outcomes.evaluation.plans.models import EvaluationPlan, PlanVersion
from partnership.models import Organization, VaultItem


class ExtractState(models.TextChoices):
    WAITING = "waiting", _("Being made")
    READY = "ready", _("Ready")
    REFUSED = "refused", _("Refused")


class EvaluationExtract(models.Model):
    """A file for one evaluator; it lies in the vault until its last day. Who gave rows to it is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(EvaluationPlan, on_delete=models.PROTECT, related_name="extracts")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    project = models.CharField(_("project"), max_length=200)
    evaluator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organizations = models.ManyToManyField(Organization, related_name="+")
    state = models.CharField(max_length=8, choices=ExtractState.choices, default=ExtractState.WAITING)
    refusal = models.TextField(blank=True)
    item = models.ForeignKey(VaultItem, on_delete=models.SET_NULL, null=True, related_name="+")
    rows = models.PositiveIntegerField(default=0)
    expires_on = models.DateField(_("may be read until"))
    ordered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("evaluator's extract")
        verbose_name_plural = _("evaluators' extracts")
        ordering = ["-ordered_at"]

    def __str__(self):
        return f"{self.plan}: {self.project}"

    @property
    def in_audit_log(self):
        """Of which plan, without what somebody called the project."""
        return str(self.plan)
