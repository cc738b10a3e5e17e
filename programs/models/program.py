import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnership.access.guard import ObjectGrant
from partnership.access.rights import organizations_with
from partnership.models import Organization, Place


class Strategy(models.TextChoices):
    """The five strategies of the OJJDP Comprehensive Gang Model."""

    COMMUNITY_MOBILIZATION = "community_mobilization", _("Community mobilization")
    OPPORTUNITIES_PROVISION = "opportunities_provision", _("Opportunities provision")
    SOCIAL_INTERVENTION = "social_intervention", _("Social intervention")
    SUPPRESSION = "suppression", _("Suppression")
    ORGANIZATIONAL_CHANGE = "organizational_change", _("Organizational change and development")


class ProgramQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Programs whose workspace pages the person may open: of the organizations the person works in,
        or reviews as a funder; every one for the partnership's staff.
        """
        from ..access import SEE

        return SEE.among(user, self)

    def owned_with(self, user, codename):
        """Programs with an owner on which the person holds the permission."""
        return self.filter(owners__in=organizations_with(user, codename)).distinct()


class Program(models.Model):
    """What is done together: who owns it, where, for whom. It holds no result."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(_("short name for addresses"), max_length=80, unique=True)
    summary = models.TextField(_("summary"), blank=True)
    strategy = models.CharField(_("strategy"), max_length=40, choices=Strategy.choices)
    grades = models.CharField(_("grades"), max_length=40, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    owners = models.ManyToManyField(Organization, through="ProgramOwner", related_name="programs")
    sites = models.ManyToManyField(Place, through="Site", related_name="programs")

    objects = ProgramQuerySet.as_manager()

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        ordering = ["name"]
        permissions = [
            ("edit_program", "Edit the program's pages"),
            ("review_program", "Review the program's released outcomes"),
        ]

    def __str__(self):
        return self.name


class ProgramOwner(models.Model):
    program = models.ForeignKey(Program, on_delete=models.CASCADE)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "organization"], name="program_owner_once")]

    def __str__(self):
        return f"{self.program}: {self.organization}"


class Site(models.Model):
    """Where a program takes place: usually a school."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE)
    place = models.ForeignKey(Place, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "place"], name="program_site_once")]

    def __str__(self):
        return f"{self.program}: {self.place}"


class ProgramGrant(ObjectGrant):
    """The permission of a role group on a program; deleted with the program."""

    content_object = models.ForeignKey(Program, on_delete=models.CASCADE)
