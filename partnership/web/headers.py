"""Security headers of every answer: what a browser may load, run, frame and tell others.

Site and workspace run no inline script and no inline style at all; the page editor runs no inline script of
another's making either, but its rich-text editor writes styles of its own (ADMIN).
"""

import secrets

from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.utils.functional import SimpleLazyObject

NOBODY, SELF = "'none'", "'self'"

SITE = {
    "default-src": [NOBODY],
    "script-src": [SELF],
    "style-src": [SELF],
    # data: for the code that an authenticator scans and the drawings of the stylesheet.
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NOBODY],
    "object-src": [NOBODY],
    "frame-src": [SELF],
    # The page editor shows a preview of the page in a frame of its own.
    "frame-ancestors": [SELF],
}
# Wagtail's editor positions menus and colors text by style elements that it writes itself.
ADMIN = {**SITE, "style-src": [SELF, "'unsafe-inline'"], "img-src": [SELF, "data:", "blob:"]}
# A file that somebody uploaded: whatever it holds runs in an origin of its own, not in the site's.
FILE = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"

# Views know or refuse these themselves; no other method reaches one.
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")

BEHIND_THE_SIGN_IN = ("/workspace/", "/admin/", "/accounts/")

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class SecurityHeadersMiddleware:
    """Adds the policy of the place that the address belongs to; a view that set one itself keeps it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Made when a template asks for it: an answer that uses none allows none.
        request.csp_nonce = SimpleLazyObject(lambda: secrets.token_urlsafe(16))
        known = request.method in METHODS
        response = self.get_response(request) if known else HttpResponseNotAllowed(METHODS)
        # A page that the reader has already keeps the policy it came with, which names its nonce.
        if settings.SECURITY_HEADERS and response.status_code != 304:
            response.headers.setdefault("Content-Security-Policy", policy_for(request))
            response.headers.setdefault("Permissions-Policy", PERMISSIONS)
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
            ended = response.cookies.get(settings.SESSION_COOKIE_NAME)
            if ended is not None and ended["max-age"] == 0:
                # Nothing that was kept for somebody who is gone stays with the browser.
                response.headers["Clear-Site-Data"] = '"storage"'
        if request.path.startswith(BEHIND_THE_SIGN_IN):
            # Nothing of it stays on a machine that several people use.
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


def policy_for(request):
    """The Content-Security-Policy of one request's answer, as the header holds it."""
    directives = dict(ADMIN if request.path.startswith("/admin/") else SITE)
    nonce = request.csp_nonce
    if nonce._wrapped.__class__ is str:
        directives["style-src"] = [*directives["style-src"], f"'nonce-{nonce}'"]
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())
