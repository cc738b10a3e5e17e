"""How long somebody stays signed in: as long as the strictest of the person's roles allows."""

import time
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..audit import record_account
from ..models import KnownDevice
from . import devices
from .roles import ROLES

BEGAN, SEEN = "session_began", "session_seen"
# A session is written again at most so often only to note that the person is still there.
NOTED_EVERY = 60
# The page editor says every few seconds that a page is still open in it.
OPEN_IN_THE_EDITOR = "/admin/editing-sessions/"


class SessionLimitsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = time.time()
            hours, minutes = limits_of(request.user)
            began = request.session.get(BEGAN) or _signed_in_at(request.user, now)
            seen = request.session.get(SEEN) or began
            if now - began > hours * 3600 or now - seen > minutes * 60:
                return self._end(request)
            if now - seen > NOTED_EVERY and not _asks_by_itself(request):
                request.session[BEGAN], request.session[SEEN] = began, now
        return self.get_response(request)

    def _end(self, request):
        record_account("account.session_ended", by=request.user, account=request.user)
        get_adapter().logout(request)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        messages.info(request, _("You were signed out after some time without a click. Sign in to go on."))
        return redirect_to_login(request.get_full_path() if request.method == "GET" else "/workspace/")


def _asks_by_itself(request):
    """Whether a page that was left open asks, without anybody's doing (components/progress.html)."""
    return "X-By-Itself" in request.headers or request.path.startswith(OPEN_IN_THE_EDITOR)


def begin(request):
    """Note that a session begins now."""
    request.session[BEGAN] = request.session[SEEN] = time.time()


def forget_sessions():
    """Delete sessions that ended, from where they were, and browsers not seen for as long as their cookie lives
    (`manage.py tick`). Returns how many.
    """
    now = timezone.now()
    ended = Session.objects.filter(expire_date__lt=now)
    UserSession.objects.filter(session_key__in=ended.values("session_key")).delete()
    # Whose session was deleted at sign-out.
    UserSession.objects.filter(created_at__lt=now - timedelta(seconds=settings.SESSION_COOKIE_AGE)).exclude(
        session_key__in=Session.objects.values("session_key")
    ).delete()
    KnownDevice.objects.filter(last_seen_at__lt=now - timedelta(seconds=devices.YEAR)).delete()
    return ended.delete()[0]


def _signed_in_at(user, now):
    """For a session that nobody noted the beginning of."""
    return user.last_login.timestamp() if user.last_login else now


def limits_of(user):
    """(hours, idle minutes): the smallest among the person's roles of today."""
    limits = [ROLES[role].session_limits for role in getattr(user, "roles_today", ()) if role in ROLES]
    return min(limits, default=(12, 120))
