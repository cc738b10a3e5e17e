"""The page editor in a browser: axe finds nothing on its screens but what is Wagtail's own and named here."""

import pytest
from django.urls import reverse

from tests.cms.conftest import add_live, paragraph, root_of
from tests.cms.test_preview import every_kind_of_page

pytestmark = [pytest.mark.browser, pytest.mark.looks]

# What axe says of markup that Wagtail writes and we do not: (rule, part of the element's selector).
WAGTAILS_OWN = {
    # The search screen: its links to other searches stand under a heading of the third level, its count is an alert.
    ("heading-order", "#other-searches-title"),
    ("aria-allowed-role", 'h2[role="alert"]'),
    # The editor's outline of blocks scrolls without being reached by the keyboard; each block in it is a link.
    ("scrollable-region-focusable", ".w-minimap__list"),
}


def findings(window):
    """[(rule, selector)] of the page that are not Wagtail's own."""
    # The editor carries an axe with rules for the page that is previewed; the screen itself is asked by a plain one.
    window.page.evaluate("delete window.axe")
    found = [
        (violation["id"], str(node["target"]))
        for violation in window._axe().response["violations"]
        for node in violation["nodes"]
    ]
    return [
        (rule, where)
        for rule, where in found
        if not any(rule == known and part in where for known, part in WAGTAILS_OWN)
    ]


def screens(world):
    """[address] of the first screen, the tree, the search, the files, and of the editor of each kind of page."""
    directory = root_of(world["alder"]).get_parent()
    body = add_live(root_of(world["alder"]), "With text and blocks")
    body.body = [paragraph("Text."), ("heading", {"text": "A heading", "level": "2"})]
    body.save_revision().publish()
    edit = [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in every_kind_of_page(world)]
    return [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[directory.pk]),
        reverse("wagtailadmin_pages:search") + "?q=alder",
        reverse("wagtailimages:index"),
        reverse("wagtailimages:add"),
        reverse("wagtaildocs:index"),
        *edit,
        reverse("wagtailadmin_pages:edit", args=[body.pk]),
        reverse("wagtailadmin_pages:history", args=[body.pk]),
    ]


def test_the_editor_of_every_kind_of_page_is_accessible(world, open_window, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    world.person("editor")
    window = open_window(world.person("partnership_coordinator"))
    wrong = {}
    for address in screens(world):
        answer = window.go(address)
        window.page.wait_for_load_state("networkidle")
        found = findings(window)
        if answer.status != 200 or found or window.blocked:
            wrong[address] = answer.status, found, list(window.blocked)
            window.blocked.clear()
    assert not wrong
