"""The pages of a release for a reader who has a link and no account: the same as for its maker, only read."""

from functools import wraps

from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import pages
from .links import note_opening, open_share_link


def by_link(view):
    """404 when the link is unknown, over, revoked, or no longer its maker's to read. The secret in the address
    is told to no other site and to no search engine.
    """

    @require_safe
    @wraps(view)
    def opened(request, secret, **kwargs):
        link = open_share_link(secret)
        if link is None:
            raise Http404
        response = view(request, link, secret, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return opened


@by_link
def release(request, link, secret):
    note_opening(link, what="page")
    return pages.answer(request, "outcomes/releases/release.html", _context(request, link, secret))


@by_link
def measure(request, link, secret, key):
    context = _context(request, link, secret)
    context["section"] = pages.section_or_404(context, key)
    return pages.answer(request, "outcomes/releases/measure.html", context)


@by_link
def drawing(request, link, secret, name):
    return pages.stored_file(request, link.release, name)


@by_link
def download(request, link, secret, name):
    response = pages.stored_file(request, link.release, name, download=True)
    if response.status_code == 200:
        note_opening(link, what=name)
    return response


def _context(request, link, secret):
    return {
        **pages.release_context(link.release),
        **pages.BY_LINK,
        "at": secret,
        "link": link,
        "crumbs": [],
        "shared_words": _("Shared with you for reading by %(organization)s until %(day)s.")
        % {"organization": link.organization, "day": link.last_day.strftime("%Y-%m-%d")},
    }
