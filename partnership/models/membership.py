import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..access.roles import ROLES, STUDENT_LEVEL
from .organization import LAW_ENFORCEMENT

ENDING_SOON = timedelta(days=30)


class TermQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """What holds on a day: begun, not ended, not past its last day."""
        on = on or timezone.localdate()
        return self.filter(
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=on),
            ended_at__isnull=True,
            starts_on__lte=on,
        )


class MembershipQuerySet(TermQuerySet):
    def in_force(self, on=None):
        """Memberships that give rights on a day. A student-level role in a law-enforcement organization
        never does, however its row came to be (DOMAIN.md "Law").
        """
        forbidden = models.Q(role__in=STUDENT_LEVEL, organization__kind__in=LAW_ENFORCEMENT)
        return super().in_force(on).exclude(forbidden)


class RoleGroup(models.Model):
    """Organization x role = one auth group, which carries Wagtail's and guardian's grants."""

    organization = models.ForeignKey(
        "partnership.Organization", on_delete=models.CASCADE, related_name="role_groups"
    )
    role = models.CharField(max_length=40)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="role_group")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "role"], name="one_group_per_role")]

    def __str__(self):
        return f"{self.organization}: {self.role}"


class Membership(models.Model):
    """A person in an organization, with a role, for a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(
        "partnership.Organization", on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=40)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    # When and by whom it was last said that the person still needs it (actions.confirming); empty: never asked.
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="one_running_membership_per_role",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}, {self.organization}"

    def get_role_display(self):
        return ROLES[self.role].name

    @property
    def role_sentence(self):
        """What the role gives, for people to read."""
        return ROLES[self.role].sentence

    @property
    def state(self):
        """in_force, ending_soon (within 30 days), not_begun or ended."""
        today = timezone.localdate()
        if self.ended_at or (self.ends_on and self.ends_on < today):
            return "ended"
        if self.starts_on > today:
            return "not_begun"
        soon = self.ends_on and self.ends_on <= today + ENDING_SOON
        return "ending_soon" if soon else "in_force"


class InvitationQuerySet(models.QuerySet):
    def still_open(self):
        """Invitations that can be taken up now."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())

    def waiting(self):
        """Invitations that nobody took up or withdrew, the expired ones included."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """An e-mail that lets one mailbox take up one role. Only a hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"))
    organization = models.ForeignKey(
        "partnership.Organization", on_delete=models.CASCADE, related_name="invitations"
    )
    role = models.CharField(_("role"), max_length=40)
    ends_on = models.DateField(_("last day of the role"), null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self):
        return f"{self.email}: {self.role}, {self.organization}"

    def get_role_display(self):
        return ROLES[self.role].name

    @property
    def is_open(self):
        return self.accepted_at is None and self.revoked_at is None and timezone.now() < self.expires_at


class Admission(models.Model):
    """An organization admits an evaluator to its student-level rows, for a project and a term."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "partnership.Organization", on_delete=models.CASCADE, related_name="admissions"
    )
    evaluator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="admissions"
    )
    project = models.CharField(_("project"), max_length=200)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("last day"))
    admitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TermQuerySet.as_manager()

    def __str__(self):
        return f"{self.evaluator}: {self.project}, {self.organization}"

    @property
    def in_audit_log(self):
        """Who is admitted by whom, without what somebody called the project."""
        return f"{self.evaluator}, {self.organization}"
