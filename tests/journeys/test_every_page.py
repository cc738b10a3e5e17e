"""Every page of the site and of the workspace, at 1280 and then at 360 px: axe finds nothing, nothing is too wide.

The pages are those of the access matrix; each is opened by the first person who is let in.
"""

import pytest

from cms.models import HomePage
from tests.access.routes import METHODS, rights, routes_of_the_site, row_of, rows
from tests.access.scene import set_the_scene
from tests.browser import PHONE, WIDE

pytestmark = pytest.mark.browser

OURS = ("workspace:", "account_", "accept_", "mfa_", "outcomes:", "upload_by_link", "site:")
# Answers that are no pages of their own: files, parts of a page, pages that only pass on.
NO_PAGES = {
    "workspace:submission_progress",
    "workspace:template",
    "workspace:submission_fix_it",
    "workspace:release_download",
    "workspace:evaluation_progress",
    "workspace:evaluation_drawing",
    "workspace:evaluation_extract",
    "workspace:release_drawing",
    "account_logout",
    "outcomes:feed",
    "site:feed",
    "site:partner_feed",
    "site:event_feed",
    "site:updates_feed",
    "site:news_feed",
    "site:city_updates_feed",
    "site:policies_csv",
}


def pages_of_the_table(world):
    """[(route name, address, who opens it)]"""
    classes, lines, found = rights(), rows(), []
    for route in dict.fromkeys(routes_of_the_site()):
        row = row_of(route, lines)
        if row is None or not route.name.startswith(OURS) or route.name in NO_PAGES:
            continue
        if row.methods == METHODS["post"]:
            continue
        who = next((column for column, signs in classes[row.rights].items() if signs[0] == "+"), None)
        if who:
            address = route.address(world.things["own"].get(row.thing, {}))
            found.append((route.name, address, world.actors[who]))
    return found


@pytest.mark.looks
def test_every_page_is_accessible(world, open_window, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    set_the_scene(world)
    homes = [home.get_url() for home in HomePage.objects.all()]
    section = "partners/alder/"
    pages = pages_of_the_table(world) + [
        (address, address, None)
        for address in [*homes, "/en/partners/", "/es/socios/", f"/en/{section}", "/en/programs/"]
        + ["/en/programs/campus-mentors/", "/es/programas/", "/en/news/", "/en/nowhere/"]
    ]
    assert len(pages) > 50
    windows, wrong = {}, []
    for name, address, user in pages:
        if user not in windows:
            windows[user] = open_window(user)
        window = windows[user]
        window.resize(WIDE)
        window.go(address)
        for size in (WIDE, PHONE):
            window.resize(size)
            try:
                window.assert_accessible()
            except AssertionError as violation:
                wrong.append(f"{name} ({address}) at {size['width']} px: {violation}")
    assert not wrong, "\n\n".join(wrong)
