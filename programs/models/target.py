"""What an award promises: a measure, of whom, in which school year, how much, and when the result is due."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .award import Award

SCHOOL_YEAR = RegexValidator(r"^20\d\d-\d\d$", _("Write a school year such as 2025-26."))


class Bound(models.TextChoices):
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")


class Whom(models.TextChoices):
    """The populations that releases count."""

    PARTICIPANTS = "participants", _("Participants")
    ALL = "all", _("All students of the program's schools")


class Target(models.Model):
    """One promise of an award. What was delivered is never typed here: it is read from releases."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="targets")
    # The award's own wording; blank: the measure's title says enough.
    words = models.CharField(_("in the words of the award"), max_length=300, blank=True)
    # A key of the registry of measures (programs.catalog).
    measure = models.CharField(_("measure"), max_length=60)
    # Of a measure that is told by survey: which one, as its files call it; blank: the only one there is.
    survey = models.CharField(_("survey"), max_length=200, blank=True, default="")
    population = models.CharField(_("of whom"), max_length=20, choices=Whom.choices)
    year = models.CharField(_("school year"), max_length=7, validators=[SCHOOL_YEAR])
    bound = models.CharField(_("promised is"), max_length=10, choices=Bound.choices)
    # In the measure's unit: percent, per 100 students ...
    value = models.DecimalField(_("number"), max_digits=10, decimal_places=2)
    # The school year from which the promise counts the way to go; blank: none was agreed.
    baseline_year = models.CharField(_("measured from"), max_length=7, blank=True, validators=[SCHOOL_YEAR])
    due_on = models.DateField(_("result due on"))

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["due_on", "measure", "population"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "measure", "survey", "population", "year"],
                name="one_target_per_award_and_number",
            ),
        ]

    def __str__(self):
        return f"{self.measure} {self.year}"

    def clean(self):
        if self.baseline_year and self.baseline_year >= self.year:
            raise ValidationError(
                {"baseline_year": _("The year measured from must lie before the year of the promise.")}
            )

    def is_met_by(self, value):
        """Whether a delivered number keeps the promise. Decimals, so that 93.0 meets "at least 93"."""
        return value >= self.value if self.bound == Bound.AT_LEAST else value <= self.value
