"""Accounts are opened by an invitation (actions.invitations), closed and reopened here."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..access.captured import sign_on_for
from ..access.groups import put_in_groups
from ..access.rights import holds_everywhere, may_give
from ..audit import record, record_account
from ..mail import write_to
from ..models import Admission, Invitation, Membership, Organization
from .admissions import end_admission
from .founding import password_link
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


def may_forget_second_factor(by, user):
    """Whether `by` answers for everything that the person reaches: every role of today, or everybody. Never for oneself."""
    if by.pk == user.pk:
        return False
    if holds_everywhere(by, "manage_people"):
        return True
    running = list(Membership.objects.in_force().filter(user=user).select_related("organization"))
    return bool(running) and all(may_give(by, each.role, each.organization) for each in running)


@transaction.atomic
def forget_second_factor(user, *, by):
    """Somebody has lost the second step and the recovery codes: what was set up goes, and so do the password and every
    session. The way back is that of the beginning, over the mailbox; so a stolen password gains nothing by it.

    Raises ValidationError for who does not answer for all that the person reaches. by None: the operator of the server.
    """
    if by and by.pk == user.pk:
        raise ValidationError(
            _("Nobody takes away a second step of their own in this way. Another administrator has to.")
        )
    if by and not may_forget_second_factor(by, user):
        raise ValidationError(
            _(
                "%(person)s has roles that you do not answer for, or none. Ask a partnership administrator; nothing "
                "has been changed."
            )
            % {"person": user}
        )
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user)
    record_account("account.factor_forgotten", by=by, account=user)
    _tell_of_lost_factor(user)
    return user


def _tell_of_lost_factor(user):
    signs_on_elsewhere = sign_on_for(user.email)
    context = {
        "user": user,
        "signs_on_elsewhere": signs_on_elsewhere,
        "link": settings.BASE_URL + reverse("account_login") if signs_on_elsewhere else password_link(user),
        "partnership_name": Organization.name_of_partnership(),
    }
    text = render_to_string("partnership/email/lost_factor.txt", context)
    write_to([user.email], _("Your second step was taken away: set it up again"), text)
