import os
import threading
import time

import pytest

from tests.browser import PHONE, WIDE, chromium, skip_without_chromium, visitor


@pytest.fixture(scope="session")
def chromium_browser():
    skip_without_chromium()
    # Playwright's synchronous interface runs an event loop in this thread; Django would refuse the ORM.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with chromium() as browser:
        yield browser


@pytest.fixture
def open_window(chromium_browser, live_server):
    """`open_window(user)` gives a Visitor at 1280 px; `open_window(user, phone=True)` one at 360 px."""
    opened = []

    def open_one(user=None, *, phone=False, **options):
        manager = visitor(chromium_browser, live_server.url, PHONE if phone else WIDE, **options)
        window = manager.__enter__()
        opened.append(manager)
        return window.sign_in(user) if user else window

    yield open_one
    for manager in opened:
        manager.__exit__(None, None, None)
    wait_for_the_server()


def wait_for_the_server():
    """Let requests under way end before the test's tables are emptied beneath them."""
    until = time.monotonic() + 10
    while time.monotonic() < until and any("process_request" in t.name for t in threading.enumerate()):
        time.sleep(0.05)
