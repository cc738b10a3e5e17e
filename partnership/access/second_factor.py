"""More than a password for everybody who touches data, releases or people."""

from functools import partial

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context, ratelimit
from allauth.mfa import app_settings as mfa
from allauth.mfa import signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ..audit import record_account
from ..models import SignOn
from ..vault.sealing import seal, unseal
from . import devices
from .roles import ROLES

# Where somebody who has shown no second factor yet is still the person who signed in.
OPEN_BEFORE = ("/accounts/", "/invitation/", "/language/")
CLOSED_BEFORE = ("/workspace/", "/admin/")


class SealedAuthenticators(DefaultMFAAdapter):
    """The seeds of authenticator apps and recovery codes rest sealed, so that a copy of the database opens nothing."""

    def encrypt(self, text):
        return seal(text, purpose="authenticator")

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text, purpose="authenticator")


def note_changes():
    """Have the audit log tell what becomes of somebody's second steps: allauth says so by signals alone."""
    for signal, verb in [
        (signals.authenticator_added, "account.factor_added"),
        (signals.authenticator_removed, "account.factor_removed"),
        (signals.authenticator_reset, "account.factor_made_anew"),
        (signals.authentication_failed, "account.factor_failed"),
    ]:
        signal.connect(partial(_note, verb), weak=False, dispatch_uid=verb)


def _note(verb, *, user, authenticator, **_signal):
    by = None if verb == "account.factor_failed" else user
    record_account(verb, by=by, account=user, kind=authenticator.type)


def let_codes_work_once():
    """A code of an authenticator app is good for its own half minute and for MFA_TOTP_TOLERANCE more on either side;
    allauth remembers for half a minute only that it was used.
    """
    from allauth.mfa.totp.internal.auth import TOTP

    def mark_used(totp, code):
        seconds = mfa.TOTP_PERIOD * (2 * mfa.TOTP_TOLERANCE + 1)
        return cache.add(totp._get_used_cache_key(code), "y", timeout=seconds)

    TOTP._mark_code_used = mark_used


def count_failures_apart():
    """Wrong second steps are counted apart for browsers that the account knows, as wrong passwords are (access.accounts):
    whoever has stolen a password uses up the attempts of strangers, and does not keep the owner out.
    """

    from allauth.mfa.base import forms as mfa_forms
    from allauth.mfa.totp import forms as totp_forms
    from allauth.mfa.webauthn import forms as passkey_forms

    def check_rate_limit(user, error_key=None):
        request = context.request
        browser = request.COOKIES[devices.COOKIE] if devices.is_known(request, user.email) else "stranger"
        counted = {"action": "login_failed", "key": f"mfa-auth-user-{user.pk}:{browser}"}
        if not ratelimit.consume(request, **counted):
            raise get_adapter().validation_error(error_key or "too_many_login_attempts")
        return lambda: ratelimit.clear(request, **counted)

    for asking in (mfa_forms, totp_forms, passkey_forms):
        asking.check_rate_limit = check_rate_limit


def needs_second_factor(user):
    """Whether one of the person's roles of today asks for it."""
    return settings.SECOND_FACTOR_REQUIRED and any(
        ROLES[role].needs_second_factor for role in getattr(user, "roles_today", ()) if role in ROLES
    )


def has_shown_second_factor(request):
    """Whether the person did in this session: here, or at an identity provider that asks for one itself."""
    for step in get_authentication_records(request, request.user):
        if step["method"] == "mfa":
            return True
        if step["method"] == "socialaccount" and _assures(step.get("provider")):
            return True
    return False


def _assures(provider):
    return SignOn.objects.filter(
        organization__slug=provider, is_active=True, assures_second_factor=True
    ).exists()


class SecondFactorMiddleware:
    """Whoever needs a second factor and has not shown it is nobody yet, except where it is set up or shown."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and needs_second_factor(user) and not has_shown_second_factor(request):
            if request.path.startswith(CLOSED_BEFORE):
                return _to_second_factor(request)
            if not request.path.startswith(OPEN_BEFORE):
                request.user = AnonymousUser()
        return self.get_response(request)


def _to_second_factor(request):
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    back = urlencode({"next": request.get_full_path() if request.method == "GET" else "/workspace/"})
    if Authenticator.Type.TOTP in kinds:
        return redirect(f"{reverse('mfa_reauthenticate')}?{back}")
    if Authenticator.Type.WEBAUTHN in kinds:
        return redirect(f"{reverse('mfa_reauthenticate_webauthn')}?{back}")
    messages.info(
        request,
        _(
            "Your role reaches data or people, so it takes a second step besides the password. Set up a passkey "
            "or an authenticator app, then go on to the workspace."
        ),
    )
    return redirect("mfa_index")
