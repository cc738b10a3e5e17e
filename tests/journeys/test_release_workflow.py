"""A release from its first draft to a reader without an account: every screen of it, as its user sees it, at both widths, in
light and dark. Nothing is wider than the window, and axe has nothing to say.
"""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from outcomes.releases.build import build_release
from outcomes.releases.review.actions import open_review, tell_story
from outcomes.releases.supersede import supersede_release
from tests.outcomes.releases.conftest import award, charts, data, mentoring, publish  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.looks]
SHOTS = os.environ.get("SHOTS")


@pytest.fixture
def drawn():
    """Somebody looks at the charts here."""


@pytest.fixture
def look(open_window):
    """`look(user, name, path)`: the screen, accessible at both widths in light and dark."""

    def at(user, name, path):
        for phone in (False, True):
            for scheme in ("light", "dark"):
                window = open_window(user, phone=phone, color_scheme=scheme)
                assert window.go(path).status == 200, path
                window.assert_accessible()
                if SHOTS:
                    window.page.screenshot(
                        path=f"{SHOTS}/flow-{name}-{'p' if phone else 'w'}-{scheme}.png", full_page=True
                    )
                # A window that stays open holds a connection of the server, and that one of the database.
                window.page.context.close()

    return at


def test_every_screen_from_the_draft_to_the_shared_link(data, drawn, award, mentoring, look):
    world, coordinator = data, data.person("partnership_coordinator")
    alder = world["alder"]
    signer, funder = world.person("release_signer", alder), world.person("funder")
    look(coordinator, "build", "/workspace/releases/build/")
    draft = build_release(by=coordinator, program=mentoring)
    open_review(draft, by=coordinator, until=timezone.localdate() + timedelta(days=14))
    at = f"/workspace/releases/{draft.slug}/"
    look(signer, "own", f"{at}own/{alder.slug}/")
    tell_story(draft, by=signer, organization=alder, text="Two schools changed how they record partial days.")
    look(coordinator, "draft-coordinator", at)
    look(signer, "draft-signer", at)
    first = publish(world, draft, coordinator)
    look(coordinator, "correct", f"{at}correct/")
    look(funder, "share", f"{at}share/")
    correction = supersede_release(first, by=coordinator, erratum="Two school days were counted twice.")
    second = publish(world, correction, coordinator)
    look(coordinator, "changes", f"/workspace/releases/{second.slug}/changes/")
    look(funder, "outcomes", "/workspace/outcomes/")
    look(funder, "funder", f"/workspace/releases/{second.slug}/")
    look(funder, "compare", f"/workspace/releases/{second.slug}/compare/?other={first.slug}")
    look(funder, "sheet", f"/workspace/releases/{second.slug}/sheet/")
    look(coordinator, "list", "/workspace/releases/")
