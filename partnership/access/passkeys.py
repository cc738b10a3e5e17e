"""Signing in with a passkey alone."""

from allauth.core import context, ratelimit
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from ..audit import record_account


class PasskeyForm(LoginWebAuthnForm):
    """A passkey that names somebody and does not fit is written down, as a wrong password is; allauth tells nobody."""

    def clean_credential(self):
        shown = self.cleaned_data["credential"]
        try:
            return super().clean_credential()
        except ValidationError:
            self._write_down(shown)
            raise

    def _write_down(self, shown):
        """Whom it names is a claim, so that there is an end to what one network may write under a name."""
        try:
            named = auth.extract_user_from_response(shown)
        except (ValidationError, AttributeError):
            return
        if ratelimit.consume(context.request, action="stranger_failed"):
            record_account("account.sign_in_failed", by=None, account=named)
