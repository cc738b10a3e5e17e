"""Approval within an organization and of shared pages, reviews, broken links, redirects, scheduled pages."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from cms.actions.reviews import remind_of_reviews
from cms.actions.site import publish_and_expire
from cms.links import keep_broken_links, look_for_broken_links
from cms.models import BrokenLink, SectionPage

from .conftest import (  # noqa: F401
    add_draft,
    add_live,
    page_form,
    paragraph,
    program_page_of,
    root_of,
    sign_in,
    surroundings,
)
from .posted import add_event

pytestmark = pytest.mark.django_db


def hand_in(client, page):
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.post(edit, page_form(page.title, [paragraph("Text.")]) | {"action-submit": "1"})


def approve(client, page):
    task = TaskState.objects.get(status="in_progress", workflow_state__object_id=str(page.pk))
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    return client.post(address, {"next": reverse("wagtailadmin_home")})


def test_an_organizations_approver_publishes_what_its_editor_wrote(client, world, sign_in):
    approver = world.person("page_approver")
    coordinator = world.person("partnership_coordinator")
    sign_in("editor")
    page = add_draft(root_of(world["alder"]), "After school")
    mail.outbox.clear()
    hand_in(client, page)
    assert {address for message in mail.outbox for address in message.to} == {
        approver.email,
        coordinator.email,
    }
    sign_in("page_approver")
    assert "After school" in client.get(reverse("workspace:desk")).content.decode()
    approve(client, page)
    assert client.get("/en/partners/alder/after-school/").status_code == 200


def test_an_approver_of_another_organization_decides_nothing_here(client, world, sign_in):
    world.person("page_approver")
    other = world.person("page_approver", world["birch"])
    sign_in("editor")
    page = add_draft(root_of(world["alder"]), "After school")
    hand_in(client, page)
    sign_in("page_approver", "birch")
    assert approve(client, page).status_code == 404
    assert "After school" not in client.get(reverse("workspace:desk")).content.decode()
    assert other.is_active and not SectionPage.objects.get(pk=page.pk).live


def test_a_shared_page_is_read_by_an_owner_and_then_by_the_coordinator(client, world, sign_in):
    """A non-profit and a school edit one program's pages together."""
    for role in ("editor", "page_approver"):
        for slug in ("alder", "open-door"):
            world.person(role, world[slug])
    parent = program_page_of(world.programs["mentoring"])
    page = add_draft(parent, "Where mentors meet")
    sign_in("editor", "open-door")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.get(edit).status_code == 200
    sign_in("editor", "alder")
    hand_in(client, page)
    sign_in("page_approver", "open-door")
    approve(client, page)
    assert not SectionPage.objects.get(pk=page.pk).live, "the coordinator has not read it"
    sign_in("partnership_coordinator")
    approve(client, page)
    assert SectionPage.objects.get(pk=page.pk).live


def test_owners_comment_on_a_shared_page(client, world, sign_in):
    parent = program_page_of(world.programs["mentoring"])
    page = add_draft(parent, "Where mentors meet")
    sign_in("editor", "open-door")
    screen = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "w-field__comment-button--add" in screen


def test_the_owner_of_a_page_and_the_writers_of_a_posting_are_reminded_once(
    world, django_capture_on_commit_callbacks
):
    editor = world.person("editor")
    page = add_live(root_of(world["alder"]), "After school")
    page.owner, page.next_review_on = editor, timezone.localdate() + timedelta(days=14)
    page.save()
    add_event(world["alder"], "Practice", next_review_on=timezone.localdate())
    add_event(world["alder"], "Much later", next_review_on=timezone.localdate() + timedelta(days=15))
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_of_reviews() == 2
        assert remind_of_reviews() == 0
    assert {message.subject for message in mail.outbox if message.to == [editor.email]} == {
        "To be read again: After school",
        "To be read again: Practice",
    }


def test_the_day_of_the_last_review_stands_on_the_page(client, world):
    world.person("editor")
    page = add_live(root_of(world["alder"]), "After school")
    assert "Last reviewed" not in client.get(page.get_url()).content.decode()
    page.reviewed_on = timezone.localdate()
    page.save()
    assert "Last reviewed" in client.get(page.get_url()).content.decode()


def test_links_that_lead_nowhere_are_told_to_those_who_write_the_page(client, world, sign_in):
    world.person("editor", world["birch"])
    sign_in("editor")
    page = add_live(root_of(world["alder"]), "Where to go")
    text = "".join(
        f'<a href="{address}">x</a>'
        for address in (
            "/en/partners/alder/",
            "/en/partners/no-such-partner/",
            "/en/calendar/no-such-event/",
            "https://there.example.org/",
            "https://gone.example.org/",
            "https://silent.example.org/",
            "mailto:a@example.org",
        )
    )
    page.body = [("paragraph", f"<p>{text}</p>")]
    page.save()
    asked = {
        "https://there.example.org/": 200,
        "https://gone.example.org/": 404,
        "https://silent.example.org/": None,
    }
    assert keep_broken_links(asked.__getitem__) == 4
    assert dict(BrokenLink.objects.values_list("address", "problem")) == {
        "/en/partners/no-such-partner/": "nothing_there",
        "/en/calendar/no-such-event/": "nothing_there",
        "https://gone.example.org/": "nothing_there",
        "https://silent.example.org/": "no_answer",
    }
    report = reverse("workspace:broken_links")
    assert "gone.example.org" in client.get(report).content.decode()
    sign_in("editor", "birch")
    assert "gone.example.org" not in client.get(report).content.decode()


def test_the_site_looks_once_a_day(world):
    assert look_for_broken_links(ask=lambda address: 200) == 0
    add_live(root_of_alder(world), "Late").body = []
    assert look_for_broken_links(ask=pytest.fail) == 0


def root_of_alder(world):
    world.person("editor")
    return root_of(world["alder"])


def test_the_old_address_of_a_page_leads_to_the_new_one(client, world, django_capture_on_commit_callbacks):
    section = root_of_alder(world)
    page, there = add_live(section, "After school"), add_live(section, "Elsewhere")
    page.move(there, pos="last-child")
    answer = client.get("/en/partners/alder/after-school/")
    assert (answer.status_code, answer.url) == (301, "/en/partners/alder/elsewhere/after-school/")
    page = SectionPage.objects.get(pk=page.pk)
    page.slug = "at-noon"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert client.get("/en/partners/alder/elsewhere/after-school/").url.endswith("/at-noon/")


def test_a_scheduled_page_appears_and_an_expired_one_goes_with_the_tick(client, world):
    section = root_of_alder(world)
    page = add_draft(section, "On Monday")
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    assert client.get("/en/partners/alder/on-monday/").status_code == 404
    assert publish_and_expire() == 0
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(hours=2)):
        assert publish_and_expire() == 1
    assert client.get("/en/partners/alder/on-monday/").status_code == 200


def test_the_preview_is_checked_for_accessibility_and_the_public_page_carries_no_tool(client, world, sign_in):
    page = add_live(root_of_alder(world), "After school")
    assert "wagtail-userbar" not in client.get(page.get_url()).content.decode()
    sign_in("editor")
    assert "wagtail-userbar" not in client.get(page.get_url()).content.decode()
    draft = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert "wagtail-userbar" in draft
