"""The policy library: each agency's versions of each policy; and how to commend an agency or complain of it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..told import ToldField
from .posting import Posting, PostingQuerySet


class Topic(models.TextChoices):
    USE_OF_FORCE = "use_of_force", _("Use of force")
    INTERVENE = "intervene", _("Duty to intervene")
    DE_ESCALATION = "de_escalation", _("De-escalation")
    BIAS_FREE = "bias_free", _("Bias-free policing")
    COMPLAINTS = "complaints", _("Complaints")
    CAMERAS = "cameras", _("Body-worn cameras")
    JUVENILES = "juveniles", _("Contacts with juveniles")
    SCHOOLS = "schools", _("Officers at schools")
    CRISIS = "crisis", _("People in crisis")
    DATA = "data", _("Stop data")


class Policy(Posting):
    """One version of an agency's policy. The revision history is its versions, the newest in force."""

    topic = models.CharField(_("policy"), max_length=16, choices=Topic.choices)
    adopted_on = models.DateField(_("adopted on"))
    summary = ToldField(_("in plain language"), lines=True)
    changes = ToldField(_("what changed"), lines=True, blank=True)
    document = models.ForeignKey(
        "cms.Download",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="policies",
        verbose_name=_("document"),
    )
    url = models.URLField(_("or its address elsewhere"), blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ["topic", "-adopted_on"]

    def get_absolute_url(self):
        return reverse("site:policy", args=[self.organization.slug, self.topic.replace("_", "-")])

    def clean(self):
        if self.document_id and self.url:
            raise ValidationError({"url": _("Choose a document or give an address, one of the two.")})


class FeedbackWays(Posting):
    """How to commend an agency or its people, and how to complain."""

    commend = ToldField(_("how to commend"), lines=True)
    complain = ToldField(_("how to complain"), lines=True)
    afterwards = ToldField(_("what happens then"), lines=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    url = models.URLField(_("form"), blank=True)
    address = models.CharField(_("in person"), max_length=200, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("way to commend or complain")
        verbose_name_plural = _("ways to commend or complain")

    def get_absolute_url(self):
        return reverse("site:feedback", args=[self.organization.slug])
