from django.db import models


class ConfirmationReminder(models.Model):
    """That an organization was reminded to say who still needs a role: each once in a quarter (actions.confirming)."""

    organization = models.ForeignKey("partnership.Organization", on_delete=models.CASCADE, related_name="+")
    # The first day of the quarter.
    quarter = models.DateField()
    days = models.PositiveSmallIntegerField()
    sent_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "quarter", "days"], name="confirmation_reminded_once_each"
            )
        ]

    def __str__(self):
        return f"{self.organization_id}: {self.quarter}, {self.days}"
