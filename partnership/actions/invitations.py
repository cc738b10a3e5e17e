"""People come in by invitation: an e-mail with a token that one mailbox can use once."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..access.groups import put_in_groups
from ..access.roles import ROLES
from ..audit import record
from ..mail import write_to
from ..models import Invitation, Organization, User
from .memberships import check_may_give, check_role_possible, grant_role

OPEN_FOR = timedelta(days=14)


@transaction.atomic
def invite(*, by, email, organization, role, ends_on=None, by_email=True):
    """Invite a mailbox to a role; returns the invitation, with its `link` for this once.

    An earlier open invitation to the same is replaced. Raises ValidationError when the role cannot be
    held there, when `by` may not give it, or invites the own mailbox.
    """
    email = email.strip().lower()
    if by is None:
        check_role_possible(organization=organization, role=role)
    else:
        check_may_give(by=by, organization=organization, role=role)
        _check_somebody_else(by, email)
    for earlier in Invitation.objects.still_open().filter(email=email, organization=organization, role=role):
        revoke_invitation(earlier, by=by)
    invitation = Invitation(email=email, organization=organization, role=role, ends_on=ends_on, invited_by=by)
    _give_token(invitation)
    record("invitation.sent", by=by, organization=organization, target=invitation, role=role)
    if by_email:
        _send(invitation)
    return invitation


@transaction.atomic
def send_again(invitation, *, by):
    """Send a fresh link for an invitation that nobody has taken up; the earlier link stops working."""
    _give_token(invitation)
    record("invitation.sent_again", by=by, organization=invitation.organization, target=invitation)
    _send(invitation)
    return invitation


@transaction.atomic
def accept_invitation(invitation, *, by=None, name="", password=None):
    """Take up an invitation. Returns the user.

    by: the person who is signed in. A mailbox that has an account is let in only as that account;
    otherwise the account is made with the name and password. Raises ValidationError.
    """
    invitation = Invitation.objects.select_for_update().select_related("organization").get(pk=invitation.pk)
    _check_acceptable(invitation)
    account = User.objects.filter(email=invitation.email).first()
    if account != by:
        raise ValidationError(
            _("Sign in as %(email)s to accept this invitation.") % {"email": invitation.email}
        )
    user = account or User.objects.create_user(invitation.email, password, name=name)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record("invitation.accepted", by=user, organization=invitation.organization, target=invitation)
    grant_role(
        by=invitation.invited_by,
        user=user,
        organization=invitation.organization,
        role=invitation.role,
        ends_on=invitation.ends_on,
    )
    return user


@transaction.atomic
def revoke_invitation(invitation, *, by):
    """Close an invitation that nobody has taken up."""
    if invitation.is_open:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        record("invitation.revoked", by=by, organization=invitation.organization, target=invitation)
    return invitation


@transaction.atomic
def revoke_impossible_invitations(organization, *, by):
    """Withdraw invitations to roles that the organization can no longer hold, after its kind has changed."""
    for invitation in organization.invitations.still_open():
        if not ROLES[invitation.role].is_possible_in(organization):
            revoke_invitation(invitation, by=by)


def open_invitation(token):
    """The open invitation of a token, or None."""
    invitation = (
        Invitation.objects.filter(token_hash=hash_token(token))
        .select_related("organization", "invited_by")
        .first()
    )
    return invitation if invitation and invitation.is_open else None


def hash_token(token):
    return hashlib.sha256(token.encode()).hexdigest()


def _give_token(invitation):
    token = secrets.token_urlsafe(32)
    invitation.token_hash = hash_token(token)
    invitation.expires_at = timezone.now() + OPEN_FOR
    invitation.save()
    # Kept on this object only, never in the database.
    invitation.link = settings.BASE_URL + reverse("accept_invitation", args=[token])


def _check_somebody_else(by, email):
    if by.email == email:
        raise ValidationError(
            _("Nobody gives a role to themselves. Ask another administrator to invite you.")
        )


def _check_acceptable(invitation):
    """The invitation must be open, and its role still one that the inviter may give there."""
    if not invitation.is_open:
        raise ValidationError(_("This invitation is no longer open. Ask for a new one."))
    if invitation.ends_on and invitation.ends_on < timezone.localdate():
        raise ValidationError(_("The last day of this role has already passed. Ask for a new invitation."))
    if invitation.invited_by is None:
        check_role_possible(organization=invitation.organization, role=invitation.role)
        return
    # The inviter's own role may have passed its last day without a request since.
    put_in_groups(invitation.invited_by)
    try:
        check_may_give(by=invitation.invited_by, organization=invitation.organization, role=invitation.role)
    except ValidationError as refusal:
        raise ValidationError(
            _("The person who invited you can no longer give this role. Ask for a new invitation.")
        ) from refusal


def _send(invitation):
    context = {
        "invitation": invitation,
        "link": invitation.link,
        "role": ROLES[invitation.role],
        "partnership_name": Organization.name_of_partnership(),
    }
    subject = _("Invitation: %(role)s, %(organization)s") % {
        "role": ROLES[invitation.role].name,
        "organization": invitation.organization,
    }
    write_to([invitation.email], subject, render_to_string("partnership/email/invitation.txt", context))
