"""Every request has an id: in its answer, in the audit log, in each line that is logged meanwhile."""

import logging
import re
import time
from uuid import uuid4

from allauth.core.internal.httpkit import get_client_ip

from ..circumstances import answering
from .health import count

logger = logging.getLogger("partnership.requests")
# An id that a proxy in front has given, so that its log and ours can be laid side by side.
GIVEN = re.compile(r"[A-Za-z0-9_-]{8,40}")


class RequestIdMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if GIVEN.fullmatch(given) else uuid4().hex
        request.client_address = get_client_ip(request)
        started = time.perf_counter()
        with answering(request):
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request.id
            seconds = time.perf_counter() - started
            count(request.method, response.status_code, seconds)
            _log(request, response, seconds)
        return response


def _log(request, response, seconds):
    """One line: the name of the route instead of the address, which may hold a token or a searched name."""
    match = request.resolver_match
    user = getattr(request, "user", None)
    known = user is not None and getattr(user, "_wrapped", user) is not None and "user" in request.__dict__
    logger.info(
        "%s %s %s",
        request.method,
        match.view_name or match.route if match else "-",
        response.status_code,
        extra={
            "method": request.method,
            "route": (match.view_name or match.route) if match else "",
            "status": response.status_code,
            "milliseconds": round(seconds * 1000),
            "user": str(user.pk) if known and user.is_authenticated else "",
        },
    )
