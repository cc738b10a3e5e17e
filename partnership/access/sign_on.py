"""Signing in at an organization's own identity provider: whom it may speak for, and who is let in.

An identity provider speaks for mailboxes of its own domains and for nobody else's. It lets in people who have an
account, or an invitation waiting; it makes no member out of anybody.
"""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from django.db import transaction
from django.shortcuts import render

from ..actions.sign_on import take_up_invitations
from ..audit import record
from ..models import SignOn, User
from ..vault.sealing import unseal
from ..web import outgoing
from .captured import domain_of

# Names under which identity providers send the mail address (SAML attributes).
MAIL_ATTRIBUTES = [
    "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "email",
    "mail",
]


class OrganizationSignOn(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin):
        return False

    def list_apps(self, request, provider=None, client_id=None):
        """What allauth knows as apps: one per organization's sign-on in use, its secret unsealed for this once."""
        found = SignOn.objects.filter(is_active=True).select_related("organization")
        apps = [as_app(each) for each in found]
        return [
            app
            for app in apps
            if (not provider or provider in (app.provider, app.provider_id))
            and (not client_id or client_id == app.client_id)
        ]

    def get_requests_session(self):
        return outgoing.session()

    def populate_user(self, request, sociallogin, data):
        sociallogin.user.email = (data.get("email") or "").strip().lower()
        sociallogin.user.name = (data.get("name") or data.get("first_name") or "")[:150]
        return sociallogin.user

    def pre_social_login(self, request, sociallogin):
        sign_on = SignOn.objects.get(organization__slug=sociallogin.account.provider, is_active=True)
        email = _mail_of(sociallogin)
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            # Whose account it is says the mailbox, never whoever happens to be signed in.
            raise _refusal(request, sign_on, "partnership/sign_on_other_domain.html")
        if not _speaks_for(sign_on, sociallogin, email):
            raise _refusal(request, sign_on, "partnership/sign_on_other_domain.html")
        if sociallogin.is_existing and sociallogin.user.email != email:
            # The mailbox is the account: another mailbox is another account, whatever the provider calls it.
            raise _refusal(request, sign_on, "partnership/sign_on_other_domain.html")
        if not sociallogin.is_existing:
            self._connect(request, sociallogin, sign_on, email)

    @transaction.atomic
    def _connect(self, request, sociallogin, sign_on, email):
        user = User.objects.filter(email=email).first()
        user = user or take_up_invitations(email, name=_name_of(sociallogin))
        if user is None:
            raise _refusal(request, sign_on, "partnership/sign_on_no_account.html")
        sociallogin.user = user
        sociallogin.account.user = user
        # What the provider told about the person is not kept.
        sociallogin.account.extra_data = {}
        sociallogin.account.save()
        record("account.sign_on_connected", by=user, organization=sign_on.organization, target=user)


def as_app(sign_on):
    slug = sign_on.organization.slug
    app = SocialApp(provider=sign_on.kind, provider_id=slug, name=sign_on.organization.name[:40])
    if sign_on.kind == SignOn.Kind.OPENID_CONNECT:
        app.client_id = sign_on.client_id
        app.secret = unseal(sign_on.client_secret, purpose=f"sign-on {sign_on.pk}")
        app.settings = {"server_url": sign_on.server_url, "oauth_pkce_enabled": True}
    else:
        app.client_id = slug
        app.settings = {
            "idp": {
                "entity_id": sign_on.entity_id,
                "sso_url": sign_on.sso_url,
                "x509cert": sign_on.certificate,
            },
            "attribute_mapping": {
                "email": MAIL_ATTRIBUTES,
                "first_name": ["name", "displayName", "urn:oid:2.16.840.1.113730.3.1.241"],
            },
            "use_nameid_for_email": True,
            "advanced": {"want_assertion_signed": True, "reject_deprecated_algorithm": True},
        }
    return app


def _mail_of(sociallogin):
    """The mail address that the provider names, in small letters."""
    addresses = [address.email for address in sociallogin.email_addresses]
    return (addresses or [sociallogin.user.email or ""])[0].strip().lower()


def _speaks_for(sign_on, sociallogin, email):
    """Whether the provider may say that this is the person of the mailbox."""
    if any(address.verified is False for address in sociallogin.email_addresses) and (
        sign_on.kind == SignOn.Kind.OPENID_CONNECT and _says_unverified(sociallogin)
    ):
        return False
    return sign_on.domains.filter(domain=domain_of(email)).exists()


def _says_unverified(sociallogin):
    """An issuer that says `email_verified: false` does not know the mailbox; many say nothing at all."""
    told = sociallogin.account.extra_data or {}
    claims = {**told.get("id_token", {}), **told.get("userinfo", {})}
    return claims.get("email_verified") is False


def _name_of(sociallogin):
    return sociallogin.user.name or sociallogin.user.email.split("@")[0]


def _refusal(request, sign_on, template):
    record("account.sign_on_refused", by=None, organization=sign_on.organization)
    return ImmediateHttpResponse(
        render(request, template, {"organization": sign_on.organization}, status=403)
    )
