"""Browsers that a person has signed in from: a new one is told to the mailbox, a known one is never locked out."""

import secrets

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..actions.invitations import hash_token
from ..audit import record_account
from ..mail import write_to
from ..models import KnownDevice, Organization

COOKIE = settings.COOKIE_PREFIX + "device"
YEAR = 365 * 24 * 60 * 60


def is_known(request, email):
    """Whether somebody has signed in as this account from this browser before."""
    token = request.COOKIES.get(COOKIE)
    return (
        bool(token)
        and KnownDevice.objects.filter(user__email=email.lower(), token_hash=hash_token(token)).exists()
    )


def note_sign_in(request, response, user):
    """Remember the browser; tell the person of a new one, unless it is the account's very first."""
    token = request.COOKIES.get(COOKIE) or secrets.token_urlsafe(32)
    is_first = not user.devices.exists()
    _device, is_new = KnownDevice.objects.update_or_create(user=user, token_hash=hash_token(token))
    response.set_cookie(
        COOKIE,
        token,
        max_age=YEAR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    if is_new and not is_first:
        record_account("account.new_device", by=user, account=user)
        _tell(request, user)


def _tell(request, user):
    context = {
        "user": user,
        "when": date_format(timezone.localtime(), "DATETIME_FORMAT"),
        "browser": request.headers.get("User-Agent", "")[:200],
        "sessions": settings.BASE_URL + "/accounts/sessions/",
        "password": settings.BASE_URL + "/accounts/password/change/",
        "partnership_name": Organization.name_of_partnership(),
    }
    text = render_to_string("partnership/email/new_device.txt", context)
    write_to([user.email], _("Somebody signed in as you from a new device"), text)
