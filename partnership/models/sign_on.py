import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SignOn(models.Model):
    """How an organization signs its own people in: its identity provider, by OpenID Connect or SAML 2.

    Whoever has a mailbox in one of its domains signs in there and nowhere else; no password is left here.
    """

    class Kind(models.TextChoices):
        OPENID_CONNECT = "openid_connect", _("OpenID Connect (Entra ID, Google, Okta ...)")
        SAML = "saml", _("SAML 2")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.OneToOneField(
        "partnership.Organization", on_delete=models.CASCADE, related_name="sign_on"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    # OpenID Connect: the issuer's address, the client that it knows us by, and its secret (sealed).
    server_url = models.URLField(_("address of the issuer"), blank=True)
    client_id = models.CharField(_("client id"), max_length=190, blank=True)
    client_secret = models.TextField(_("client secret"), blank=True)
    # SAML: who answers, where to, and the certificate its answers are signed with.
    entity_id = models.CharField(_("entity id"), max_length=300, blank=True)
    sso_url = models.URLField(_("sign-on address"), blank=True)
    certificate = models.TextField(_("signing certificate"), blank=True)
    assures_second_factor = models.BooleanField(_("asks for a second factor itself"), default=False)
    is_active = models.BooleanField(_("in use"), default=False)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"{self.organization}: {self.get_kind_display()}"


class SignOnDomain(models.Model):
    """A mail domain whose people sign in at one organization's identity provider; set by the partnership."""

    domain = models.CharField(primary_key=True, max_length=253)
    sign_on = models.ForeignKey(SignOn, on_delete=models.CASCADE, related_name="domains")

    def __str__(self):
        return self.domain


class KnownDevice(models.Model):
    """A browser from which a person has signed in before, by the hash of a random cookie."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64)
    first_seen_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "token_hash"], name="device_known_once")]

    def __str__(self):
        return f"{self.user_id}: {self.first_seen_at:%Y-%m-%d}"
