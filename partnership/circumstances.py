"""What surrounds an action: the request that asked for it, from where, and for which organization.

The audit log and the log lines take it from here, so that no action has to carry it through.
"""

from contextlib import contextmanager
from contextvars import ContextVar

_request = ContextVar("request", default=None)
ACTING_FOR = "acting_for"


@contextmanager
def answering(request):
    """While a request is answered."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def request_id():
    """The id of the request under way, or ""."""
    return getattr(_request.get(), "id", "")


def circumstances(by):
    """{acting_for, address, request_id} of what a person (None: the system) does now."""
    request = _request.get()
    if request is None:
        return {}
    return {
        "acting_for": acting_for(request, by),
        "address": request.client_address,
        "request_id": request.id,
    }


def acting_for(request, by):
    """Id of the organization that the person of the request acts for; None for anybody else's doing.

    The one that was chosen, while the person still has a role there; otherwise the one that the person has been with for
    longest, so that whatever is done is logged under one.
    """
    user = getattr(request, "user", None)
    if by is None or user is None or not user.is_authenticated or user.pk != by.pk:
        return None
    chosen = request.session.get(ACTING_FOR)
    for organization_id in getattr(user, "organizations_today", frozenset()):
        if str(organization_id) == chosen:
            return organization_id
    return getattr(user, "first_organization_today", None)
