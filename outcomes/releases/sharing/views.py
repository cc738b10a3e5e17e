"""The pages of a release for a reader who has a link and no account: the same as for its maker, only read."""

from functools import wraps

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import pages
from ..models import Release
from ..promised import awards_for
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
    context = pages.release_context(link.release, request.GET, readable=_readable(link), awards=_awards(link))
    return pages.answer(request, "outcomes/releases/release.html", context | _frame(link, secret))


@by_link
def measure(request, link, secret, key):
    context = pages.measure_context(link.release, key, request.GET)
    return pages.answer(request, "outcomes/releases/measure.html", context | _frame(link, secret))


@by_link
def sheet(request, link, secret):
    note_opening(link, what="sheet")
    context = pages.sheet_context(link.release, readable=_readable(link), awards=_awards(link)) | _frame(
        link, secret
    )
    # The address itself must not stand on paper: whoever has it can read.
    context["address"] = ""
    return pages.answer(request, "outcomes/releases/sheet.html", context)


@by_link
def drawing(request, link, secret, name):
    return pages.stored_file(request, link.release, name)


@by_link
def download(request, link, secret, name):
    response = pages.stored_file(request, link.release, name, download=True)
    if response.status_code == 200:
        note_opening(link, what=name)
    return response


def _readable(link):
    return Release.objects.visible_to(link.created_by)


def _awards(link):
    return awards_for(link.release, organization=link.organization)


def _frame(link, secret):
    return {
        **pages.BY_LINK,
        "at": secret,
        "link": link,
        "crumbs": [],
        "shared_words": _("Shared with you for reading by %(organization)s until %(day)s.")
        % {"organization": link.organization, "day": date_format(link.last_day, "DATE_FORMAT")},
    }
