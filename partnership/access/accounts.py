"""How allauth signs people in here: by invitation only, and every time in the audit log."""

from types import SimpleNamespace
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context, ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from ..audit import record_account
from ..models import Organization, User
from . import devices, sessions
from .captured import sign_on_for


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """People come in by invitation; nobody signs up on their own."""

    def is_open_for_signup(self, request):
        return False

    def pre_login(self, request, user, *, signal_kwargs=None, **details):
        """A passkey from before the organization's sign-on was opened does not go around it; who tries that, or a closed
        account, is written down.
        """
        goes_around = sign_on_for(user.email) and "sociallogin" not in (signal_kwargs or {})
        if goes_around or not user.is_active:
            record_account("account.sign_in_failed", by=None, account=user)
        if goes_around:
            messages.error(request, _("Your organization signs its people in itself."))
            return redirect("account_login")
        return super().pre_login(request, user, signal_kwargs=signal_kwargs, **details)

    def post_login(self, request, user, **details):
        record_account("account.signed_in", by=user, account=user)
        response = super().post_login(request, user, **details)
        devices.note_sign_in(request, response, user)
        sessions.begin(request)
        return response

    def logout(self, request):
        if request.user.is_authenticated:
            record_account("account.signed_out", by=request.user, account=request.user)
        return super().logout(request)

    def pre_authenticate(self, request, **credentials):
        if sign_on_for(credentials.get("email") or ""):
            # The sign-in page has sent the person there already (views.sign_in); nothing else lets them in.
            raise ValidationError(
                _("Your organization signs its people in itself."), code="signed_on_elsewhere"
            )
        if not self._may_try(request, credentials):
            raise self.validation_error("too_many_login_attempts")
        return super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request, **credentials):
        # What was typed may be anything, a password even: only an address that is known is written down.
        known = User.objects.filter(email=(credentials.get("email") or "").lower()).first()
        if known:
            record_account("account.sign_in_failed", by=None, account=known)
        self._may_try(request, credentials, failed=True)
        return super().authentication_failed(request, **credentials)

    def _may_try(self, request, credentials, *, failed=False):
        """Whether the network may try again. Failures of strangers alone are counted, and keep strangers alone out: a school
        has one address, and whoever guesses there does not keep the others from signing in.
        """
        if devices.is_known(request, credentials.get("email") or ""):
            return True
        return ratelimit.consume(request, action="stranger_failed", dry_run=not failed)

    def is_safe_url(self, url):
        """Whether a page may lead there next: on the host that was asked only, where allauth takes any of ALLOWED_HOSTS."""
        request = context.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())

    def get_reset_password_from_key_url(self, key):
        """An address of ours, whatever host the request named."""
        return settings.BASE_URL + urlsplit(super().get_reset_password_from_key_url(key)).path

    def send_mail(self, template_prefix, email, context):
        """From the partnership, whatever host the request named."""
        site = SimpleNamespace(name=Organization.name_of_partnership(), domain=settings.BASE_URL)
        super().send_mail(template_prefix, email, {"current_site": site, **context})

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Failures are counted apart for browsers that the account knows: whoever guesses from elsewhere uses up
        the attempts of strangers, and cannot lock its owner out.
        """
        key = super()._get_login_attempts_cache_key(request, **credentials)
        known = devices.is_known(request, credentials.get("email") or "")
        return f"{key}:{request.COOKIES[devices.COOKIE] if known else 'stranger'}"

    def reauthenticate(self, user, password):
        # Addresses live on the account itself; allauth would look for them in a table of its own.
        return self.authenticate(self.request, email=user.email, password=password) == user

    def set_password(self, user, password):
        """Set a password, unless the person signs in elsewhere: then none is left here, whatever was typed."""
        super().set_password(user, None if sign_on_for(user.email) else password)
        record_account("account.password_set", by=user, account=user)
