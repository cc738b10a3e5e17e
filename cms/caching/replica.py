"""Public pages may be read from a copy of the database (READ_REPLICA_URL); the workspace never is.

A copy lags a moment behind. That is no matter for what everybody reads, but whoever has just saved something must see
it, and a right that was ended must be ended. So only a request that a kept page would answer too (middleware.is_public)
reads from the copy; its stamp as well, so that a page never lies under a stamp that is newer than its rows.
"""

from contextvars import ContextVar

from .middleware import is_public

REPLICA = "replica"
_from_copy = ContextVar("public pages are read from the copy", default=False)


class PublicReadsMiddleware:
    """Stands before whatever reads for a public page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _from_copy.set(is_public(request))
        try:
            return self.get_response(request)
        finally:
            _from_copy.reset(token)


class PublicReads:
    """Django's question which database to use."""

    def db_for_read(self, model, **hints):
        return REPLICA if _from_copy.get() else None

    def db_for_write(self, model, **hints):
        # What the request writes, it may read again: from here on it stays with the first.
        _from_copy.set(False)
        return None

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return False if db == REPLICA else None
