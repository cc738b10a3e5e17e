"""How allauth signs people in here: by invitation only, and every time in the audit log."""

from allauth.account.adapter import DefaultAccountAdapter

from ..audit import record
from ..models import User


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """People come in by invitation; nobody signs up on their own."""

    def is_open_for_signup(self, request):
        return False

    def post_login(self, request, user, **details):
        record("account.signed_in", by=user, target=user)
        return super().post_login(request, user, **details)

    def authentication_failed(self, request, **credentials):
        # What was typed may be anything, a password even: only an address that is known is written down.
        known = User.objects.filter(email=(credentials.get("email") or "").lower()).first()
        if known:
            record("account.sign_in_failed", by=None, target=known)
        return super().authentication_failed(request, **credentials)

    def set_password(self, user, password):
        super().set_password(user, password)
        record("account.password_set", by=user, target=user)
