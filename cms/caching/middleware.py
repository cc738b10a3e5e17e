"""Public pages from memory: made once for all who are not signed in, until something public changes.

A page is kept under the stamp of everything public, the day, its host, address and language. Who asks again with the
ETag of the newest version gets 304 and no page at all. Nothing is kept that sets a cookie, holds a form's token, or
says itself that it must not be kept. It is kept packed and sent so to whoever takes that: it is the same for all
and holds no secret, so its length tells nothing (the reason why pages of the workspace are not packed here).
"""

import gzip
import hashlib

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from partnership.web.messages import COOKIE as MESSAGES

from .stamp import stamp

KEPT_SECONDS = 24 * 60 * 60
LARGEST = 2 * 1024 * 1024
KEPT_HEADERS = ("Content-Type", "Content-Language", "Content-Disposition", "Vary")


class PublicPagesMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not (settings.PAGE_CACHE and is_public(request)):
            return self.get_response(request)
        key = key_of(request)
        pages = caches["pages"]
        kept = pages.get(key)
        if kept is None:
            response = self.get_response(request)
            kept = keepable(request, response)
            if kept is None:
                return response
            pages.set(key, kept, KEPT_SECONDS)
            return answer(request, kept)
        response = answer(request, kept)
        # RFC 9211: so that whoever watches can tell what was answered from memory.
        response["Cache-Status"] = "partnership; hit"
        return response


def is_public(request):
    """Whether the answer may be the same for everybody who asks this way."""
    if request.method not in ("GET", "HEAD") or request.headers.get("HX-Request"):
        return False
    if settings.SESSION_COOKIE_NAME in request.COOKIES or MESSAGES in request.COOKIES:
        return False
    return any(request.path.startswith(f"/{code}/") for code, _name in settings.LANGUAGES)


def key_of(request):
    today = timezone.localdate().isoformat()
    parts = (stamp(), today, request.scheme, request.get_host(), request.get_full_path())
    return "page." + hashlib.sha256("\n".join(parts).encode()).hexdigest()


def keepable(request, response):
    """{"body", "etag", "headers", "nonce"} of an answer that may be kept, or None."""
    control = response.get("Cache-Control", "")
    if response.status_code != 200 or response.streaming or "no-store" in control or "private" in control:
        return None
    if response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or len(response.content) > LARGEST:
        return None
    return {
        # A page is six times as small so, and opened in a tenth of a millisecond.
        "body": gzip.compress(response.content, 1, mtime=0),
        "etag": hashlib.sha256(response.content).hexdigest()[:32],
        "headers": {name: response[name] for name in KEPT_HEADERS if name in response},
        "nonce": _nonce_in(request, response.content),
    }


def answer(request, kept):
    """The kept page as an answer to this request; a nonce in it is replaced by this answer's own."""
    nonce = kept["nonce"]
    packed = not nonce and "gzip" in request.headers.get("Accept-Encoding", "")
    # What is sent packed is another answer, byte by byte, and so bears another tag.
    etag = f'"{kept["etag"]}-gzip"' if packed else f'"{kept["etag"]}"'
    if not nonce and request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(kept["body"] if packed else _unpacked(kept["body"], nonce, request))
        for name, value in kept["headers"].items():
            response[name] = value
        if packed:
            response["Content-Encoding"] = "gzip"
    if not nonce:
        response["ETag"] = etag
    # Ask again each time: the answer is mostly 304, and never stale.
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    return response


def _unpacked(body, nonce, request):
    content = gzip.decompress(body)
    return content.replace(nonce.encode(), str(request.csp_nonce).encode()) if nonce else content


def _nonce_in(request, content):
    nonce = str(request.csp_nonce) if b"nonce=" in content else ""
    return nonce if nonce and nonce.encode() in content else ""
