import uuid
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def validate_school_year(text):
    """A school year is written like "2024-25"."""
    start, _dash, end = text.partition("-")
    if not (len(text) == 7 and start.isdigit() and end.isdigit() and (int(start) + 1) % 100 == int(end)):
        raise ValidationError(_("Write the school year like 2024-25."), code="school_year")


class AgreementQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """Agreements that open uploads and student-level views on a day (34 CFR 99.31: purpose and dates)."""
        on = on or timezone.localdate()
        return self.filter(
            models.Q(terminated_on__isnull=True) | models.Q(terminated_on__gt=on),
            starts_on__lte=on,
            ends_on__gte=on,
        )

    def covering(self, year):
        """Those that cover a school year, "2024-25"; "" asks for no year in particular."""
        if not year:
            return self
        return self.filter(
            models.Q(first_year="") | models.Q(first_year__lte=year),
            models.Q(last_year="") | models.Q(last_year__gte=year),
        )


class Agreement(models.Model):
    """A data-sharing agreement of one organization with the partnership, which further parties may join.

    It opens uploads for its datasets and school years from its first to its last day. After that the data is
    kept for `retention_days`, then destroyed, unless a legal hold forbids it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "partnership.Organization", on_delete=models.PROTECT, related_name="agreements"
    )
    title = models.CharField(_("title"), max_length=200)
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    purpose = models.TextField(_("purpose"))
    further_parties = models.ManyToManyField(
        "partnership.Organization", blank=True, related_name="+", verbose_name=_("further parties")
    )
    permitted_recipients = models.TextField(_("permitted recipients"), blank=True)
    # School years that the data may be about, both included; blank: without limit.
    first_year = models.CharField(
        _("first school year"), max_length=7, blank=True, validators=[validate_school_year]
    )
    last_year = models.CharField(
        _("last school year"), max_length=7, blank=True, validators=[validate_school_year]
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("last day"))
    terminated_on = models.DateField(_("terminated on"), null=True, blank=True)
    retention_days = models.PositiveIntegerField(_("days kept after the end"), default=365)
    # A court, an audit or a request forbids destroying the data, whatever the retention says.
    held_since = models.DateField(_("legal hold since"), null=True, blank=True)
    hold_reason = models.TextField(_("reason of the legal hold"), blank=True)
    # The signed document, a PDF.
    document = models.ForeignKey(
        "partnership.VaultItem", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("data-sharing agreement")
        verbose_name_plural = _("data-sharing agreements")
        ordering = ["-ends_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="agreement_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def last_day(self):
        """The last day on which it is in force."""
        if self.terminated_on and self.terminated_on <= self.ends_on:
            return self.terminated_on - timedelta(days=1)
        return self.ends_on

    @property
    def kept_until(self):
        """The last day on which data that came under it is kept, a legal hold aside."""
        return self.last_day + timedelta(days=self.retention_days)

    def keeps_data(self, on):
        """Whether data that came under it may rest here on a day."""
        return self.held_since is not None or on <= self.kept_until

    def covers_year(self, year):
        """Whether the data may be about a school year, "2024-25"."""
        return (not self.first_year or self.first_year <= year) and (
            not self.last_year or year <= self.last_year
        )

    @property
    def state(self):
        today = timezone.localdate()
        if self.terminated_on and self.terminated_on <= today:
            return "terminated"
        if today < self.starts_on:
            return "not_begun"
        if today > self.ends_on:
            return "lapsed"
        return "in_force"


class AgreementDataset(models.Model):
    """A dataset that an agreement covers, by its key in outcomes.datasets."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="datasets")
    dataset = models.CharField(max_length=40)
    # Columns that the parties did not agree to share: dropped as a file is read.
    withheld = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "dataset"], name="agreement_dataset_once")
        ]

    def __str__(self):
        return self.dataset


class AgreementReminder(models.Model):
    """That the end of an agreement was announced so many days ahead: each once."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "days"], name="agreement_reminded_once_each")
        ]

    def __str__(self):
        return f"{self.agreement_id}: {self.days}"
