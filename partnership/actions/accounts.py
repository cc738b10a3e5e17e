"""Accounts are opened by an invitation (actions.invitations), closed and reopened here."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..access.groups import put_in_groups
from ..access.rights import may_give
from ..audit import record
from ..models import Admission, Invitation, Membership
from .admissions import end_admission
from .invitations import revoke_invitation
from .memberships import end_role
from .sign_on import end_sessions


@transaction.atomic
def close_account(user, *, by):
    """A person leaves the partnership: every role, admission and open invitation ends, and the account
    is signed out everywhere.

    Raises ValidationError for the last partnership administrator.
    """
    for membership in Membership.objects.filter(user=user, ended_at=None):
        end_role(membership, by=by)
    for admission in Admission.objects.filter(evaluator=user, ended_at=None):
        end_admission(admission, by=by)
    for invitation in Invitation.objects.still_open().filter(email=user.email):
        revoke_invitation(invitation, by=by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    put_in_groups(user)
    end_sessions(user)
    record("account.closed", by=by, target=user)
    return user


@transaction.atomic
def leave_organization(user, *, by, organization):
    """A person leaves one organization, in one step: every role there, what it has admitted the person to and every open
    invitation to it end, and the person is signed out everywhere.

    Raises ValidationError for the last partnership administrator, and for roles that `by` may not end.
    """
    running = Membership.objects.filter(user=user, organization=organization, ended_at=None)
    if by and any(not may_give(by, membership.role, organization) for membership in running):
        raise ValidationError(
            _(
                "%(person)s also holds a role of the whole partnership, which only a partnership administrator "
                "ends. Nothing has been changed."
            )
            % {"person": user}
        )
    for membership in running:
        end_role(membership, by=by)
    for admission in Admission.objects.filter(evaluator=user, organization=organization, ended_at=None):
        end_admission(admission, by=by)
    for invitation in Invitation.objects.still_open().filter(email=user.email, organization=organization):
        revoke_invitation(invitation, by=by)
    end_sessions(user)
    record("account.left", by=by, organization=organization, target=user)
    return user


@transaction.atomic
def reopen_account(user, *, by):
    """Let a person sign in again. Roles do not come back by themselves: they are given anew."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    put_in_groups(user)
    record("account.reopened", by=by, target=user, on=str(timezone.localdate()))
    return user
