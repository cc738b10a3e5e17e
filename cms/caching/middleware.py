"""Public pages from memory: made once for all who are not signed in, until something public changes.

A page is kept under the stamp of everything public, the day, its host, address and language. Who asks again with the
ETag of the newest version gets 304 and no page at all. Nothing is kept that sets a cookie, holds a form's token, or
says itself that it must not be kept. It is kept packed and sent so to whoever takes that: it is the same for all
and holds no secret, so its length tells nothing (the reason why pages of the workspace are not packed here).

Making a page takes a hundred times as long as handing out a kept one, so only a few are made at a time in a process:
when something public has changed and everybody's page must be made anew, the rest of the process still answers those
whose page is there, and people at work.
"""

import gzip
import hashlib
from threading import BoundedSemaphore

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from partnership.web.messages import COOKIE as MESSAGES

from .stamp import stamp

KEPT_SECONDS = 24 * 60 * 60
LARGEST = 2 * 1024 * 1024
MADE_AT_ONCE = 1
KEPT_HEADERS = ("Content-Type", "Content-Language", "Content-Disposition", "Vary")


class PublicPagesMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self.making = BoundedSemaphore(MADE_AT_ONCE)

    def __call__(self, request):
        if not (settings.PAGE_CACHE and is_public(request)):
            return self.get_response(request)
        key = key_of(request)
        kept = caches["pages"].get(key)
        if kept is None:
            with self.making:
                # Whoever waited may find that somebody else has made the page meanwhile.
                kept = caches["pages"].get(key)
                if kept is None:
                    return self.made(request, key)
        response = answer(request, kept)
        # RFC 9211: so that whoever watches can tell what was answered from memory.
        response["Cache-Status"] = "partnership; hit"
        return response

    def made(self, request, key):
        response = self.get_response(request)
        kept = keepable(request, response)
        if kept is None:
            return response
        caches["pages"].set(key, kept, KEPT_SECONDS)
        return answer(request, kept)


def is_public(request):
    """Whether the answer may be the same for everybody who asks this way."""
    if request.method not in ("GET", "HEAD") or request.headers.get("HX-Request"):
        return False
    if settings.SESSION_COOKIE_NAME in request.COOKIES or MESSAGES in request.COOKIES:
        return False
    return any(request.path.startswith(f"/{code}/") for code, _name in settings.LANGUAGES)


def key_of(request):
    """The key of the page that is asked for. The request keeps the stamp, for what pages share (`shared`)."""
    request.public_stamp = stamp()
    return _key("page", request, request.get_full_path())


def shared(request, name, make):
    """make(): what every public page of a language shows and one of them has made, until something public changes."""
    if not hasattr(request, "public_stamp"):
        return make()
    return caches["pages"].get_or_set(_key(name, request, get_language()), make, KEPT_SECONDS)


def _key(kind, request, *parts):
    today = timezone.localdate().isoformat()
    parts = (request.public_stamp, today, request.scheme, request.get_host(), *parts)
    return f"{kind}." + hashlib.sha256("\n".join(parts).encode()).hexdigest()


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
        # The middleware that counts the bytes of an answer stands beneath this one.
        response["Content-Length"] = str(len(response.content))
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
