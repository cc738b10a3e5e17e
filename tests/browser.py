"""A real browser for journeys: the system's Chromium, axe, and the two sizes that every page is seen at."""

import os
import shutil
from contextlib import contextmanager

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.conf import settings
from django.test import Client

from tests.conftest import ON_THE_SECOND_DATABASE

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
# What passes is not gathered, and no style sheet is fetched again: that takes most of axe's time.
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False}
# How a page looks is the same on every database: on the second one (tests.run) axe is not asked again.
AXE_IS_ASKED = not ON_THE_SECOND_DATABASE
# Names of tables that are wider than their place; those whose first column stays are made to be moved sideways.
CUT_TABLES = """[...document.querySelectorAll('main .table-scroll:not(:has(.table-first-sticky))')]
    .filter(each => each.scrollWidth > each.clientWidth).map(each => each.ariaLabel)"""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path():
    """The one without windows first, where it is installed: the same engine for two thirds of the processor time."""
    names = "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"
    return next(filter(None, map(shutil.which, names)), None)


def skip_without_chromium():
    if chromium_path():
        return
    reason = "there is no Chromium on this machine"
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


class Visitor:
    """One person at one browser window."""

    def __init__(self, page, address):
        self.page = page
        self.address = address
        # What the browser refused to load or run because the page's security policy does not allow it.
        self.blocked = []
        page.on("console", self._listen)

    def _listen(self, message):
        if "Content Security Policy" in message.text:
            self.blocked.append(message.text)

    def go(self, path):
        response = self.page.goto(self.address + path)
        return response

    def sign_in(self, user):
        """Sign in without the form (which has a journey of its own)."""
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        self.page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": self.address,
                }
            ]
        )
        return self

    def resize(self, size):
        self.page.set_viewport_size(size)

    def assert_accessible(self):
        """No axe violation, nothing wider than its place, nothing that the security policy stopped."""
        assert not self.blocked, self.blocked
        if AXE_IS_ASKED:
            results = self._axe()
            assert results.violations_count == 0, results.generate_report()
        overflow = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{self.page.url} is {overflow} px wider than the window"
        assert not (cut := self.page.evaluate(CUT_TABLES)), f"{self.page.url} is cut at the right: {cut}"

    def _axe(self):
        """Axe's findings; once more where the page left while axe was reading (a link just followed, a page that reloads)."""
        from playwright.sync_api import Error

        try:
            return self._asked_once()
        except Error:
            self.page.wait_for_load_state()
            return self._asked_once()

    def _asked_once(self):
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
        return AxeResults({**found, "passes": [], "incomplete": [], "inapplicable": []})


@contextmanager
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def visitor(browser, address, size=WIDE, **options):
    context = browser.new_context(viewport=size, **options)
    context.set_default_timeout(15_000)
    try:
        yield Visitor(context.new_page(), address)
    finally:
        context.close()
