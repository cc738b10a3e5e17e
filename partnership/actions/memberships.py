"""Roles are given and ended here, and nowhere else."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..access.groups import put_in_groups
from ..access.rights import may_give
from ..access.roles import ROLES
from ..audit import OWN_ROLE, record
from ..models import Membership, Organization

KEEPER = "partnership_administrator"
# Why a role ended, in the audit log.
NOT_CONFIRMED = "not confirmed"


@transaction.atomic
def grant_role(*, by, user, organization, role, ends_on=None):
    """Give a person a role in an organization.

    Raises ValidationError when the role cannot be held there (a law-enforcement organization and
    student-level roles; partnership-wide roles outside the partnership).
    """
    check_role_possible(organization=organization, role=role)
    running = Membership.objects.filter(user=user, organization=organization, role=role, ended_at=None)
    for lapsed in running.filter(ends_on__lt=timezone.localdate()):
        _end(lapsed, by=None)
    membership, is_new = running.get_or_create(
        defaults={
            "user": user,
            "organization": organization,
            "role": role,
            "granted_by": by,
            "ends_on": ends_on,
        },
    )
    if not is_new:
        return change_last_day(membership, by=by, ends_on=ends_on)
    put_in_groups(user)
    record(
        "role.granted",
        by=by,
        organization=organization,
        target=membership,
        role=role,
        person=str(user.pk),
        ends_on=ends_on and str(ends_on),
    )
    return membership


@transaction.atomic
def change_last_day(membership, *, by, ends_on):
    """Let a running role end on another day; None: it goes on until somebody ends it."""
    if membership.ends_on == ends_on:
        return membership
    if ends_on:
        _check_somebody_keeps_the_partnership(without=membership)
    membership.ends_on = ends_on
    membership.save(update_fields=["ends_on"])
    put_in_groups(membership.user)
    record(
        "role.last_day_changed",
        by=by,
        organization=membership.organization,
        target=membership,
        role=membership.role,
        person=str(membership.user_id),
        ends_on=ends_on and str(ends_on),
    )
    return membership


@transaction.atomic
def end_role(membership, *, by):
    """End a role now; what it gave is gone at the person's next request.

    Raises ValidationError for the last partnership administrator.
    """
    if membership.ended_at is None:
        _check_somebody_keeps_the_partnership(without=membership)
        _end(membership, by=by)
    return membership


def end_unconfirmed(membership):
    """End a role because nobody confirmed in time that it is still needed (actions.confirming)."""
    _end(membership, by=None, why=NOT_CONFIRMED)


def end_due_roles():
    """Write down the end of roles whose last day has passed; they have given nothing since. Returns how many."""
    due = Membership.objects.filter(ended_at=None, ends_on__lt=timezone.localdate())
    due = list(due.select_related("user", "organization"))
    for membership in due:
        with transaction.atomic():
            _end(membership, by=None)
    return len(due)


@transaction.atomic
def end_impossible_roles(organization, *, by):
    """End the running roles that the organization can no longer hold, after its kind has changed."""
    running = Membership.objects.filter(organization=organization, ended_at=None).select_related("user")
    for membership in running:
        if not ROLES[membership.role].is_possible_in(organization):
            _end(membership, by=by)


def check_role_possible(*, organization, role):
    """Raise ValidationError with the reason when an organization cannot hold the role."""
    if role not in ROLES:
        raise ValidationError(_("There is no role “%(role)s”.") % {"role": role})
    wanted = ROLES[role]
    if wanted.is_possible_in(organization):
        return
    if wanted.student_level and organization.is_law_enforcement:
        raise ValidationError(
            _(
                "%(organization)s is a law-enforcement organization and cannot hold the role "
                "“%(role)s”, because that role reaches student-level records. Choose another role."
            )
            % {"organization": organization, "role": wanted.name}
        )
    raise ValidationError(
        _("The role “%(role)s” cannot be held in %(organization)s. Choose another role.")
        % {"organization": organization, "role": wanted.name}
    )


def check_may_give(*, by, organization, role):
    """Raise ValidationError when the person may not give the role there, or nobody can."""
    check_role_possible(organization=organization, role=role)
    if not may_give(by, role, organization):
        raise ValidationError(
            _(
                "The role “%(role)s” reaches beyond what you answer for in %(organization)s. "
                "Ask a partnership administrator to give it."
            )
            % {"organization": organization, "role": ROLES[role].name}
        )


def _end(membership, *, by, **why):
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    put_in_groups(membership.user)
    record(
        "role.ended",
        by=by,
        organization=membership.organization,
        target=membership,
        right=OWN_ROLE if by and by.pk == membership.user_id else "",
        role=membership.role,
        person=str(membership.user_id),
        **why,
    )


def _check_somebody_keeps_the_partnership(*, without):
    """Refuse to lose the last administrator who stays: nobody could give any role afterwards."""
    if without.role != KEEPER or without.ends_on:
        return
    # Two administrators who end each other at the same moment wait for each other here.
    Organization.objects.select_for_update().get(pk=without.organization_id)
    keepers = Membership.objects.in_force().filter(role=KEEPER, ends_on=None, user__is_active=True)
    if not keepers.exclude(pk=without.pk).exists():
        raise ValidationError(
            _(
                "%(person)s is the only partnership administrator without a last day. "
                "Give somebody else this role first; nothing has been changed."
            )
            % {"person": without.user}
        )
