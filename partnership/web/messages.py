"""Sentences for the next page: in a cookie of this host alone, in the session where they are long."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage

COOKIE = settings.COOKIE_PREFIX + "messages"


class HostCookie(CookieStorage):
    cookie_name = COOKIE


class Messages(FallbackStorage):
    storage_classes = (HostCookie, SessionStorage)
