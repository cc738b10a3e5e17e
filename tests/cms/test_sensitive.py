"""A page that somebody marked as sensitive is published by the coordinator, after the organization's own approver."""

import pytest
from django.urls import reverse
from wagtail.models import TaskState

from cms.models import SectionPage

from .conftest import add_draft, page_form, paragraph, root_of

PAGES = "wagtailadmin_pages:"


@pytest.fixture
def page(world):
    for role in ("editor", "page_approver", "partnership_coordinator"):
        world.person(role)
    return add_draft(root_of(world["alder"]), "After a hard night")


def edit(client, page, **fields):
    text = page_form("After a hard night", [paragraph("What we saw.")]) | fields
    return client.post(reverse(f"{PAGES}edit", args=[page.pk]), text)


def is_live(page):
    return SectionPage.objects.get(pk=page.pk).live


def approve(client, page):
    """Say yes to the task at which the page waits; False where it is not the person's."""
    state = TaskState.objects.get(status="in_progress")
    address = reverse(f"{PAGES}workflow_action", args=[page.pk, "approve", state.pk])
    client.post(address, {"comment": "", "next": ""})
    return TaskState.objects.get(pk=state.pk).status == "approved"


def test_it_goes_to_the_own_approver_and_then_to_the_coordinator(client, page, sign_in):
    sign_in("editor")
    assert edit(client, page, is_sensitive="on", **{"action-submit": "1"}).status_code == 302
    assert not approve(client, page)
    sign_in("page_approver")
    assert approve(client, page) and not is_live(page)
    assert not approve(client, page)
    sign_in("partnership_coordinator")
    assert approve(client, page) and is_live(page)


def test_without_the_mark_the_own_approver_is_enough(client, page, sign_in):
    sign_in("editor")
    edit(client, page, **{"action-submit": "1"})
    sign_in("page_approver")
    assert approve(client, page) and is_live(page)


def test_an_approver_neither_publishes_it_nor_takes_the_mark_away(client, page, sign_in):
    sign_in("page_approver")
    refused = edit(client, page, is_sensitive="on", **{"action-publish": "1"})
    assert "is published by the partnership’s coordinator" in refused.content.decode()
    assert edit(client, page, is_sensitive="on").status_code == 302
    edit(client, page, **{"action-publish": "1"})
    edit(client, page)
    edit(client, page, **{"action-publish": "1"})
    assert not is_live(page)
    assert SectionPage.objects.get(pk=page.pk).get_latest_revision_as_object().is_sensitive
    sign_in("partnership_coordinator")
    edit(client, page)
    sign_in("page_approver")
    edit(client, page, **{"action-publish": "1"})
    assert is_live(page)


def test_a_new_page_is_not_published_by_the_way(client, page, sign_in):
    sign_in("page_approver")
    add = reverse(f"{PAGES}add", args=["cms", "sectionpage", page.get_parent().pk])
    text = page_form("New", [paragraph("Text.")]) | {"is_sensitive": "on"}
    assert client.post(add, text | {"action-publish": "1"}).status_code == 200
    assert not SectionPage.objects.filter(title="New").exists()
    client.post(add, text)
    assert not SectionPage.objects.get(title="New", alias_of=None).live


def test_where_no_approver_is_the_coordinator_is_asked_alone(client, world, sign_in):
    world.person("partnership_coordinator")
    editor = sign_in("editor", "birch")
    page = add_draft(root_of(world["birch"]), "After a hard night")
    assert editor and edit(client, page, is_sensitive="on", **{"action-submit": "1"}).status_code == 302
    sign_in("partnership_coordinator")
    assert approve(client, page) and is_live(page)
