import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outcomes.datasets import DATASETS
from outcomes.submissions.models import Submission
from outcomes.submissions.rights import ON_BEHALF, SUBMIT
from partnership.access.roles import ROLES
from partnership.actions.invitations import hash_token as hash_of
from partnership.models import Membership, Organization
from programs.models import Program


class StandInQuerySet(models.QuerySet):
    def alive(self):
        """What works today: not revoked, not over, and the very role under which it was made still held. A role
        that ended and was given again is another one.
        """
        return self.filter(
            self.model.not_over(),
            revoked_at=None,
            membership__in=Membership.objects.in_force().values("pk"),
            membership__user__is_active=True,
        )

    def of_secret(self, secret):
        """The one alive whose secret this is, or None."""
        found = self.alive().filter(secret_hash=hash_of(secret))
        return found.select_related("membership__user", "membership__organization").first()


class StandIn(models.Model):
    """A secret that stands for a person, under one role. Only its hash is kept: the secret has 256 random bits,
    so that no key or salt is needed to make guessing hopeless.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = StandInQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def created_by(self):
        return self.membership.user

    def state_when(self, alive):
        """active, withdrawn or ended, in words of the state tag."""
        if self.revoked_at:
            return "withdrawn"
        return "active" if alive else "ended"


class UploadToken(StandIn):
    """Lets another system hand in an organization's scheduled exports, as the data coordinator who made it."""

    name = models.CharField(_("name"), max_length=80)
    # Keys of the datasets it may hand in.
    datasets = models.JSONField(default=list)
    may_accept = models.BooleanField(_("may accept files without an error"), default=False)
    ends_on = models.DateField(_("last day"))
    last_used_at = models.DateTimeField(null=True, blank=True)
    # Requests in the hour that began then.
    hour_began_at = models.DateTimeField(null=True, blank=True)
    requests = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return self.name

    @staticmethod
    def not_over():
        return models.Q(ends_on__gte=timezone.localdate())

    @property
    def organization(self):
        return self.membership.organization

    @property
    def as_right(self):
        """How the audit log names it."""
        return f"token “{self.name}”"

    @property
    def dataset_titles(self):
        return [DATASETS[key].title for key in self.datasets if key in DATASETS]


class UploadLink(StandIn):
    """Lets somebody without an account hand in one file, for one organization and dataset."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="upload_links")
    dataset = models.CharField(max_length=40)
    period = models.CharField(max_length=10, blank=True)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField(_("e-mail address"))
    expires_at = models.DateTimeField()
    # When a file without an error had been read; until then, a corrected one takes the place of the first.
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return self.email

    @staticmethod
    def not_over():
        return models.Q(expires_at__gt=timezone.now(), used_at=None)

    @property
    def dataset_title(self):
        return DATASETS[self.dataset].title

    def state_when(self, alive):
        return "used" if self.used_at else super().state_when(alive)

    @property
    def right(self):
        """The permission under which the maker takes the file in."""
        return SUBMIT if SUBMIT in ROLES[self.membership.role].permissions else ON_BEHALF


class Confirmation(models.Model):
    """That a partner is asked to confirm what was handed in on its behalf, and what it answered."""

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, primary_key=True, related_name="confirmation"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # A partner without anybody who may confirm in the workspace is asked by e-mail.
    email = models.EmailField(_("e-mail address"), blank=True)
    secret_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_name = models.CharField(_("name"), max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return str(self.submission)
