"""Trainings that partners teach or attend, and ways into the profession."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnership.models import Place

from ..told import ToldField
from .posting import Posting, PostingQuerySet


class TrainingTopic(models.TextChoices):
    MENTAL_HEALTH = "mental_health", _("Mental health")
    IMPLICIT_BIAS = "implicit_bias", _("Implicit bias")
    CULTURE = "culture", _("Cultural competency")
    DE_ESCALATION = "de_escalation", _("De-escalation")
    JUVENILE_LAW = "juvenile_law", _("Juvenile law")
    TRAUMA = "trauma", _("Trauma and children")
    OTHER = "other", _("Other")


class Training(Posting):
    """A training in the catalog: what is taught, by whom, for how long. Who completed it comes from releases."""

    topic = models.CharField(_("topic"), max_length=16, choices=TrainingTopic.choices)
    hours = models.DecimalField(
        _("hours"), max_digits=5, decimal_places=1, validators=[MinValueValidator(0.5)]
    )
    text = ToldField(_("what is taught"), lines=True)
    teachers = ToldField(_("who teaches"), longest=200)
    audience = ToldField(_("for whom"), longest=200)
    has_community_instructors = models.BooleanField(
        _("taught together with people of the community"), default=False
    )
    document = models.ForeignKey(
        "cms.Download",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="trainings",
        verbose_name=_("materials"),
    )
    url = models.URLField(_("or materials elsewhere"), blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ["topic"]

    def get_absolute_url(self):
        return reverse("site:training", args=[self.slug])


class OpeningKind(models.TextChoices):
    JOB = "job", _("Job")
    ACADEMY = "academy", _("Academy")
    RIDE_ALONG = "ride_along", _("Ride-along")
    INTERNSHIP = "internship", _("Internship or cadets")
    VOLUNTEER = "volunteer", _("Volunteering")


class OpeningQuerySet(PostingQuerySet):
    def open(self, today=None):
        """Published ones that still take somebody."""
        today = today or timezone.localdate()
        return self.published().filter(Q(closes_on=None) | Q(closes_on__gte=today))


class Opening(Posting):
    """A way in: a job, an academy, a ride-along, a place to help."""

    kind = models.CharField(_("kind"), max_length=12, choices=OpeningKind.choices)
    text = ToldField(_("what it is"), lines=True)
    how = ToldField(_("how to apply"), lines=True)
    closes_on = models.DateField(_("last day to apply"), null=True, blank=True)
    city = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("city")
    )
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    url = models.URLField(_("form"), blank=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["closes_on"]

    @property
    def is_open(self):
        """Whether it still takes somebody, as `OpeningQuerySet.open` asks of many."""
        return self.closes_on is None or self.closes_on >= timezone.localdate()

    def get_absolute_url(self):
        return reverse("site:opening", args=[self.slug])
