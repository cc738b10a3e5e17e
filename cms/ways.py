"""The seven ways in which police and community come to trust each other."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    CONVERSATIONS = "conversations", _("Hard conversations")
    ACCOUNTABILITY = "accountability", _("Accountability")
    TRANSPARENCY = "transparency", _("Transparency")
    BIAS = "bias", _("Bias and cultural competency")
    COMMUNITY = "community", _("In the community")
    PROFESSION = "profession", _("The profession")
    PREVENTION = "prevention", _("Prevention partnerships")
