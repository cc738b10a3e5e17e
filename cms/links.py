"""Links of live pages that lead nowhere: looked for once a day, told to those who write the page."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import override
from requests import RequestException
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from partnership.web.outgoing import session

from .models.upkeep import BrokenLink, Chore, Problem

# Of other servers so many are asked at one look, each once.
MOST_ELSEWHERE = 300
GONE = {404, 410}


def look_for_broken_links(*, ask=None):
    """Look through every live page, at most once a day; returns how many links lead nowhere (`manage.py tick`).

    ask: what asks another server and returns a status or None; the platform's own guarded session by default.
    """
    _chore, is_new = Chore.objects.get_or_create(what="links", day=timezone.localdate())
    if not is_new:
        return 0
    return keep_broken_links(ask or _status_elsewhere)


def keep_broken_links(ask):
    found, known = [], {}
    for page in Page.objects.live().filter(alias_of=None, depth__gt=1).specific().iterator(chunk_size=200):
        for address in links_of(page):
            if address not in known:
                elsewhere = urlsplit(address).netloc not in ("", urlsplit(settings.BASE_URL).netloc)
                if elsewhere and sum(1 for each in known if urlsplit(each).netloc) >= MOST_ELSEWHERE:
                    continue
                known[address] = _problem_elsewhere(address, ask) if elsewhere else _problem_here(address)
            if known[address]:
                found.append(BrokenLink(page_id=page.pk, address=address[:500], problem=known[address]))
    BrokenLink.objects.all().delete()
    BrokenLink.objects.bulk_create(found)
    return len(found)


def links_of(page):
    """The addresses that the text of a page links to, each once; of pages that are gone: "" stands for it."""
    body = getattr(page, "body", None)
    if not body:
        return []
    parser = _Links()
    for block in body:
        parser.feed(expand_db_html(block.value.source) if hasattr(block.value, "source") else str(block))
    base = page.get_url() or "/"
    kept = (urljoin(base, href).partition("#")[0] for href in parser.found)
    return list(dict.fromkeys(each for each in kept if urlsplit(each).scheme in ("", "http", "https")))


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        href = dict(attributes).get("href")
        if tag == "a" and href:
            self.found.append(href)


def _problem_here(address):
    """What is wrong with an address of this site, or None."""
    path = urlsplit(address).path
    try:
        match = resolve(path)
    except Resolver404:
        return Problem.NOTHING_THERE
    language = path.split("/")[1]
    request = RequestFactory().get(path, headers={"host": urlsplit(settings.BASE_URL).netloc})
    request.user = AnonymousUser()
    if match.view_name.startswith(("wagtail_serve", "site:", "wagtaildocs")):
        try:
            with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
                match.func(request, *match.args, **match.kwargs)
        except Http404:
            return Problem.NOTHING_THERE
    return None


def _problem_elsewhere(address, ask):
    status = ask(address)
    if status is None:
        return Problem.NO_ANSWER
    return Problem.NOTHING_THERE if status in GONE else None


def _status_elsewhere(address):
    """The status with which another server answers; None where it does not."""
    try:
        with session() as asking:
            return asking.head(address, timeout=10, allow_redirects=True).status_code
    except (RequestException, ValidationError, OSError):
        return None
