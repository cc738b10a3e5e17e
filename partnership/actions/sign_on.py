"""An organization signs its own people in: set up by the partnership, used by everybody of its domains."""

import re

from allauth.usersessions.models import UserSession
from cryptography import x509
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..audit import record
from ..models import Invitation, SignOn, SignOnDomain, User
from ..vault.sealing import seal
from ..web.outgoing import check_address
from .invitations import accept_invitation

DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
# Mailboxes that anybody can open: capturing one would let an organization speak for half the partnership.
OPEN_TO_EVERYBODY = {
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "yahoo.com",
    "icloud.com",
    "me.com",
    "aol.com",
    "proton.me",
    "protonmail.com",
}


@transaction.atomic
def keep_sign_on(organization, *, by, kind, domains, client_secret="", **fields):
    """Set up, or change, how an organization signs its people in; it is not in use until it is opened.

    domains: mail domains, lower case. client_secret: "" keeps the earlier one. fields: server_url, client_id;
    entity_id, sso_url, certificate; assures_second_factor. Raises ValidationError.
    """
    sign_on = SignOn.objects.filter(organization=organization).first() or SignOn(organization=organization)
    for name, value in {"kind": kind, **fields}.items():
        setattr(sign_on, name, value)
    if client_secret:
        sign_on.client_secret = seal(client_secret, purpose=f"sign-on {sign_on.pk}")
    _check_complete(sign_on)
    domains = sorted({domain.strip().lower().lstrip("@") for domain in domains})
    _check_domains(domains, organization)
    sign_on.save()
    sign_on.domains.exclude(domain__in=domains).delete()
    for domain in domains:
        SignOnDomain.objects.get_or_create(domain=domain, defaults={"sign_on": sign_on})
    record("sign_on.kept", by=by, organization=organization, target=sign_on, kind=kind, domains=domains)
    if sign_on.is_active:
        leave_no_password(sign_on)
    return sign_on


@transaction.atomic
def open_sign_on(sign_on, *, by):
    """From now on everybody of the domains signs in there; their passwords here are gone, their sessions end."""
    sign_on.is_active = True
    sign_on.save(update_fields=["is_active", "changed_at"])
    people = leave_no_password(sign_on)
    record("sign_on.opened", by=by, organization=sign_on.organization, target=sign_on, people=people)
    return sign_on


@transaction.atomic
def close_sign_on(sign_on, *, by):
    """Back to mailboxes and passwords: people set a new one by “forgot your password”."""
    sign_on.is_active = False
    sign_on.save(update_fields=["is_active", "changed_at"])
    record("sign_on.closed", by=by, organization=sign_on.organization, target=sign_on)
    return sign_on


def leave_no_password(sign_on):
    """Make the passwords of everybody in the domains unusable and end their sessions, also those that a passkey began.
    Returns how many people.
    """
    people = [
        user
        for domain in sign_on.domains.values_list("domain", flat=True)
        for user in User.objects.filter(email__endswith=f"@{domain}")
    ]
    for user in people:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        end_sessions(user)
    return len(people)


def end_sessions(user):
    """Sign a person out everywhere. Returns how many sessions ended."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def take_up_invitations(email, *, name):
    """A mailbox that its identity provider vouches for takes up what it was invited to. Returns the User or None."""
    user = None
    for invitation in Invitation.objects.still_open().filter(email=email).order_by("created_at"):
        try:
            user = accept_invitation(invitation, by=user, name=name, password=None)
        except ValidationError:
            # Its inviter may no longer give the role, or its last day has passed: it gives nothing.
            continue
    return user


def _check_complete(sign_on):
    if sign_on.kind == SignOn.Kind.OPENID_CONNECT:
        if not (sign_on.server_url and sign_on.client_id and sign_on.client_secret):
            raise ValidationError(
                _("OpenID Connect needs the issuer's address, the client id and the client secret.")
            )
        check_address(sign_on.server_url)
        return
    if not (sign_on.entity_id and sign_on.sso_url and sign_on.certificate):
        raise ValidationError(_("SAML needs the entity id, the sign-on address and the signing certificate."))
    check_address(sign_on.sso_url)
    sign_on.certificate = _certificate(sign_on.certificate)


def _certificate(text):
    """The certificate in one form, whether it was pasted with its first and last line or without."""
    body = "".join(line for line in text.split() if line and not line.startswith("-"))
    body = re.sub(r"(BEGIN|END)?CERTIFICATE-+", "", body)
    pem = "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n"
    try:
        x509.load_pem_x509_certificate(pem.encode())
    except ValueError as broken:
        raise ValidationError(
            _("This is not a certificate. Copy the signing certificate (Base64) of the identity provider.")
        ) from broken
    return pem


def _check_domains(domains, organization):
    if not domains:
        raise ValidationError(_("Name at least one mail domain whose people sign in there."))
    for domain in domains:
        if not DOMAIN.fullmatch(domain):
            raise ValidationError(
                _("“%(domain)s” is not a mail domain. Write it like schools.example.org.")
                % {"domain": domain}
            )
        if domain in OPEN_TO_EVERYBODY:
            raise ValidationError(
                _("Anybody can open a mailbox in %(domain)s; no organization can vouch for it.")
                % {"domain": domain}
            )
        taken = SignOnDomain.objects.filter(domain=domain).exclude(sign_on__organization=organization)
        if taken.exists():
            raise ValidationError(
                _("%(domain)s belongs to the sign-on of %(organization)s already.")
                % {"domain": domain, "organization": taken.get().sign_on.organization}
            )
