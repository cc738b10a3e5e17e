from functools import wraps

from django.contrib.auth.decorators import login_required
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .rights import require


def signed_in(view):
    """A screen of the workspace: only for people who signed in, shown by GET, changed by POST, and never kept
    by a browser or proxy.
    """
    return never_cache(login_required(require_http_methods(["GET", "HEAD", "POST"])(view)))


def with_right(codename):
    """A screen for holders of a right that is not of one organization, such as `manage_partnership`."""

    def decorate(view):
        @signed_in
        @wraps(view)
        def checked(request, *args, **kwargs):
            require(request.user, codename)
            return view(request, *args, **kwargs)

        return checked

    return decorate
